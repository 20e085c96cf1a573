package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"isales-console/dictionary"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// codesPageWait is how long the pages about codes wait for a VDN's dictionary,
// which is what they were asked for.
const codesPageWait = 3 * time.Second

// codeRow explains one OBS result code: by the VDN's own dictionary, else by the
// documentation.
func codeRow(code string, own *platform.CodeList, l *locale) views.MappingRow {
	t := l.messages
	if code == "" {
		return views.MappingRow{Code: t.NoCode, Meaning: t.NoCodeMeaning, Group: t.GroupUnknown,
			Action: advise("").Action.Text(l.platform), Suggests: advise("").Sentence(l.platform)}
	}
	advice := advise(code)
	row := views.MappingRow{Code: code, Source: t.SourceDocs, Action: advice.Action.Text(l.platform),
		Suggests: advice.Sentence(l.platform)}
	known, documented := isales.LookupOBSCode(code)
	row.Meaning, row.Known = dictionary.Description(code, l.platform)
	if documented {
		row.Href = "/codes/" + known.Code
	}
	switch text := own.Text(code); {
	case text != "":
		row.Meaning, row.Known, row.Source = dictionary.FullWidth(text), true, t.SourceVDN
		row.Href = codeHref(code, 0)
		if l.platform != isales.Chinese && hasHan(text) {
			row.Lang = "zh-CN"
		}
	case !row.Known:
		row.Source = ""
		if own != nil && !documented {
			row.Meaning = t.NoDescription
		}
	}
	group, ok := t.Groups[string(known.Group)]
	if !ok {
		group = t.GroupUnknown
	}
	row.Group = group
	row.ReleasedBy = t.ReleasedBy[string(known.ReleasedBy)]
	return row
}

// advise returns what follows from a code, on every page and in every export.
func advise(code string) dictionary.Advice { return dictionary.Advise(code, dictionary.Notes{}) }

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// codesQuery is what the pages about codes are asked: a search, and the VDN whose
// own dictionary is to be heard; 0 for none.
type codesQuery struct {
	dictionary.Query
	vdnID int
	own   *platform.CodeList
}

// readCodesQuery reads the search. A VDN ID that is none is an input error of the
// form, one that the user may not see is refused.
func (c *Console) readCodesQuery(r *http.Request) (q codesQuery, complete bool, err error) {
	form := r.URL.Query()
	q.GroupNames = groupNames
	q.Text = strings.TrimSpace(echo(form.Get("q")))
	q.Group = isales.Group(form.Get("group"))
	q.Action = dictionary.Action(form.Get("action"))
	if action, ok := dictionary.ParseAction(form.Get("action")); ok { // as older addresses write it
		q.Action = action
	}
	text := normalizeID(form.Get("vdnId"))
	if text == "" {
		return q, true, nil
	}
	l := c.localeOf(r)
	var wrong string
	if q.vdnID, wrong = parseVDN(text, l.messages); wrong != "" {
		return q, true, &codesInputError{field: views.Field{Value: echo(form.Get("vdnId")), Error: wrong}, query: q}
	}
	if !c.maySee(r, q.vdnID) {
		requestLogOf(r).refusedVDN = q.vdnID
		return q, true, &vdnError{q.vdnID}
	}
	list := c.codes.Start(r.Context(), q.vdnID, l.platform)
	q.own, complete = c.codes.Wait(r.Context(), list, codesPageWait)
	for _, code := range q.own.Codes() {
		named := dictionary.Named{Code: code.Code, English: code.Text}
		if l.platform == isales.Chinese {
			named = dictionary.Named{Code: code.Code, Chinese: code.Text}
		}
		q.Extra = append(q.Extra, named)
	}
	return q, complete, nil
}

// codesInputError is a VDN ID in the search form that is none.
type codesInputError struct {
	field views.Field
	query codesQuery
}

func (e *codesInputError) Error() string { return "bad search: " + e.field.Error }

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

// withQuery keeps the search in a path to another form of the same page.
func withQuery(path string, r *http.Request) string {
	query := r.URL.Query()
	query.Del("lang")
	query.Del("again")
	if encoded := query.Encode(); encoded != "" {
		return path + "?" + encoded
	}
	return path
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

// hitRow shows one code of a list.
func hitRow(hit dictionary.Hit, q codesQuery, l *locale) views.MappingRow {
	e := hit.Entry
	if e.Kind == dictionary.KindAPI {
		return views.MappingRow{Code: e.Code, Href: "/codes/" + e.Code, Known: true, Meaning: e.Short(l.platform),
			Group: l.messages.CodesAPI, Suggests: e.Advice(l.platform), Source: l.messages.SourceOwn}
	}
	row := codeRow(e.Code, q.own, l)
	row.Href = codeHref(e.Code, q.vdnID)
	row.Suggests = row.Action
	return row
}

// codeHref leads to the page of a code, as the VDN explains it.
func codeHref(code string, vdnID int) string {
	path := "/codes/" + url.PathEscape(code)
	if vdnID == 0 {
		return path
	}
	return path + "?vdnId=" + strconv.Itoa(vdnID)
}

// unknownCodeError is a code that neither the documentation nor the VDN knows.
type unknownCodeError struct{ code string }

func (e *unknownCodeError) Error() string { return "unknown code" }

// serveCode shows everything about one code.
func (c *Console) serveCode(w http.ResponseWriter, r *http.Request) error {
	code := pathValue(r, "code")
	q, complete, err := c.readCodesQuery(r)
	if err != nil {
		return err
	}
	// Only a VDN's own code can have what people do not mean when they type.
	if q.own.Text(code) == "" {
		code = normalizeID(code)
	}
	entry, ok := dictionary.Lookup(code)
	if own := q.own.Text(code); !ok && own == "" {
		return &unknownCodeError{echo(code)}
	}
	if ok {
		code = entry.Code
	}
	if code != pathValue(r, "code") {
		redirect(w, r, "/codes/"+code)
		return nil
	}
	p := c.codePage(r, code, entry, q)
	p.CodesMissing = !complete
	return respond.Page(w, r, http.StatusOK, views.Code(p))
}

func (c *Console) codePage(r *http.Request, code string, e dictionary.Entry, q codesQuery) views.CodePage {
	l := c.localeOf(r)
	t := l.messages
	p := views.CodePage{Page: c.newPage(r), Code: code, API: e.Kind == dictionary.KindAPI && e.Code != "",
		Meaning: e.Meaning(l.platform), Provenance: e.Provenance(l.platform), Causes: e.Causes(l.platform)}
	if p.API {
		p.Row = hitRow(dictionary.Hit{Entry: e}, q, l)
		p.Advice = e.Advice(l.platform)
	} else {
		advice := advise(code)
		p.Row = codeRow(code, q.own, l)
		p.Action, p.Actor = advice.Action.Text(l.platform), t.Actors[string(advice.Actor)]
		p.Advice = advice.Sentence(l.platform)
		p.Detail = e.Detail(l.platform)
		if p.Row.Source == t.SourceVDN && e.Short(l.platform) != "" && e.Short(l.platform) != p.Row.Meaning {
			p.Documented = e.Short(l.platform)
		}
	}
	other := &locales[0]
	if other == l {
		other = &locales[1]
	}
	p.OtherLang, p.OtherText = other.tag, e.Short(other.platform)
	if q.vdnID != 0 && !p.API {
		p.UsedHref = "/vdns/" + strconv.Itoa(q.vdnID) + "/codes/" + code
		p.UsedText = views.Fill(t.CodeUsed, "vdn", strconv.Itoa(q.vdnID))
	}
	p.Active, p.Canonical = views.NavCodes, codeHref(code, q.vdnID)
	return p
}

// nearest are the codes that an unknown one may have been meant for.
func nearest(code string, l *locale) (rows []views.MappingRow) {
	for _, e := range dictionary.Nearest(code, 5) {
		rows = append(rows, hitRow(dictionary.Hit{Entry: e}, codesQuery{}, l))
	}
	return rows
}
