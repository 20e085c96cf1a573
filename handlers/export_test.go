package handlers

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"isales-console/isales/isalestest"
	"isales-console/spreadsheet"
)

// text is the code under either name.
func (n NamedCode) text() string {
	code := cmp.Or(n.Code, n.Former)
	if code == nil {
		return "no code"
	}
	return *code
}

// bookSheet is a sheet as it is stored: all its cells, those that are numbers by their names, and the formulas.
type bookSheet struct {
	Name     string
	Cells    [][]string
	Numbers  map[string]bool // columns that have one
	Formulas int
}

// csvText is a sheet as a CSV file.
func csvText(t testing.TB, s spreadsheet.Sheet) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sheetsOf reads a workbook.
func sheetsOf(t testing.TB, file string) (sheets []bookSheet) {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil || len(rows) == 0 {
			t.Fatalf("%s has %d rows: %v", name, len(rows), err)
		}
		sheet := bookSheet{Name: name, Cells: rows, Numbers: map[string]bool{}}
		for y := range rows {
			rows[y] = append(rows[y], make([]string, len(rows[0])-len(rows[y]))...) // excelize cuts empty cells off
			for x, column := range rows[0] {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				kind, _ := book.GetCellType(name, cell)
				if formula, _ := book.GetCellFormula(name, cell); formula != "" {
					sheet.Formulas++
				}
				if rows[y][x] != "" && kind != excelize.CellTypeInlineString {
					sheet.Numbers[column] = true
				}
			}
		}
		sheets = append(sheets, sheet)
	}
	return sheets
}

// TestXLSX: every export has the same cells as CSV and as XLSX, in both languages, also those of texts that a CSV file
// keeps from being formulas; numbers are counts alone, and there are no formulas.
func TestXLSX(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	tests := map[string]struct{ sheets, numbers []string }{
		"/vdns/40/results/1402245659%s":                  {[]string{"mappings"}, nil},
		"/vdns/40/results/1402245675%s":                  {[]string{"mappings"}, nil}, // begins with "="
		"/vdns/40/results%s":                             {[]string{"results", "mappings", "codes"}, []string{"codes"}},
		"/vdns/40/results%s?q=1402245675":                {[]string{"results", "mappings", "codes"}, []string{"codes"}},
		"/vdns/40/retry%s":                               {[]string{"retry"}, []string{"codes"}},
		"/vdns/40%s":                                     {[]string{"codes", "results", "mappings"}, []string{"results"}},
		"/vdns/40/codes/00605%s":                         {[]string{"results"}, []string{"codes"}},
		"/vdns/40/batch%s?id=1402245675&id=140&id=x":     {[]string{"batch"}, []string{"codes"}},
		"/vdns/40/compare%s?id=1402245675&id=1402245660": {[]string{"codes"}, nil},
		"/codes%s":                         {[]string{"codes"}, nil},
		"/codes%s?vdnId=40&q=0060":         {[]string{"codes"}, nil},
		"/vdns/40/campaigns%s":             {[]string{"campaigns"}, nil},
		"/vdns/40/campaigns/7002%s":        {[]string{"policy"}, nil},
		"/vdns/40/campaigns/7002/codes%s":  {[]string{"codes"}, []string{"calls"}},
		"/vdns/40/calls/1700000000-1002%s": {[]string{"call"}, nil},
	}
	for path, want := range tests {
		for i := range locales {
			lang := locales[i].tag
			csv := csvOf(t, get(t, console, strings.Replace(path, "%s", ".csv", 1), "Accept-Language", lang))
			for _, line := range csv {
				for x, cell := range line {
					if rest := strings.TrimPrefix(cell, "'"); rest != "" && strings.ContainsAny(rest[:1], "=+-@") {
						line[x] = rest // a text cell needs no apostrophe
					}
				}
			}
			rec := get(t, console, strings.Replace(path, "%s", ".xlsx", 1), "Accept-Language", lang)
			if kind := rec.Header().Get("Content-Type"); rec.Code != 200 || kind != formTypes[formXLSX] {
				t.Fatalf("%s in %s: status %d, %s", path, lang, rec.Code, kind)
			}
			sheets := sheetsOf(t, rec.Body.String())
			var names []string
			formulas := 0
			for _, sheet := range sheets {
				names = append(names, sheet.Name)
				formulas += sheet.Formulas
			}
			if diff := gocmp.Diff([]any{want.sheets, 0, csv}, []any{names, formulas, sheets[0].Cells}); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", path, lang, diff)
			}
			var numbers []string
			for column := range sheets[0].Numbers {
				numbers = append(numbers, column)
			}
			if !slices.Equal(want.numbers, numbers) {
				t.Errorf("%s in %s has numbers in %q, want %q", path, lang, numbers, want.numbers)
			}
		}
	}
}

// TestXLSXOfVDN: the further sheets of a VDN are those of the pages about one result and of the coverage.
func TestXLSXOfVDN(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	first := func(path string) [][]string { return sheetsOf(t, get(t, console, path).Body.String())[0].Cells }
	list := sheetsOf(t, get(t, console, "/vdns/40/results.xlsx?q=140224567").Body.String())
	coverage := sheetsOf(t, get(t, console, "/vdns/40.xlsx").Body.String())
	mappings := list[1].Cells[:1]
	for _, row := range list[0].Cells[1:] {
		if row[6] == "" { // could be read
			mappings = append(mappings, first("/vdns/40/results/" + row[1] + ".xlsx")[1:]...)
		}
	}
	if diff := gocmp.Diff(mappings, list[1].Cells); diff != "" || len(mappings) < 15 {
		t.Errorf("%d mappings (-want +got)\n%s", len(mappings), diff)
	}
	mapped := map[string]bool{"obsCode": true}
	for _, row := range mappings[1:] {
		mapped[row[4]] = true
	}
	codes := slices.DeleteFunc(slices.Clone(coverage[0].Cells), func(row []string) bool { return !mapped[row[1]] })
	if diff := gocmp.Diff(codes, list[2].Cells); diff != "" {
		t.Errorf("codes (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff(first("/vdns/40/results.xlsx"), coverage[1].Cells); diff != "" {
		t.Errorf("results of the coverage (-want +got)\n%s", diff)
	}
}

// TestFormerSchema: with ?schema=1 every document says so, and the code of an external result has its former name there
// and in tables; nothing else is different.
func TestFormerSchema(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	unnamed := []string{"find", "codes", "code", "coverage", "compare", "campaigns", "campaignCodes"} // tables without it
	for _, page := range dataPages {
		path, query := fillRoute(page.path, "40"), dataQueries[page.name]
		for _, suffix := range []string{".json", ".csv"} {
			if suffix == ".csv" && !page.table {
				continue
			}
			now := get(t, console, path+suffix+query).Body.String()
			want := strings.ReplaceAll(now, "externalResultCode", "resultDefinitionCode")
			named := want != now
			want = strings.Replace(want, `"schema": 2`, `"schema": 1`, 1)
			former := get(t, console, path+suffix+cmp.Or(query, "?")+"&schema=1").Body.String()
			if diff := gocmp.Diff(want, former); diff != "" || want == now && suffix == ".json" ||
				suffix == ".csv" && named == slices.Contains(unnamed, page.name) {
				t.Errorf("%s%s, code named: %t (-want +got)\n%s", path, suffix, named, diff)
			}
		}
	}
}

// TestTextTwins: each column of codes has another one with texts, so that Excel drops no zeros.
func TestTextTwins(t *testing.T) {
	twins := map[string]string{"obsCode": "codeAndDescription", "obsCodes": "codesAndDescriptions",
		"code":               "codeAndDescription",
		"externalResultCode": "codeAndDisplayResult", "noRetryCodes": "noRetryCodesAndDescriptions",
		"unexplainedCodes": "unexplainedCodesAndDescriptions", "otherCodes": "otherCodesAndDescriptions"}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	seen := map[string]bool{}
	for _, path := range []string{"/codes.csv", "/vdns/40/results/1402245659.csv", "/vdns/40/results.csv", "/vdns/40.csv",
		"/vdns/40/retry.csv", "/vdns/40/codes/00605.csv", "/vdns/40/batch.csv?id=1402245659&id=140", "/vdns/40/compare.csv?id=1402245659&id=1402245660",
		"/vdns/40/campaigns/7002.csv", "/vdns/40/campaigns/7002/codes.csv", "/vdns/40/calls/1700000000-1002.csv"} {
		for _, row := range csvRows(t, get(t, console, path).Body.String()) {
			for column, cell := range row {
				twin := twins[column]
				if twin == "" || cell == "" {
					continue
				}
				seen[column] = true
				if code, text, ok := strings.Cut(row[twin], " "); !ok || text == "" || code != strings.Fields(cell)[0] {
					t.Errorf("%s: %s %q has the twin %q", path, column, cell, row[twin])
				}
			}
		}
	}
	if len(seen) != len(twins) {
		t.Errorf("only %v have been seen", seen)
	}
}
