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

// serveCompare shows two external results side by side, as a page or as JSON.
func (c *Console) serveCompare(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/compare")
	if err != nil || !ok {
		return err
	}
	ids := r.URL.Query()["id"]
	t := v.l.messages
	p := views.ComparePage{VDNPage: c.vdnPage(r, v, "compare"), Action: v.path}
	p.JSON, p.CSV, p.XLSX, p.Canonical = "", "", "", v.path
	if len(ids) > 2 {
		p.TooMany = views.Fill(t.CompareTooMany, "n", strconv.Itoa(len(ids)))
	}
	for len(ids) < 2 {
		ids = append(ids, "")
	}
	p.Fields = [2]views.Field{{Value: echo(ids[0])}, {Value: echo(ids[1])}}
	if !r.URL.Query().Has("id") && !wantsData(r) {
		return respond.Page(w, r, http.StatusOK, views.Compare(p))
	}
	var queries [2]resultID
	for i := range queries {
		id, reason := input.One(ids[i])
		queries[i] = resultID{v.vdnID, id.Def}
		p.Fields[i].Error = defProblem(reason, t)
		if id.VDN != 0 && id.VDN != v.vdnID {
			p.Fields[i].Error = views.Fill(t.DefOtherVDN, "vdn", strconv.Itoa(id.VDN))
		}
	}
	if p.Fields[0].Error != "" || p.Fields[1].Error != "" {
		if wantsData(r) {
			wrong := cmp.Or(p.Fields[0].Error, p.Fields[1].Error)
			c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: wrong, Field: "id"})
			return nil
		}
		return respond.Page(w, r, http.StatusUnprocessableEntity, views.Compare(p))
	}
	p.Canonical = v.path + "?" + url.Values{"id": {strconv.FormatInt(queries[0].defID, 10), strconv.FormatInt(queries[1].defID, 10)}}.Encode()
	var pair [2]platform.Copy
	e := requestLogOf(r)
	e.defIDs = []int64{queries[0].defID, queries[1].defID}
	for i, q := range queries {
		start := time.Now()
		found, err := c.Results.ExternalResult(r.Context(), platform.Query{VDNID: q.vdnID, DefID: q.defID, Language: v.l.platform})
		e.query, e.outcome, e.upstream = q, "ok", e.upstream+time.Since(start)
		if err != nil {
			return &lookupError{q, err}
		}
		pair[i] = found
		p.Sides[i] = views.CompareSide{ResultLink: views.ResultLink{Href: q.path(), Text: found.DisplayResult, Def: strconv.FormatInt(q.defID, 10), Stale: staleWhy(found, v.l)},
			Code: found.Code, Codes: strconv.Itoa(len(found.Mappings)), Verdict: verdictView(verdictOfFound(found, v.notes), v.l)}
	}
	own := c.ownCodes(r.Context(), v)
	if wantsData(r) {
		ids := [2]int64{queries[0].defID, queries[1].defID}
		respond.JSON(w, r, http.StatusOK, newCompareDocument(v, own, ids, pair))
		return nil
	}
	fillCompare(&p, v, own, pair)
	return respond.Page(w, r, http.StatusOK, views.Compare(p))
}

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
	headings := [3]string{t.CompareBoth, views.Fill(t.CompareOnly, "def", p.Sides[0].Def), views.Fill(t.CompareOnly, "def", p.Sides[1].Def)}
	for i, codes := range comparedCodes(pair) {
		section := views.CodeSection{ID: "part" + strconv.Itoa(i), Heading: headings[i] + " (" + strconv.Itoa(len(codes)) + ")"}
		for _, code := range codes {
			section.Rows = append(section.Rows, ownRow(code, v, own))
		}
		p.Parts = append(p.Parts, section)
	}
	p.Compared = true
}
