package handlers

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/platform"
	"isales-console/views"
)

// serveCompare shows two external results side by side.
func (c *Console) serveCompare(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/compare")
	if err != nil || !ok {
		return err
	}
	p := views.ComparePage{VDNPage: c.vdnPage(r, v, "compare"), Action: v.path}
	p.JSON, p.CSV, p.XLSX, p.Canonical = "", "", "", v.path
	ids := readCompared(r, v, &p)
	wrong := cmp.Or(p.Fields[0].Error, p.Fields[1].Error)
	switch {
	case wantsData(r) && wrong != "":
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: wrong, Field: "id"})
		return nil
	case !r.URL.Query().Has("id"):
		p.Fields = [2]views.Field{}
		return respond.Page(w, r, http.StatusOK, views.Compare(p))
	case wrong != "":
		return respond.Page(w, r, http.StatusUnprocessableEntity, views.Compare(p))
	}
	query := "?" + url.Values{"id": {formatID(ids[0]), formatID(ids[1])}}.Encode()
	p.Canonical, p.JSON, p.CSV, p.XLSX = v.path+query, v.path+".json"+query, v.path+".csv"+query, v.path+".xlsx"+query
	pair, err := c.lookUpPair(r, v, &p, ids)
	if err != nil {
		return err
	}
	own := c.ownCodes(r.Context(), v)
	switch form := negotiate(r); form {
	case formJSON:
		d := newCompareDocument(v, own, ids, pair)
		d.LeftOut = max(0, len(r.URL.Query()["id"])-2)
		respond.JSON(w, r, http.StatusOK, d)
		return nil
	case formCSV, formXLSX:
		name := "compare-" + strconv.Itoa(v.vdnID) + "-" + formatID(ids[0]) + "-" + formatID(ids[1])
		return sendTable(w, r, form, name, v.l, compareSheet(v, own, ids, pair))
	}
	fillCompare(&p, v, own, pair)
	return respond.Page(w, r, http.StatusOK, views.Compare(p))
}

// readCompared reads the two IDs, and says in the page's fields what is wrong with them.
func readCompared(r *http.Request, v vdnRequest, p *views.ComparePage) (ids [2]int64) {
	typed, t := r.URL.Query()["id"], v.l.messages
	if len(typed) > 2 {
		p.TooMany = views.Fill(t.CompareTooMany, "n", strconv.Itoa(len(typed)))
	}
	for i := range ids {
		text := ""
		if i < len(typed) {
			text = typed[i]
		}
		id, reason := input.One(text)
		ids[i] = id.Def
		p.Fields[i] = views.Field{Value: echo(text), Error: defProblem(reason, t)}
		if id.VDN != 0 && id.VDN != v.vdnID {
			p.Fields[i].Error = views.Fill(t.DefOtherVDN, "vdn", strconv.Itoa(id.VDN))
		}
	}
	return ids
}

// lookUpPair looks up two external results, and shows them above their codes.
func (c *Console) lookUpPair(r *http.Request, v vdnRequest, p *views.ComparePage, ids [2]int64) (
	pair [2]platform.Copy, err error) {
	e := requestLogOf(r)
	e.defIDs = ids[:]
	for i, id := range ids {
		start, q := time.Now(), resultID{v.vdnID, id}
		pair[i], err = c.Results.ExternalResult(r.Context(),
			platform.Query{VDNID: v.vdnID, DefID: id, Language: v.l.platform})
		e.query, e.outcome, e.upstream = q, "ok", e.upstream+time.Since(start)
		if err != nil {
			return pair, &lookupError{q, err}
		}
		found := pair[i]
		p.Sides[i] = views.CompareSide{Code: found.Code, Codes: strconv.Itoa(len(found.Mappings)),
			ResultLink: views.ResultLink{Href: q.path(), Text: found.DisplayResult, Def: formatID(id),
				Stale: staleWhy(found, v.l)},
			Verdict: verdictView(verdictOfFound(found, v.notes), v.l)}
	}
	return pair, nil
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }

// comparedCodes are the codes of both results, of the first only, and of the second
// only, each part in the order of their text.
func comparedCodes(pair [2]platform.Copy) (parts [3][]string) {
	in := [2]map[string]bool{{}, {}}
	var all []string
	for i, r := range pair {
		for _, m := range r.Mappings {
			in[i][m.OBSCode] = true
			all = append(all, m.OBSCode)
		}
	}
	for _, code := range distinct(all) {
		part := 0
		if !in[1][code] {
			part = 1
		} else if !in[0][code] {
			part = 2
		}
		parts[part] = append(parts[part], code)
	}
	return parts
}

// fillCompare sorts the codes into those of both results and of one only.
func fillCompare(p *views.ComparePage, v vdnRequest, own *platform.CodeList, pair [2]platform.Copy) {
	t := v.l.messages
	headings := [3]string{t.CompareBoth, views.Fill(t.CompareOnly, "def", p.Sides[0].Def),
		views.Fill(t.CompareOnly, "def", p.Sides[1].Def)}
	for i, codes := range comparedCodes(pair) {
		section := views.CodeSection{ID: "part" + strconv.Itoa(i),
			Heading: t.Counted(headings[i], len(codes))}
		for _, code := range codes {
			section.Rows = append(section.Rows, ownRow(code, v, own))
		}
		p.Parts = append(p.Parts, section)
	}
	p.Compared = true
}
