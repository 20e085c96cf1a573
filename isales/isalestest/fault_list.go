package isalestest

import (
	"errors"
	"strconv"
)

// The faults of the lists that have a count, which other operations do not have: ways
// in which count and entries do not agree. See [ListFaults].
const (
	FaultListTotal    Fault = "list-total=12000" // that count, or another
	FaultListGrowing  Fault = "list-growing"     // each page counts one more than the one before
	FaultListDouble   Fault = "list-double"      // the first entry of a page stands for its last one too
	FaultListFirst    Fault = "list-first"       // the first page, whichever is asked for
	FaultListNameless Fault = "list-nameless"    // the first entry of a page has empty members
)

// ListFaults returns the faults that change a list and nothing else.
func ListFaults() []Fault {
	return []Fault{FaultListTotal, FaultListGrowing, FaultListDouble, FaultListFirst, FaultListNameless}
}

func count(arg string, _ bool) error {
	if !allDigits(arg) {
		return errors.New("want a count")
	}
	return nil
}

func listTotal(c *call, answer object) object {
	if !c.lists() {
		return answer
	}
	n, _ := strconv.Atoi(c.arg)
	return answer.with(operations[c.req.Operation].total, n)
}

func listGrowing(c *call, answer object) object {
	total := operations[c.req.Operation].total
	n, ok := answer.get(total).(int)
	if !c.lists() || !ok {
		return answer
	}
	number, _ := strconv.Atoi(c.r.URL.Query().Get("pageNum") + c.r.URL.Query().Get("curPage"))
	return answer.with(total, n+number)
}

func listDouble(c *call, answer object) object {
	if rows := c.rows(answer); c.lists() && len(rows) > 1 {
		copy(rows[len(rows)-1], rows[0])
	}
	return answer
}

func listFirst(c *call, answer object) object {
	if !c.lists() {
		return answer
	}
	query := c.r.URL.Query()
	for _, name := range []string{"pageNum", "curPage"} {
		if query.Has(name) {
			query.Set(name, "1")
		}
	}
	c.r.URL.RawQuery = query.Encode()
	return c.answer()
}

func listNameless(c *call, answer object) object {
	if rows := c.rows(answer); c.lists() && len(rows) > 0 {
		for i := range rows[0] {
			rows[0][i].value = ""
		}
	}
	return answer
}

// lists reports a call for a list that has a count.
func (c *call) lists() bool { return operations[c.req.Operation].total != "" }
