package isalestest

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

const (
	maxVDNID    = 9999
	maxPageSize = 50
)

// check returns what is wrong with the first bad parameter, nil when none is.
func (c *call) check() *apiError {
	switch contentType := c.r.Header.Get("Content-Type"); contentType {
	case requestType:
	case "":
		return newAPIError(codeEmpty, "Content-Type")
	default:
		return newAPIError(codeWrongValue, "Content-Type")
	}
	if err := checkInt("vdnId", c.req.VDNID, maxVDNID); err != nil {
		return err
	}
	op := operations[c.req.Operation]
	if err := c.checkNames(op.query); err != nil {
		return err
	}
	return op.check(c)
}

// checkNames refuses parameters of the query that are not documented, that come twice or
// that are empty.
func (c *call) checkNames(known []string) *apiError {
	query := c.r.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch values := query[name]; {
		case !slices.Contains(known, name), len(values) > 1:
			return newAPIError(codeTooMany, name)
		case values[0] == "":
			return newAPIError(codeEmpty, name)
		}
	}
	return nil
}

func (c *call) checkDefID() *apiError { return checkInt("defId", c.req.DefID, math.MaxInt64) }

func (c *call) checkPage() *apiError {
	query := c.r.URL.Query()
	if err := checkInt("pageSize", query.Get("pageSize"), maxPageSize); err != nil {
		return err
	}
	return checkInt("pageNum", query.Get("pageNum"), math.MaxInt64)
}

// checkInt demands an integer from 1 to highest.
func checkInt(name, text string, highest int64) *apiError {
	if err := checkForm(name, text); err != nil {
		return err
	}
	if n, err := strconv.ParseInt(text, 10, 64); err != nil || n < 1 || n > highest {
		return newAPIError(codeWrongValue, name)
	}
	return nil
}

// checkForm demands an integer of any size.
func checkForm(name, text string) *apiError {
	if text == "" {
		return newAPIError(codeEmpty, name)
	}
	if !allDigits(strings.TrimPrefix(text, "-")) {
		return newAPIError(codeWrongType, name)
	}
	return nil
}

// canonicalInt returns the digits of an integer without leading zeros, and any
// other text as it is.
func canonicalInt(text string) string {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return text
	}
	return strconv.FormatInt(n, 10)
}

// vdnID returns the VDN that is asked for; check has passed.
func (c *call) vdnID() int {
	n, _ := strconv.Atoi(c.req.VDNID)
	return n
}

// page is one page of a list; check has passed.
type page struct{ size, number int }

// page reads the parameters with these names. A number below 1 counts as 1.
func (c *call) page(size, number string) page {
	query := c.r.URL.Query()
	rows, _ := strconv.Atoi(query.Get(size))
	n, _ := strconv.Atoi(query.Get(number))
	return page{rows, max(n, 1)}
}

// bounds returns where the page begins and ends in a list of n, which is the end
// of the list for a page past it.
func (p page) bounds(n int) (from, to int) {
	// Compared before it is multiplied: the page number may be any int64.
	if p.number-1 > n/p.size {
		return n, n
	}
	from = min((p.number-1)*p.size, n)
	return from, min(from+p.size, n)
}
