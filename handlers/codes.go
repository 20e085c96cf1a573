package handlers

import (
	"net/http"
	"strconv"

	"isales-console/dictionary"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/views"
)

// serveCodes lists and searches every code, as a page, as JSON or as CSV.
func (c *Console) serveCodes(w http.ResponseWriter, r *http.Request) error {
	q, complete, err := c.readCodesQuery(r)
	if err != nil {
		return err
	}
	hits := dictionary.Search(q.Query)
	w.Header().Set("Link", "<"+withQuery("/codes.json", r)+`>; rel="alternate"; type="application/json"`)
	switch negotiate(r) {
	case formJSON:
		respond.JSON(w, r, http.StatusOK, newCodesDocument(hits, q, c.localeOf(r)))
	case formCSV:
		respond.CSV(w, r, "codes", codesCSV(hits, q, c.localeOf(r)))
	default:
		p := c.codesPage(r, q, hits)
		p.CodesMissing = !complete
		return respond.Page(w, r, http.StatusOK, views.Codes(p))
	}
	return nil
}

func (c *Console) codesPage(r *http.Request, q codesQuery, hits []dictionary.Hit) views.CodesPage {
	l := c.localeOf(r)
	t := l.messages
	p := views.CodesPage{Page: c.newPage(r), Query: q.Text, Found: t.CodesFound.Of(len(hits)), Empty: len(hits) == 0,
		CSV: withQuery("/codes.csv", r)}
	p.Active, p.Canonical, p.JSON = views.NavCodes, withQuery("/codes", r), withQuery("/codes.json", r)
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

// sections puts the codes below headings: API statuses, then the groups.
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

// serveCodesInputError shows the search again, with what was typed.
func (c *Console) serveCodesInputError(w http.ResponseWriter, r *http.Request, input *codesInputError) {
	if wantsJSON(r) {
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: input.field.Error, Field: "vdnId"})
		return
	}
	p := c.codesPage(r, input.query, dictionary.Search(input.query.Query))
	p.VDN = input.field
	c.renderError(w, r, http.StatusUnprocessableEntity, views.Codes(p))
}
