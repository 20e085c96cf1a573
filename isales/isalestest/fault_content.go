package isalestest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// changed makes a fault of a function that changes the right answer's fields.
func changed(change func(*call, object) object) func(*call) {
	return func(c *call) {
		c.send(jsonReply(change(c, c.answer()).bytes()))
	}
}

func (c *call) sendCode() {
	c.send(jsonReply(newAPIError(c.arg, "").object().bytes()))
}

func disagree(_ *call, answer object) object {
	return answer.with("resultCode", codeSuccess).with("returnCode", codeParameter)
}

func onlyResultCode(_ *call, answer object) object {
	return answer.without("returnCode", "returnDesc")
}

func notFound(c *call, answer object) object {
	return c.withPayload(answer, nil)
}

func notFoundAbsent(c *call, answer object) object {
	p := operations[c.req.Operation]
	return answer.without(p.key, p.total)
}

func notFoundEmpty(c *call, answer object) object {
	return c.withPayload(answer, object{})
}

// withPayload replaces the data: a list by an empty one, an object by value.
func (c *call) withPayload(answer object, value any) object {
	p := operations[c.req.Operation]
	if p.total != "" {
		answer = answer.with(p.total, 0)
	}
	if p.list {
		value = []object{}
	}
	return answer.with(p.key, value)
}

func notFoundCode(c *call, _ object) object {
	switch c.req.Operation {
	case OperationDetail:
		return newAPIError(codeWrongValue, "defId").object()
	case OperationCampaign, OperationStatistics:
		return noCampaign.object()
	case OperationPolicy:
		return noPolicyCampaign.object()
	case OperationCall:
		return newAPIError(codeWrongValue, "callId").object()
	}
	return newAPIError(codeWrongValue, "vdnId").object()
}

// wrongTypes puts an object, a list or a fraction where the documents have text
// or an integer.
func wrongTypes(c *call, answer object) object {
	for _, row := range c.rows(answer) {
		for i, m := range row {
			switch m.key {
			case "failCode", "obsCode", "code":
				row[i].value = object{{"code", m.value}}
			case "vdnId", "id", "status", "policyType", "callStatus":
				row[i].value = 40.5
			case "defId", "failData":
				row[i].value = []string{"not an ID"}
			}
		}
	}
	if total := operations[c.req.Operation].total; answer.get(total) != nil {
		answer = answer.with(total, object{})
	}
	return answer
}

// looseTypes swaps numbers and strings where the documents contradict each other
// or themselves (siblings.md, trap 1). Codes stay strings: their zeros count.
func looseTypes(c *call, answer object) object {
	for _, row := range c.rows(answer) {
		for i, m := range row {
			switch m.key {
			case "defId", "mapId", "vdnId", "id", "status", "deviceType", "policyType", "callStatus", "failData":
				row[i].value = swapped(m.value)
			}
		}
	}
	p := operations[c.req.Operation]
	if n := answer.get(p.total); n != nil {
		answer = answer.with(p.total, swapped(n))
	}
	if data, ok := answer.get(p.key).(object); ok {
		if list, ok := data.get("resultMapList").([]object); ok && len(list) == 0 {
			data = data.with("resultMapList", nil)
		}
		answer = answer.with(p.key, append(data, extras()...))
	}
	return append(answer.with("returnDesc", nil), extras()...)
}

// extras are members that no document mentions.
func extras() object {
	return object{
		{"remark", nil},
		{"extInfo", object{{"vdnId", "x"}, {"list", []object{}}}},
		{"version", 8},
	}
}

func swapped(value any) any {
	switch v := value.(type) {
	case int:
		return strconv.Itoa(v)
	case json.Number:
		return v.String()
	case map[string]int:
		texts := make(map[string]string, len(v))
		for key, n := range v {
			texts[key] = strconv.Itoa(n)
		}
		return texts
	case string:
		// Only what is a JSON number too: no leading zeros, no text.
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && strconv.FormatInt(n, 10) == v {
			return n
		}
	}
	return value
}

// echo quotes the Authorization header, as servers do that explain too much.
func echo(c *call, _ object) object {
	err := newAPIError(codeWrongValue, "Authorization: "+c.r.Header.Get("Authorization"))
	return err.object()
}

// wrongResult gives each result, mapping and campaign the ID after its own, and a
// call the ID of no call.
func wrongResult(c *call, answer object) object {
	for _, row := range c.rows(answer) {
		for i, m := range row {
			switch v := m.value.(type) {
			case string:
				if n, err := strconv.ParseInt(v, 10, 64); m.key == "defId" && err == nil {
					row[i].value = strconv.FormatInt(n+1, 10)
				}
				if m.key == "callId" {
					row[i].value = v + "0"
				}
			case json.Number:
				if n, err := v.Int64(); m.key == "id" && err == nil {
					row[i].value = n + 1
				}
			}
		}
	}
	return answer
}

// textKeys are the members of all answers that are texts, codes and times as sent.
var textKeys = strings.Fields("resultDesc returnDesc displayResult failCode obsCode obsCodeDesc name description " +
	"code skillName callerNo strBeginTime strEndTime noRetryPolicy ackBeginTime callBeginTime callEndTime")

// controls puts [Controls] behind each text, and an x, because white space at the end is no part of it.
func controls(c *call, answer object) object {
	escaped := func(text string) json.RawMessage {
		quoted, _ := json.Marshal(text)
		var b strings.Builder
		b.Write(quoted[:len(quoted)-1])
		for _, unit := range utf16.Encode([]rune(Controls)) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
		return json.RawMessage(b.String() + `\ud800x"`)
	}
	rows := append(c.rows(answer), answer)
	for i, row := range rows {
		for j, m := range row {
			text, ok := m.value.(string)
			if ok && (slices.Contains(textKeys, m.key) || m.key == "resultCode" && i < len(rows)-1) {
				row[j].value = escaped(text)
			}
		}
	}
	return answer
}

// Controls are the control characters of [FaultControls]: C0, DEL, C1, those of the writing direction, and the
// separators of lines and paragraphs.
var Controls = func() string {
	list := []rune("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
	for r := range rune(0xa0) {
		if r < ' ' || r >= 0x7f {
			list = append(list, r)
		}
	}
	return string(list)
}()

// rows are the objects that hold an answer's data, at any depth: obResult and its
// mappings, or the members of a list.
func (c *call) rows(answer object) []object {
	return nested(answer.get(operations[c.req.Operation].key))
}

func nested(value any) (rows []object) {
	switch v := value.(type) {
	case object:
		rows = append(rows, v)
		for _, m := range v {
			rows = append(rows, nested(m.value)...)
		}
	case []object:
		for _, o := range v {
			rows = append(rows, nested(o)...)
		}
	}
	return rows
}
