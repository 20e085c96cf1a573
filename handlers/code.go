package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/views"
)

// serveCode shows everything about one code, as a page, as JSON, CSV or XLSX.
func (c *Console) serveCode(w http.ResponseWriter, r *http.Request) error {
	given := strings.TrimSuffix(pathValue(r, "code"), suffix(r))
	code := given
	q, complete, err := c.readCodesQuery(r)
	if err != nil {
		return err
	}
	// Only a VDN's own code can have what people do not mean when they type.
	if q.own.Text(code) == "" {
		if parsed, reason := input.ParseCode(code, nil); reason == "" {
			code = parsed.Text
		}
	}
	entry, ok := dictionary.Lookup(code)
	if own := q.own.Text(code); !ok && own == "" && noteOn(code, q.Notes) == nil {
		if found := dictionary.Find(code); len(found) == 1 { // without its zeros
			redirect(w, r, "/codes/"+found[0].Code+suffix(r))
			return nil
		}
		return &unknownCodeError{excerpt(code)}
	}
	if ok {
		code = entry.Code
	}
	if code != given {
		redirect(w, r, "/codes/"+code+suffix(r))
		return nil
	}
	switch vdn, reason := readVDNField(r.URL.Query().Get("in")); reason {
	case "":
		return seeOther(w, r, usedHref(strconv.Itoa(vdn), code))
	case input.Empty:
	default:
		typed := views.Field{Value: echo(r.URL.Query().Get("in")), Error: vdnProblem(reason, c.messages(r))}
		return &codesInputError{field: typed, query: q}
	}
	entry.Code = code
	linkJSON(w, withSuffix(codeHref(code, q.vdnID), ".json"))
	l, hit := c.localeOf(r), dictionary.Hit{Entry: entry, Note: noteOn(code, q.Notes)}
	switch form := negotiate(r); form {
	case formJSON:
		respond.JSON(w, r, http.StatusOK, newOneCodeDocument(hit, q, l))
		return nil
	case formCSV, formXLSX:
		return sendTable(w, r, form, "code-"+asciiOnly(code), l, codesSheet([]dictionary.Hit{hit}, q, l))
	}
	p := c.codePage(r, code, entry, q)
	p.CodesMissing = !complete
	return respond.Page(w, r, http.StatusOK, views.Code(p))
}

func (c *Console) codePage(r *http.Request, code string, e dictionary.Entry, q codesQuery) views.CodePage {
	l := c.localeOf(r)
	p := codeView(code, e, q, l)
	p.Page = c.newPage(r)
	p.Active, p.Canonical = views.NavCodes, codeHref(code, q.vdnID)
	p.JSON = withSuffix(p.Canonical, ".json")
	if !p.API {
		c.fillUses(r, &p, q)
	}
	other := &locales[0]
	if other == l {
		other = &locales[1]
	}
	p.OtherLang, p.OtherText = other.tag, e.Short(other.platform)
	previous, next := dictionary.Neighbours(code)
	p.Previous, p.Next = neighbour(previous, q, l), neighbour(next, q, l)
	p.Ticket = codeTicket(p)
	return p
}

// codeView is what the page of a code says about it.
func codeView(code string, e dictionary.Entry, q codesQuery, l *locale) views.CodePage {
	t := l.messages
	p := views.CodePage{Page: views.Page{T: t}, Code: code, API: e.Kind == dictionary.KindAPI && e.Code != "",
		Meaning: e.Meaning(l.platform), Provenance: e.Provenance(l.platform), Causes: e.Causes(l.platform)}
	if p.API {
		p.Row = hitRow(dictionary.Hit{Entry: e, Note: noteOn(code, q.Notes)}, q, l)
		return p
	}
	advice := dictionary.Advise(code, q.Notes)
	p.Row = codeRow(code, q.own, &q.Notes, l)
	p.Actor, p.Reason = t.Actors[string(advice.Actor)], advice.Reason.Text(l.platform)
	p.Detail = e.Detail(l.platform)
	if p.Row.Source == t.SourceVDN && e.Short(l.platform) != "" && e.Short(l.platform) != p.Row.Meaning {
		p.Documented = e.Short(l.platform)
	}
	return p
}

// fillUses leads to the external results that the code leads to: of the VDN that
// the page is about, else of the one that was looked up last.
func (c *Console) fillUses(r *http.Request, p *views.CodePage, q codesQuery) {
	if q.vdnID != 0 {
		p.VDN = strconv.Itoa(q.vdnID)
	} else if recent := c.recent(r); len(recent) > 0 {
		p.VDN = recent[0].VDN
	}
	if p.VDN != "" {
		p.UsedHref = usedHref(p.VDN, p.Code)
		p.UsedText = views.Fill(p.T.CodeUsed, "vdn", p.VDN)
		c.fillHeldUses(p, q, c.localeOf(r))
	}
}

// fillHeldUses names external results with the code as far as the VDN's catalogue is
// at hand: no page about a code waits for the platform's lists.
func (c *Console) fillHeldUses(p *views.CodePage, q codesQuery, l *locale) {
	vdnID, _ := strconv.Atoi(p.VDN)
	read := c.catalogs.Held(vdnID, l.platform)
	if read == nil {
		return
	}
	found := read.ResultsFor(p.Code)
	if len(found) == 0 && read.Complete() {
		p.UsedNone = views.Fill(p.T.CodeUsedNone, "vdn", p.VDN)
	}
	for _, result := range found[:min(len(found), maxFound)] {
		p.Uses = append(p.Uses, views.CodeResult{
			ResultLink: views.ResultLink{Href: resultPath(vdnID, result.DefID), Text: result.DisplayResult, Def: result.DefID},
			Verdict:    verdictView(verdictOf(result, &q.Notes), l)})
	}
	if rest := len(found) - len(p.Uses); rest > 0 {
		p.UsesMore = p.T.MoreResults.Of(rest)
	}
}

// usedHref leads to the external results of a VDN with a code.
func usedHref(vdn, code string) string { return "/vdns/" + vdn + "/codes/" + url.PathEscape(code) }

// neighbour is the code before or after another; zero for none.
func neighbour(e dictionary.Entry, q codesQuery, l *locale) views.MappingRow {
	if e.Code == "" {
		return views.MappingRow{}
	}
	return hitRow(dictionary.Hit{Entry: e, Note: noteOn(e.Code, q.Notes)}, q, l)
}
