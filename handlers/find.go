package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-chi/chi/v5"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/views"
)

// serveFind leads from the box to what its text stands for, or shows what it may
// stand for and what was tried.
func (c *Console) serveFind(w http.ResponseWriter, r *http.Request) error {
	if redirectEmpty(w, r, "vdnId") {
		return nil
	}
	form, t := parametersOf(r), c.messages(r)
	text := excerpt(form.Get("q"))
	box := views.FindBox{Text: echo(text), VDN: views.Field{Value: echo(form.Get("vdnId"))}}
	vdnID := c.lastVDN(r)
	if given, reason := readVDNField(form.Get("vdnId")); reason != input.Empty {
		if vdnID, box.VDN.Error = given, vdnProblem(reason, t); box.VDN.Error != "" {
			return c.serveFindInputError(w, r, box)
		}
	}
	p := planFind(text, vdnID)
	if p.vdnID != 0 && !c.maySee(r, p.vdnID) {
		return refuseVDN(r, p.vdnID)
	}
	to, err := url.Parse(p.to)
	if err != nil {
		return err
	}
	routed := p.to != "" && c.router.Match(chi.NewRouteContext(), http.MethodGet, to.EscapedPath())
	switch {
	case routed:
		return seeOther(w, r, withSuffix(p.to, suffix(r)))
	case p.needsVDN:
		box.VDN.Error = t.FindWhichVDN
		return c.serveFindInputError(w, r, box)
	}
	if p.vdnID != 0 {
		box.VDN.Value = strconv.Itoa(p.vdnID)
	}
	found := c.findAll(r, p)
	if to := found.only(); to != "" {
		return seeOther(w, r, withSuffix(to, suffix(r)))
	}
	status := http.StatusOK
	if p.text != "" && found.count() == 0 {
		status = http.StatusNotFound
	}
	if wantsData(r) {
		respond.JSON(w, r, status, newFindDocument(found, schemaOf(r)))
		return nil
	}
	return respond.Page(w, r, status, views.Find(c.findPage(r, box, found)))
}

// serveFindInputError shows the box again: the VDN is missing or is none.
func (c *Console) serveFindInputError(w http.ResponseWriter, r *http.Request, box views.FindBox) error {
	if wantsData(r) {
		c.sendJSONError(w, r, http.StatusUnprocessableEntity,
			jsonError{Code: "bad_input", Message: box.VDN.Error, Field: "vdnId"})
		return nil
	}
	p := views.FindPage{Page: c.newPage(r), Box: box, Heading: c.messages(r).FindTitle}
	p.Active, p.Find = views.NavLookup, false
	return respond.Page(w, r, http.StatusUnprocessableEntity, views.Find(p))
}

func (c *Console) findPage(r *http.Request, box views.FindBox, f findResult) views.FindPage {
	l := c.localeOf(r)
	t := l.messages
	p := views.FindPage{Page: c.newPage(r), Box: box, VDN: box.VDN.Value, Nearest: f.nearest, Tried: f.tried,
		Codes: f.codes, MoreCodes: f.moreCodes, MoreResults: f.moreResults}
	p.Active, p.Find = views.NavLookup, false
	if f.plan.reason != "" && f.plan.text != "" {
		p.Unreadable = views.Fill(t.FindUnreadable, "why", t.Reasons[string(f.plan.reason)])
	}
	switch {
	case f.plan.text == "":
		p.Heading = t.FindTitle
	case f.count() == 0:
		p.Heading, p.None = t.FindNone, true
	case f.plan.words == "":
		p.Heading = views.Fill(t.FindSeveral, "text", box.Text)
	default:
		p.Heading = t.FindFound
	}
	for _, result := range f.results {
		p.Results = append(p.Results, views.VDNResultRow{
			ResultLink: views.ResultLink{Href: resultPath(f.plan.vdnID, result.DefID), Text: result.DisplayResult,
				Def: result.DefID},
			Code: result.Code, Verdict: verdictView(verdictOf(result, f.notes), l)})
	}
	return p
}

// findResult is what was found for a text.
type findResult struct {
	plan  findPlan
	notes *dictionary.Notes
	// codes and results are the candidates, most likely first; moreCodes and
	// moreResults lead to all of them where there are more than are shown.
	codes                  []views.MappingRow
	results                []catalog.Result
	moreCodes, moreResults string
	// partly says that something could not be searched.
	partly  bool
	tried   []string
	nearest []views.MappingRow
}

func (f findResult) count() int { return len(f.codes) + len(f.results) }

// only is the path of the only answer; empty when there are more or none, and when
// there may be others.
func (f findResult) only() string {
	switch {
	case f.partly || f.count() != 1 || f.plan.reason != "":
		return ""
	case len(f.codes) == 1:
		return f.codes[0].Href
	}
	return resultPath(f.plan.vdnID, f.results[0].DefID)
}

// findDocument is what may be meant, as JSON.
type findDocument struct {
	Schema     int             `json:"schema"`
	Query      string          `json:"query"`
	VDNID      int             `json:"vdnId,omitzero"`
	Reason     input.Reason    `json:"reason,omitempty"` // why the text cannot be read
	Tried      []string        `json:"tried"`
	Candidates []findCandidate `json:"candidates"`
}

type findCandidate struct {
	Kind string `json:"kind"` // "code" or "externalResult"
	Path string `json:"path"`
	Code string `json:"code"`
	// DefID and Verdict are those of an external result; Action, Advice, which is its
	// sentence, and Note those of a code.
	DefID   string `json:"defId,omitempty"`
	Text    string `json:"text"`
	Verdict string `json:"verdict,omitempty"`
	Action  string `json:"action,omitempty"`
	Advice  string `json:"advice,omitempty"`
	Note    string `json:"note,omitempty"`
}

func newFindDocument(f findResult, schema int) findDocument {
	d := findDocument{Schema: schema, Query: f.plan.text, VDNID: f.plan.vdnID, Reason: f.plan.reason, Tried: f.tried,
		Candidates: []findCandidate{}}
	for _, row := range f.codes {
		d.Candidates = append(d.Candidates,
			findCandidate{Kind: "code", Path: row.Href, Code: row.Code, Text: row.Meaning, Action: row.Action.Key,
				Advice: row.Suggests, Note: noteText(row.Note)})
	}
	for _, result := range f.results {
		d.Candidates = append(d.Candidates, findCandidate{Kind: "externalResult",
			Path: resultPath(f.plan.vdnID, result.DefID), Code: result.Code, DefID: result.DefID,
			Text: result.DisplayResult, Verdict: string(verdictOf(result, f.notes))})
	}
	return d
}
