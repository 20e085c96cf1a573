package handlers

import (
	"net/http"
	"net/url"
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

// reverse is what the reverse look-up finds for a code.
type reverse struct {
	code    string
	results []catalog.Result
	known   bool // the code is documented or in the VDN's own list
	// meant are the codes that an unknown one may stand for: zeros were lost.
	meant []string
	// complete says that no result is missing, so that "mapped nowhere" is true.
	complete bool
}

// state names the four answers; it is the key of their words.
func (v reverse) state() string {
	switch {
	case len(v.results) > 1:
		return "twice"
	case len(v.results) == 1:
		return "once"
	case v.known:
		return "nowhere"
	}
	return "unknown"
}

func findReverse(read *catalog.Catalog, code string) reverse {
	_, documented := isales.LookupOBSCode(code)
	v := reverse{code: code, results: read.ResultsFor(code), known: documented, complete: read.Complete()}
	for _, own := range read.Codes() {
		v.known = v.known || own.Code == code
	}
	if v.state() == "unknown" {
		parsed, _ := input.ParseCode(code, knownCodes(read))
		v.meant = parsed.Candidates
	}
	return v
}

// knownCodes are the codes that are mapped in a VDN or in its own list, then those
// of the documentation.
func knownCodes(read *catalog.Catalog) (codes []string) {
	for _, result := range read.Results() {
		codes = append(codes, codesOf(result)...)
	}
	for _, own := range read.Codes() {
		codes = append(codes, own.Code)
	}
	for _, entry := range dictionary.OBS() {
		codes = append(codes, entry.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// serveReverse shows which external results a code leads to.
func (c *Console) serveReverse(w http.ResponseWriter, r *http.Request) error {
	given := pathValue(r, "failCode")
	code := strings.TrimSuffix(given, suffix(r))
	switch parsed, reason := input.ParseCode(code, nil); reason {
	case "":
		code = parsed.Text
	case input.Empty:
		return errPageNotFound
	}
	v, ok, err := c.readVDN(w, r, "/codes/"+url.PathEscape(code))
	if err != nil || !ok {
		return err
	}
	if code != strings.TrimSuffix(given, suffix(r)) {
		redirect(w, r, v.path+suffix(r))
		return nil
	}
	p := views.ReversePage{VDNPage: c.vdnPage(r, v, ""), Code: code}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "code-" + strconv.Itoa(v.vdnID) + "-" + asciiOnly(code),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			fillReverse(&p, v, read, code)
			return views.Reverse(p), views.ReverseContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			found := findReverse(read, code)
			advice := newAdviceDocument(code, vdnCodeRow(code, v, read), v)
			d := reverseDocument{Schema: v.schema(), VDNID: v.vdnID, adviceDocument: advice, State: found.state(),
				Complete: found.complete, ListTotal: listTotal(read.ListErr()), Meant: found.meant,
				ReadAt:  machineTime(read.ReadAt()),
				Results: resultOverviews(found.results, v)}
			return d, nil
		},
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			list := resultsSheet(v, read, findReverse(read, code).results)
			return reverseSheet(vdnCodeRow(code, v, read), code, list), nil
		},
	})
}

func fillReverse(p *views.ReversePage, v vdnRequest, read *catalog.Catalog, code string) {
	found, vdn := findReverse(read, code), strconv.Itoa(v.vdnID)
	p.Row = codeRow(code, ownText(read, code), v.notes, v.l)
	if p.Row.Href != "" {
		p.Row.Href = codeHref(code, v.vdnID)
	}
	words := v.l.messages.Reverse.Says[found.state()]
	p.Heading = views.Fill(words.Heading, "code", code, "vdn", vdn, "n", strconv.Itoa(len(found.results)))
	p.What, p.Do = views.Fill(words.What, "code", code, "vdn", vdn), words.Do
	for _, code := range found.meant {
		p.Meant = append(p.Meant, views.ResultLink{Href: "/vdns/" + vdn + "/codes/" + url.PathEscape(code),
			Text: codeRow(code, ownText(read, code), v.notes, v.l).Meaning, Def: code})
	}
	for i, link := range resultLinks(v, found.results) {
		result := found.results[i]
		p.Results = append(p.Results, views.VDNResultRow{ResultLink: link, Code: result.Code,
			Codes: strconv.Itoa(len(result.Mappings)), Verdict: verdictView(verdictOf(result, v.notes), v.l)})
	}
	p.Uncertain = !found.complete && len(found.results) < 2
}

// reverseSheet is the list of results with the code and what follows from it.
func reverseSheet(row views.MappingRow, code string, list spreadsheet.Sheet) spreadsheet.Sheet {
	list.Columns = append(list.Columns, "obsCode", "action", "suggests", "note", "codeAndDescription")
	rows := list.Rows
	list.Rows = func(yield func([]any) bool) {
		for cells := range rows {
			cells = append(cells, code, row.Action.Text, row.Suggests, noteText(row.Note), textTwin(code, row.Meaning))
			if !yield(cells) {
				return
			}
		}
	}
	return list
}

// reverseDocument is a reverse look-up as JSON.
type reverseDocument struct {
	Schema int `json:"schema"`
	VDNID  int `json:"vdnId"`
	adviceDocument
	State    string `json:"state"` // "once", "twice", "nowhere" or "unknown"
	Complete bool   `json:"complete"`
	// ListTotal is that of resultsDocument.
	ListTotal int                          `json:"listTotal,omitzero"`
	Meant     []string                     `json:"meant,omitempty"` // codes with the lost zeros of an unknown one
	ReadAt    string                       `json:"readAt"`
	Results   respond.Rows[resultOverview] `json:"results"`
}
