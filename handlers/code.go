package handlers

import (
	"net/http"
	"strconv"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/views"
)

// serveCode shows everything about one code.
func (c *Console) serveCode(w http.ResponseWriter, r *http.Request) error {
	code := pathValue(r, "code")
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
	if own := q.own.Text(code); !ok && own == "" {
		if found := dictionary.Find(code); len(found) == 1 { // without its zeros
			redirect(w, r, "/codes/"+found[0].Code)
			return nil
		}
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
