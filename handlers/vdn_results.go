package handlers

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// rowsPerPage is what the platform itself serves at most.
const rowsPerPage = 50

// resultSorts are the columns that the list can be sorted by; "-" turns one round.
var resultSorts = map[string]func(a, b catalog.Result) int{
	"text":  func(a, b catalog.Result) int { return strings.Compare(a.DisplayResult, b.DisplayResult) },
	"code":  func(a, b catalog.Result) int { return strings.Compare(a.Code, b.Code) },
	"id":    func(a, b catalog.Result) int { return compareIDs(a.DefID, b.DefID) },
	"codes": func(a, b catalog.Result) int { return cmp.Compare(len(a.Mappings), len(b.Mappings)) },
}

// compareIDs orders numbers of any length.
func compareIDs(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// listFilter is a filter, an order and a page of the list.
type listFilter struct {
	text, sort string
	verdict    dictionary.Verdict // empty for all
	page       int
}

func readListFilter(r *http.Request) listFilter {
	form := r.URL.Query()
	q := listFilter{text: strings.TrimSpace(echo(form.Get("q"))), sort: form.Get("sort"), page: readPageNumber(r)}
	if _, ok := resultSorts[strings.TrimPrefix(q.sort, "-")]; !ok {
		q.sort = ""
	}
	if v := dictionary.Verdict(form.Get("verdict")); slices.Contains(dictionary.Verdicts(), v) {
		q.verdict = v
	}
	return q
}

// filters reports whether the filter may leave results out.
func (q listFilter) filters() bool { return q.text != "" || q.verdict != "" }

// fileName is the name of an export; readExport knows from it that results are missing.
func (q listFilter) fileName(vdnID int) string {
	name := "external-results-" + strconv.Itoa(vdnID)
	if q.filters() {
		name += "-filtered"
	}
	return name
}

// pick returns the results that the filter leaves, in order, all pages.
func (q listFilter) pick(v vdnRequest, read *catalog.Catalog) []catalog.Result {
	wanted := strings.ToLower(input.Searched(q.text))
	list := slices.DeleteFunc(read.Results(), func(r catalog.Result) bool {
		return !matches(r, wanted) || q.verdict != "" && verdictOf(r, v.notes) != q.verdict
	})
	if by, ok := resultSorts[strings.TrimPrefix(q.sort, "-")]; ok {
		slices.SortStableFunc(list, by)
		if strings.HasPrefix(q.sort, "-") {
			slices.Reverse(list)
		}
	}
	return list
}

// minCodePart is the shortest part of a mapped code that a result is found by.
const minCodePart = 3

// matches reports whether a result is found by a text in lower case: in its own text,
// its code or ID, or in a code that is mapped to it.
func matches(r catalog.Result, wanted string) bool {
	return strings.Contains(strings.ToLower(r.DisplayResult), wanted) ||
		strings.Contains(strings.ToLower(r.Code), wanted) || strings.Contains(r.DefID, wanted) ||
		len(wanted) >= minCodePart && slices.ContainsFunc(r.Mappings, func(m isales.Mapping) bool {
			return strings.Contains(strings.ToLower(m.OBSCode), wanted)
		})
}

// serveResults lists the external results of a VDN.
func (c *Console) serveResults(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/results")
	if err != nil || !ok {
		return err
	}
	if redirectEmpty(w, r, "q", "verdict") {
		return nil
	}
	q := readListFilter(r)
	p := views.VDNResultsPage{VDNPage: c.vdnPage(r, v, "results")}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  q.fileName(v.vdnID),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			fillResults(&p, v, q, read)
			return views.VDNResults(p), views.VDNResultsContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			d := newResultsDocument(v, read, q.pick(v, read))
			d.Filtered = q.filters()
			return d, nil
		},
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			return resultsSheet(v, read, q.pick(v, read)), nil
		},
		more: func(read *catalog.Catalog) []spreadsheet.Sheet {
			list := q.pick(v, read)
			return []spreadsheet.Sheet{mappingsSheet(v, read, list), coverageSheet(v, read, mappedCodes(list))}
		},
	})
}

func fillResults(p *views.VDNResultsPage, v vdnRequest, q listFilter, read *catalog.Catalog) {
	t := v.l.messages
	list := q.pick(v, read)
	p.Query, p.Sort, p.Total = q.text, q.sort, len(read.Results())
	from, to := rowsOfPage(len(list), rowsPerPage, q.page)
	if len(list) > 0 {
		p.Range = views.Fill(t.ResultsRange, "from", strconv.Itoa(from+1), "to", strconv.Itoa(to),
			"total", strconv.Itoa(len(list)))
	}
	if q.filters() {
		p.Filtered = views.Fill(t.ResultsFiltered, "n", strconv.Itoa(p.Total))
	}
	if len(list) == 0 {
		p.Meant, p.MeantText = meant(q.text, v), views.Fill(t.MeantMapped, "text", q.text)
	}
	p.BeyondEnd = len(list) > 0 && from == len(list)
	for i, link := range resultLinks(v, list[from:to]) {
		r := list[from+i]
		row := views.VDNResultRow{ResultLink: link, Code: r.Code, Codes: strconv.Itoa(len(r.Mappings)),
			Verdict: verdictView(verdictOf(r, v.notes), v.l)}
		if r.Err != nil {
			row.Codes, row.Why = t.NotRead, diagnose(r.Err, v.l).words(t).Heading
		}
		p.Rows = append(p.Rows, row)
	}
	p.Compare = strings.TrimSuffix(v.path, "/results") + "/compare"
	for _, known := range dictionary.Verdicts() {
		p.Verdicts = append(p.Verdicts, views.VerdictOption{Verdict: verdictView(known, v.l), Chosen: known == q.verdict})
	}
	p.Pages = pageLinks(len(list), rowsPerPage, q.page, func(n int) string { return q.href(v.path, n, q.sort) })
	for _, column := range []struct{ key, text string }{
		{"text", t.FactDisplay}, {"code", t.FactCode}, {"id", t.FactDef}, {"codes", t.ColCodes},
	} {
		h := views.SortLink{Text: column.text, Href: q.href(v.path, 1, column.key), Number: column.key == "codes"}
		switch q.sort {
		case column.key:
			h.Sorted, h.Href = "ascending", q.href(v.path, 1, "-"+column.key)
		case "-" + column.key:
			h.Sorted = "descending"
		}
		p.Columns = append(p.Columns, h)
	}
}

// href leads to another page or order of the same list.
func (q listFilter) href(path string, page int, sort string) string {
	query := make([]string, 0, 6)
	if q.text != "" {
		query = append(query, "q", q.text)
	}
	if q.verdict != "" {
		query = append(query, "verdict", string(q.verdict))
	}
	if sort != "" {
		query = append(query, "sort", sort)
	}
	if page > 1 {
		query = append(query, "page", strconv.Itoa(page))
	}
	return pathWith(path, query...)
}

// resultsDocument is a VDN's list as JSON.
type resultsDocument struct {
	Schema   int    `json:"schema"`
	VDNID    int    `json:"vdnId"`
	ReadAt   string `json:"readAt"`
	Complete bool   `json:"complete"`
	// ListTotal is the platform's count where it is not what it listed.
	ListTotal int `json:"listTotal,omitzero"`
	// Filtered says that a search or a verdict may have left results out.
	Filtered bool                         `json:"filtered,omitzero"`
	Results  respond.Rows[resultOverview] `json:"results"`
	// Codes are those of the results, each once.
	Codes []adviceDocument `json:"codes"`
}

func newResultsDocument(v vdnRequest, read *catalog.Catalog, list []catalog.Result) resultsDocument {
	d := resultsDocument{Schema: v.schema(), VDNID: v.vdnID, ReadAt: machineTime(read.ReadAt()), Complete: read.Complete(),
		ListTotal: listTotal(read.ListErr()),
		Results:   resultOverviews(list, v)}
	codes := map[string]bool{}
	for _, r := range list {
		for _, m := range r.Mappings {
			codes[m.OBSCode] = true
		}
	}
	d.Codes = adviceDocuments(slices.Collect(maps.Keys(codes)), v, func(code string) views.MappingRow {
		return vdnCodeRow(code, v, read)
	})
	return d
}

func resultsSheet(v vdnRequest, read *catalog.Catalog, list []catalog.Result) spreadsheet.Sheet {
	columns := []string{"vdnId", "defId", "displayResult", v.codeColumn(), "codes", "obsCodes", "error", "verdict",
		"actions", "codeAndDisplayResult", "codesAndDescriptions"}
	twins := textTwins(func(code string) string { return vdnCodeRow(code, v, read).Meaning })
	return spreadsheet.Sheet{Name: "results", Columns: columns, Rows: mapped(list, func(r catalog.Result) []any {
		o := newResultOverview(r, v)
		var count any = len(o.OBSCodes)
		if r.Err != nil {
			count = nil
		}
		return []any{strconv.Itoa(v.vdnID), o.DefID, r.DisplayResult, r.Code, count,
			strings.Join(o.OBSCodes, " "), o.Error, o.Verdict, strings.Join(actionsOf(o.OBSCodes, v), " "),
			textTwin(r.Code, r.DisplayResult), twins(o.OBSCodes)}
	})}
}
