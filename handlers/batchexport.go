package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"isales-console/isales"
	"isales-console/views"
)

// batchDocument is a batch as JSON, in the order of the input.
type batchDocument struct {
	Schema     int             `json:"schema"`
	VDNID      int             `json:"vdnId"`
	Duplicates int             `json:"duplicates"`
	LeftOut    int             `json:"leftOut"`
	Results    []batchOverview `json:"results"`
	RequestID  string          `json:"requestId"`
}

type batchOverview struct {
	DefID                string   `json:"defId"`
	State                string   `json:"state"` // "found", "not_found", "no_id" or "failed"
	DisplayResult        string   `json:"displayResult"`
	ResultDefinitionCode string   `json:"resultDefinitionCode"`
	OBSCodes             []string `json:"obsCodes"`
	Error                string   `json:"error,omitempty"`
}

func newBatchOverview(v vdnRequest, row batchRow) batchOverview {
	o := batchOverview{DefID: row.entry.text, State: "found", OBSCodes: []string{}}
	switch {
	case row.err == nil:
		o.DisplayResult, o.ResultDefinitionCode = row.result.DisplayResult, row.result.Code
		for _, m := range row.result.Mappings {
			o.OBSCodes = append(o.OBSCodes, m.OBSCode)
		}
		return o
	case errors.Is(row.err, errNoID):
		o.State, o.Error = "no_id", "bad_input"
	case errors.Is(row.err, isales.ErrNotFound):
		o.State, o.Error = "not_found", diagnose(row.err, v.l).code
	default:
		o.State, o.Error = "failed", diagnose(row.err, v.l).code
	}
	return o
}

func newBatchDocument(v vdnRequest, b batch, rows []batchRow, requestID string) batchDocument {
	d := batchDocument{Schema: schema, VDNID: v.vdnID, Duplicates: b.duplicates, LeftOut: b.tooMany, Results: make([]batchOverview, len(rows)), RequestID: requestID}
	for i, row := range rows {
		d.Results[i] = newBatchOverview(v, row)
	}
	return d
}

func batchLines(v vdnRequest, own *codeList, rows []batchRow) [][]string {
	lines := [][]string{{"vdnId", "defId", "state", "displayResult", "resultDefinitionCode", "codes", "obsCodes", "codesAndDescriptions", "error"}}
	for _, row := range rows {
		o := newBatchOverview(v, row)
		var texts []string
		for _, code := range o.OBSCodes {
			texts = append(texts, code+" "+codeRow(code, own, v.l).Meaning)
		}
		lines = append(lines, []string{strconv.Itoa(v.vdnID), o.DefID, o.State, o.DisplayResult, o.ResultDefinitionCode,
			strconv.Itoa(len(o.OBSCodes)), strings.Join(o.OBSCodes, " "), strings.Join(texts, "; "), o.Error})
	}
	return lines
}

// serveCompare shows two external results side by side.
func (c *Console) serveCompare(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/compare")
	if err != nil || !ok {
		return err
	}
	ids := r.URL.Query()["id"]
	t := v.l.messages
	p := views.ComparePage{VDNPage: c.vdnPage(r, v, "", views.Fill(t.CompareTitle, "vdn", strconv.Itoa(v.vdnID))), Action: v.path}
	p.JSON, p.CSV, p.Canonical = "", "", v.path
	for len(ids) < 2 {
		ids = append(ids, "")
	}
	p.Fields = [2]views.Field{{Value: typed(ids[0])}, {Value: typed(ids[1])}}
	if !r.URL.Query().Has("id") {
		return c.render(w, r, http.StatusOK, views.Compare(p))
	}
	var queries [2]resultQuery
	for i := range queries {
		queries[i].vdnID = v.vdnID
		queries[i].defID, p.Fields[i].Error = parseDef(clean(ids[i]), t)
	}
	if p.Fields[0].Error != "" || p.Fields[1].Error != "" {
		p.Title = t.ErrorPrefix + p.Title
		return c.render(w, r, http.StatusUnprocessableEntity, views.Compare(p))
	}
	p.Canonical = v.path + "?" + url.Values{"id": {strconv.FormatInt(queries[0].defID, 10), strconv.FormatInt(queries[1].defID, 10)}}.Encode()
	var results [2]*isales.ExternalResult
	e := eventOf(r)
	for i, q := range queries {
		start := time.Now()
		results[i], err = c.Results.ExternalResult(r.Context(), Query{q.vdnID, q.defID, v.l.platform})
		e.query, e.outcome, e.upstream = q, "ok", e.upstream+time.Since(start)
		if err != nil {
			return &lookupError{q, err}
		}
		p.Sides[i] = views.CompareSide{ResultLink: views.ResultLink{Href: q.path(), Text: results[i].DisplayResult, Def: strconv.FormatInt(q.defID, 10)},
			Code: results[i].Code, Codes: strconv.Itoa(len(results[i].Mappings))}
	}
	fillCompare(&p, v, c.ownCodes(r.Context(), v), results)
	return c.render(w, r, http.StatusOK, views.Compare(p))
}

// fillCompare sorts the codes into those of both results and of one only.
func fillCompare(p *views.ComparePage, v vdnRequest, own *codeList, results [2]*isales.ExternalResult) {
	t := v.l.messages
	in := [2]map[string]bool{{}, {}}
	var all []string
	for i, r := range results {
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

// pathWith adds a query to a path; names and values alternate.
func pathWith(path string, namesAndValues ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		query.Add(namesAndValues[i], namesAndValues[i+1])
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// machineTime writes a point in time for programs.
func machineTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }
