package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// serveCall says how a call ended. What the platform answers is not kept: it is about
// a customer.
func (c *Console) serveCall(w http.ResponseWriter, r *http.Request) error {
	id := strings.TrimSuffix(pathValue(r, "callId"), suffix(r))
	v, ok, err := c.readVDN(w, r, "/calls/"+url.PathEscape(id))
	if err != nil || !ok {
		return err
	}
	if !isales.ValidCallID(id) {
		return errPageNotFound
	}
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: v.vdnID}, "ok"
	call, err := c.Calls.CallResult(r.Context(), v.vdnID, id, v.l.platform)
	if err != nil {
		return &readError{v.path, err}
	}
	p := views.CallPage{VDNPage: c.vdnPage(r, v, ""), ID: id, Code: call.Code,
		Outcome: named(v.l.messages.Campaigns.Outcomes, string(call.Status))}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "call-" + strconv.Itoa(v.vdnID) + "-" + asciiOnly(id),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			fillCall(&p, v, call, read)
			return views.Call(p), views.CallContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) { return newCallDocument(v, call, read), nil },
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			return callSheet(v, call, read), nil
		},
	})
}

// The answers to whether today's mapping says what the platform said then.
const (
	callNoResult  = "no_result"
	callNotListed = "not_listed"
	callSame      = "same"
	callMoved     = "moved"
	callNowhere   = "nowhere"
)

// compareCall says what today's mapping makes of a call's code, and which results
// it leads to.
func compareCall(call *isales.CallResult, read *catalog.Catalog) (state string, today []catalog.Result) {
	today = read.ResultsFor(call.OBSCode)
	for _, r := range today {
		if r.Code == call.Code && call.Code != "" {
			return callSame, today
		}
	}
	switch {
	case len(today) > 0:
		return callMoved, today
	case call.Code == "":
		return callNoResult, nil
	case len(resultsWith(read, call.Code)) == 0:
		return callNotListed, nil
	}
	return callNowhere, nil
}

func fillCall(p *views.CallPage, v vdnRequest, call *isales.CallResult, read *catalog.Catalog) {
	t := v.l.messages.Campaigns
	p.Row = vdnCodeRow(call.OBSCode, v, read)
	p.Then = resultLinks(v, resultsWith(read, call.Code))
	state, today := compareCall(call, read)
	p.Today = map[string]string{callNoResult: v.l.messages.Sentences(t.NoResult, t.Nowhere), callSame: t.Same,
		callMoved:     t.Moved,
		callNotListed: v.l.messages.Sentences(views.Fill(t.NotListed, "code", call.Code), t.Nowhere),
		callNowhere:   t.Nowhere}[state]
	p.Results, p.Unread = resultLinks(v, today), !read.Complete() && state != callSame
	rang, talked := callSeconds(call)
	p.Facts = []views.Detail{{Label: t.Rang, Value: secondsText(rang, v.l)},
		{Label: t.Talked, Value: secondsText(talked, v.l)},
		{Label: t.Ended, Value: call.Ended}}
}

// callSeconds returns for how many seconds a call rang and was talked on; -1 where
// the platform's times do not say.
func callSeconds(call *isales.CallResult) (rang, talked int) {
	rung := call.Answered
	if rung == "" {
		rung = call.Ended
	}
	return secondsBetween(call.Rang, rung), secondsBetween(call.Answered, call.Ended)
}

func secondsBetween(from, to string) int {
	start, err := time.Parse("2006-01-02 15:04:05", from)
	end, err2 := time.Parse("2006-01-02 15:04:05", to)
	if err != nil || err2 != nil || end.Before(start) {
		return -1
	}
	return int(end.Sub(start) / time.Second)
}

func secondsText(n int, l *locale) string {
	if n < 0 {
		return ""
	}
	return l.messages.Seconds.Of(n)
}

// callDocument says as JSON how a call ended. Seconds are absent when unknown.
type callDocument struct {
	Schema  int    `json:"schema"`
	VDNID   int    `json:"vdnId"`
	CallID  string `json:"callId"`
	Status  string `json:"callStatus"`
	OBSCode string `json:"obsCode"`
	NamedCode
	Rang     *int             `json:"ringSeconds,omitempty"`
	Talked   *int             `json:"talkSeconds,omitempty"`
	Ended    string           `json:"callEndTime"`
	Mapping  string           `json:"mappingToday"` // "same", "moved", "nowhere", "not_listed" or "no_result"
	Complete bool             `json:"complete"`
	Results  []resultOverview `json:"results"`
}

func newCallDocument(v vdnRequest, call *isales.CallResult, read *catalog.Catalog) callDocument {
	state, today := compareCall(call, read)
	d := callDocument{Schema: v.schema(), VDNID: v.vdnID, CallID: call.CallID, Status: string(call.Status),
		OBSCode:   call.OBSCode,
		NamedCode: v.nameCode(call.Code), Ended: call.Ended, Mapping: state, Complete: read.Complete(),
		Results: []resultOverview{}}
	rang, talked := callSeconds(call)
	if rang >= 0 {
		d.Rang = &rang
	}
	if talked >= 0 {
		d.Talked = &talked
	}
	for _, r := range today {
		d.Results = append(d.Results, newResultOverview(r, v))
	}
	return d
}

func callSheet(v vdnRequest, call *isales.CallResult, read *catalog.Catalog) spreadsheet.Sheet {
	row := vdnCodeRow(call.OBSCode, v, read)
	state, _ := compareCall(call, read)
	columns := []string{"vdnId", "callId", "callStatus", "obsCode", "codeAndDescription", v.codeColumn(),
		"mappingToday", "codeAndDisplayResult"}
	var texts []string
	for _, r := range resultsWith(read, call.Code) {
		texts = append(texts, r.DisplayResult)
	}
	cells := []any{strconv.Itoa(v.vdnID), call.CallID, string(call.Status), call.OBSCode,
		textTwin(call.OBSCode, row.Meaning),
		call.Code, state, textTwin(call.Code, strings.Join(texts, "; "))}
	return spreadsheet.Sheet{Name: "call", Columns: columns, Rows: slices.Values([][]any{cells})}
}
