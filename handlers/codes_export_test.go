package handlers

import (
	"encoding/csv"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestCodesExports: the files have the codes of the page in its order, whatever
// the search, and the page leads to them with the search kept.
func TestCodesExports(t *testing.T) {
	const note = `; rel="alternate"; type="application/json"`
	tests := []struct{ query, kept string }{
		{"", ""},
		{"?kind=api&q=2", "?kind=api&q=2"},
		{"?q=%E5%BF%99", "?q=%E5%BF%99"},
		{"?q=busy&group=busy&action=retry-later", "?action=retry-later&group=busy&q=busy"},
		{"?q=90029&vdnId=40", "?q=90029&vdnId=40"},
		{"?lang=zh", ""},
		{"?lang=zh&q=busy", "?q=busy"},
		{"?q=blancmange", "?q=blancmange"},
		{"?q=%3E%3B+rel%3D%22x%22%0D%0A%22", "?q=%3E%3B+rel%3D%22x%22%0D%0A%22"},
	}
	console := newConsole(t, isalestest.Options{}, withDictionary, withoutLog)
	for _, test := range tests {
		page := get(t, console, "/codes"+test.query)
		doc := parse(t, page.Body.String())
		data, err := url.ParseQuery(strings.TrimPrefix(test.kept, "?"))
		if err != nil {
			t.Fatal(err)
		}
		if !data.Has("kind") {
			data.Set("kind", "obs")
		}
		exports := "?" + data.Encode()
		links := []string{page.Header().Get("Link"), doc.Find("link[rel=alternate]").AttrOr("href", ""),
			doc.Find("link[rel=canonical]").AttrOr("href", "")}
		links = append(links, doc.Find("ul.actions a").Map(attribute("href"))...)
		want := []string{"</codes.json" + exports + ">" + note, "/codes.json" + exports,
			"http://example.com/codes" + test.kept,
			"/codes.csv" + exports, "/codes.xlsx" + exports, "/codes.json" + exports}
		if diff := cmp.Diff(want, links); diff != "" {
			t.Errorf("%s: links (-want +got)\n%s", test.query, diff)
		}
		onPage := listed(doc)

		var document codesDocument
		rec := get(t, console, "/codes.json"+exports)
		if err := json.Unmarshal(rec.Body.Bytes(), &document); err != nil {
			t.Fatal(err)
		}
		var inJSON []string
		for _, c := range document.Codes {
			inJSON = append(inJSON, c.Code)
		}
		if document.Schema != 2 || document.Codes == nil {
			t.Errorf("%s: JSON %+v", test.query, document)
		}
		rec = get(t, console, "/codes.csv"+exports)
		file, bom := strings.CutPrefix(rec.Body.String(), "\ufeff")
		lines, err := csv.NewReader(strings.NewReader(file)).ReadAll()
		if err != nil || !bom || strings.Count(file, "\r\n") != strings.Count(file, "\n") {
			t.Errorf("%s: CSV with byte order mark %t, error %v", test.query, bom, err)
		}
		if diff := cmp.Diff([]string{"code", "codeAndDescription", "description", "kind", "source", "group",
			"releasedBy", "action", "explanation", "causes", "advice", "note"}, lines[0]); diff != "" {
			t.Errorf("%s: head (-want +got)\n%s", test.query, diff)
		}
		var inCSV []string
		for _, line := range lines[1:] {
			inCSV = append(inCSV, line[0])
		}
		if diff := cmp.Diff([]string{inOrder(onPage, test.query), strings.Join(inCSV, " ")},
			[]string{inOrder(inJSON, test.query), strings.Join(inJSON, " ")}); diff != "" {
			t.Errorf("%s: page and CSV, JSON (-want +got)\n%s", test.query, diff)
		}
	}
}

// inOrder leaves the order of a search alone; the page without one has headings,
// the files have not.
func inOrder(codes []string, query string) string {
	if !strings.Contains(query, "q=") {
		codes = slices.Sorted(slices.Values(codes))
	}
	return strings.Join(codes, " ")
}
