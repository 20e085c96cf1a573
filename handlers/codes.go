package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"isales-console/dictionary"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/views"
)

// serveCodes lists and searches every code, as a page, as JSON, CSV or XLSX.
func (c *Console) serveCodes(w http.ResponseWriter, r *http.Request) error {
	if redirectEmpty(w, r, "q", "group", "action", "vdnId", "kind") {
		return nil
	}
	q, complete, err := c.readCodesQuery(r)
	if err != nil {
		return err
	}
	hits := q.search()
	p := c.codesPage(r, q, hits)
	linkJSON(w, p.JSON)
	switch form := negotiate(r); form {
	case formJSON:
		respond.JSON(w, r, http.StatusOK, newCodesDocument(q.kind.of(hits), q, c.localeOf(r)))
	case formCSV, formXLSX:
		return sendTable(w, r, form, "codes", c.localeOf(r), codesSheet(q.kind.of(hits), q, c.localeOf(r)))
	default:
		p.CodesMissing = !complete
		return respond.Page(w, r, http.StatusOK, views.Codes(p))
	}
	return nil
}

func (c *Console) codesPage(r *http.Request, q codesQuery, hits []dictionary.Hit) views.CodesPage {
	l := c.localeOf(r)
	t := l.messages
	p := views.CodesPage{Page: c.newPage(r), Query: q.Text, API: q.kind == kindAPI,
		Filtered: q.Group != "" || q.Action != "" || q.vdnID != 0}
	tab := fillTabs(&p, r, q, hits)
	hits = tab.of(hits)
	p.Found, p.Empty = t.CodesFound.Of(len(hits)), len(hits) == 0
	p.Active, p.Canonical = views.NavCodes, withQuery("/codes", r)
	p.JSON = codesHref("/codes.json", r, tab)
	p.CSV, p.XLSX = codesHref("/codes.csv", r, tab), codesHref("/codes.xlsx", r, tab)
	if q.vdnID != 0 {
		p.VDN.Value = strconv.Itoa(q.vdnID)
	}
	for _, g := range isales.Groups() {
		p.Groups = append(p.Groups, views.Choice{Value: string(g), Text: t.Groups[string(g)], Chosen: g == q.Group})
	}
	for _, a := range dictionary.Actions() {
		p.Actions = append(p.Actions, views.Choice{Value: string(a), Text: a.Text(l.platform), Chosen: a == q.Action})
	}
	if q.Text != "" {
		section := views.CodeSection{ID: "found", Heading: p.Found}
		for _, hit := range hits {
			section.Rows = append(section.Rows, hitRow(hit, q, l))
		}
		p.Sections = append(p.Sections, section)
		return p
	}
	p.Sections = sections(hits, q, l)
	return p
}

// fillTabs leads from one kind of codes to the other. The one that is shown is the
// one that was asked for, else OBS result codes, but for a search that finds API
// statuses only.
func fillTabs(p *views.CodesPage, r *http.Request, q codesQuery, hits []dictionary.Hit) (shown codeKind) {
	obs, api := len(kindOBS.of(hits)), len(kindAPI.of(hits))
	if shown = q.kind; shown == "" {
		shown = kindOBS
		if q.Text != "" && obs == 0 && api > 0 {
			shown = kindAPI
		}
	}
	toOBS := codeKind("")
	if obs == 0 {
		toOBS = kindOBS
	}
	p.Tabs = []views.CodesTab{
		{Text: p.T.CodesOBS, Href: codesHref("/codes", r, toOBS), Current: shown == kindOBS},
		{ID: string(kindAPI), Text: p.T.CodesAPI, Href: codesHref("/codes", r, kindAPI), Current: shown == kindAPI},
	}
	switch {
	case q.Text == "":
	case shown == kindAPI && obs > 0:
		p.Also, p.AlsoHref = p.T.CodesAlsoOBS.Of(obs), p.Tabs[0].Href
	case shown == kindOBS && api > 0:
		p.Also, p.AlsoHref = p.T.CodesAlsoAPI.Of(api), p.Tabs[1].Href
	}
	return shown
}

// codesHref leads to another form or kind of the same search. API statuses have no
// group and no action, and no VDN has its own.
func codesHref(path string, r *http.Request, kind codeKind) string {
	query := r.URL.Query()
	for _, name := range []string{"lang", "again", "kind"} {
		query.Del(name)
	}
	switch kind {
	case kindAPI:
		query = url.Values{"kind": {string(kindAPI)}}
		if text := r.URL.Query().Get("q"); text != "" {
			query.Set("q", text)
		}
	case kindOBS:
		query.Set("kind", string(kindOBS))
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// sections puts the codes below headings: API statuses, or the groups.
func sections(hits []dictionary.Hit, q codesQuery, l *locale) (list []views.CodeSection) {
	t := l.messages
	byID := map[string]*views.CodeSection{}
	add := func(id, heading string) {
		byID[id] = &views.CodeSection{ID: id, Heading: heading}
	}
	add("api", t.CodesAPI)
	order := []string{"api"}
	for _, g := range isales.Groups() {
		add(string(g), t.Groups[string(g)])
		order = append(order, string(g))
	}
	add("other", t.GroupUnknown)
	order = append(order, "other")
	for _, hit := range hits {
		id := string(hit.Entry.Group)
		switch {
		case hit.Entry.Kind == dictionary.KindAPI:
			id = "api"
		case id == "":
			id = "other"
		}
		byID[id].Rows = append(byID[id].Rows, hitRow(hit, q, l))
	}
	for _, id := range order {
		if len(byID[id].Rows) > 0 {
			list = append(list, *byID[id])
		}
	}
	return list
}

// serve shows the search again, also for the page of one code.
func (e *codesInputError) serve(c *Console, w http.ResponseWriter, r *http.Request) {
	if wantsData(r) {
		c.sendJSONError(w, r, http.StatusUnprocessableEntity,
			jsonError{Code: "bad_input", Message: e.field.Error, Field: "vdnId"})
		return
	}
	p := c.codesPage(r, e.query, e.query.search())
	p.VDN = e.field
	c.renderError(w, r, http.StatusUnprocessableEntity, views.Codes(p))
}
