package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// serveCompare shows two external results side by side.
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
	if !r.URL.Query().Has("id") {
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
		return respond.Page(w, r, http.StatusUnprocessableEntity, views.Compare(p))
	}
	p.Canonical = v.path + "?" + url.Values{"id": {strconv.FormatInt(queries[0].defID, 10), strconv.FormatInt(queries[1].defID, 10)}}.Encode()
	var pair [2]*isales.ExternalResult
	e := requestLogOf(r)
	e.defIDs = []int64{queries[0].defID, queries[1].defID}
	for i, q := range queries {
		start := time.Now()
		found, err := c.Results.ExternalResult(r.Context(), platform.Query{VDNID: q.vdnID, DefID: q.defID, Language: v.l.platform})
		e.query, e.outcome, e.upstream = q, "ok", e.upstream+time.Since(start)
		if err != nil {
			return &lookupError{q, err}
		}
		pair[i] = found.ExternalResult
		p.Sides[i] = views.CompareSide{ResultLink: views.ResultLink{Href: q.path(), Text: found.DisplayResult, Def: strconv.FormatInt(q.defID, 10), Stale: staleWhy(found, v.l)},
			Code: found.Code, Codes: strconv.Itoa(len(found.Mappings)), Verdict: verdictView(verdictOfFound(found, v.notes), v.l)}
	}
	fillCompare(&p, v, c.ownCodes(r.Context(), v), pair)
	return respond.Page(w, r, http.StatusOK, views.Compare(p))
}

// fillCompare sorts the codes into those of both results and of one only.
func fillCompare(p *views.ComparePage, v vdnRequest, own *platform.CodeList, pair [2]*isales.ExternalResult) {
	t := v.l.messages
	in := [2]map[string]bool{{}, {}}
	var all []string
	for i, r := range pair {
		for _, m := range r.Mappings {
			in[i][m.OBSCode] = true
			all = append(all, m.OBSCode)
		}
	}
	slices.Sort(all)
	headings := [3]string{t.CompareBoth, views.Fill(t.CompareOnly, "def", p.Sides[0].Def), views.Fill(t.CompareOnly, "def", p.Sides[1].Def)}
	var rows [3][]views.MappingRow
	for _, code := range slices.Compact(all) {
		part := 0
		if !in[1][code] {
			part = 1
		} else if !in[0][code] {
			part = 2
		}
		rows[part] = append(rows[part], ownRow(code, v, own))
	}
	for i, heading := range headings {
		p.Parts = append(p.Parts, views.CodeSection{ID: "part" + strconv.Itoa(i), Heading: heading + " (" + strconv.Itoa(len(rows[i])) + ")", Rows: rows[i]})
	}
	p.Compared = true
}
