package handlers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
	"isales-console/spreadsheet"
)

// dataQueries are the parameters with which the pages of dataPages show something.
var dataQueries = map[string]string{"find": "?q=busy&vdnId=40", "compare": "?id=1402245659&id=1402245668",
	"batch": "?id=1402245659&id=140", "campaignCodes": "?from=2026-03-01&to=2026-03-04"}

// TestDataByAccept: each page gives the same data by its end and by Accept.
func TestDataByAccept(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	for _, page := range dataPages {
		path, query := fillRoute(page.path, "40"), dataQueries[page.name]
		for form := formJSON; form < len(formSuffixes); form++ {
			if form != formJSON && !page.table {
				continue
			}
			named := get(t, console, path+formSuffixes[form]+query)
			accepted := get(t, console, path+query, "Accept", formTypes[form])
			media := errorCode(named)
			if form == formXLSX { // whose parts have times of their own
				named.Body.Reset()
				accepted.Body.Reset()
			}
			if diff := cmp.Diff([]any{200, formTypes[form], named.Body.String()},
				[]any{accepted.Code, media, accepted.Body.String()}); diff != "" {
				t.Errorf("%s as %s (-by its end +by Accept)\n%s", path, formTypes[form], diff)
			}
		}
	}
}

// TestDataDocuments compares the documents of pages that have no golden file.
func TestDataDocuments(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	decode := func(path string, into any) {
		t.Helper()
		rec := get(t, console, path)
		if err := json.Unmarshal(rec.Body.Bytes(), into); err != nil || rec.Code != 200 {
			t.Fatalf("%s: %d, %v", path, rec.Code, err)
		}
	}
	var code oneCodeDocument
	decode("/codes/00605.json?vdnId=40", &code)
	var all codesDocument
	decode("/codes.json?q=00605&kind=obs", &all)
	if diff := cmp.Diff([]any{schema, 40, all.Codes[0]}, []any{code.Schema, code.VDNID, code.codeDocument}); diff != "" {
		t.Errorf("one code (-want +got)\n%s", diff)
	}
	var compared compareDocument
	decode("/vdns/40/compare.json?id=1402245660&id=1402245677&id=140", &compared)
	got := []any{compared.Schema, compared.VDNID, compared.LeftOut, compared.Both, compared.OnlyFirst, compared.OnlySecond}
	var codes []string
	for _, advice := range compared.Codes {
		codes = append(codes, advice.OBSCode)
	}
	for _, result := range compared.Results {
		got = append(got, fmt.Sprint(result.DefID, " ", result.OBSCodes, " ", result.Verdict))
	}
	want := []any{schema, 40, 1, []string{"00145", "00537"}, []string{"00005", "00181"}, []string{"00006"},
		"1402245660 [00145 00181 00537 00005] retry_soon", "1402245677 [00145 00537 00006] retry_soon",
		[]string{"00005", "00006", "00145", "00181", "00537"}}
	if diff := cmp.Diff(want, append(got, codes)); diff != "" {
		t.Errorf("compared (-want +got)\n%s", diff)
	}
	for query, message := range map[string]string{
		"":                                "Enter the external result ID",
		"?id=140":                         "Enter the external result ID",
		"?id=140&id=x":                    defDigits,
		"?id=140&id=/vdns/41/results/140": "This external result is of VDN 41, not of this one",
	} {
		rec := get(t, console, "/vdns/40/compare.json"+query)
		if diff := cmp.Diff([]any{422, jsonProblem(t, 422, "bad_input", message, "id", "")},
			[]any{rec.Code, rec.Body.String()}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
	}
}

// TestTablesHaveNoFormulas: whatever the texts of a VDN are, no cell of a CSV file is a formula.
func TestTablesHaveNoFormulas(t *testing.T) {
	const text = "=1+1 +2 -3 @SUM(A1) ＝1"
	vdn := hostileVDN(40, text)
	for i := range vdn.Results { // but for the mapping whose IDs are none: nothing is shown of a result with it
		vdn.Results[i].Mappings = vdn.Results[i].Mappings[:len(vdn.Results[i].Mappings)-1]
	}
	console := newWhole(t, &isalestest.Data{VDNs: []isalestest.VDN{vdn}}, withoutLog)
	queries := map[string]string{"batch": "?id=1402245660", "codes": "?vdnId=40", "code": "?vdnId=40",
		"compare": "?id=1402245660&id=1402245661"}
	escaped := 0
	for _, page := range dataPages {
		if !page.table || page.name == "result" || page.name == "compare" { // FuzzResultCSV has results
			continue
		}
		for _, line := range csvOf(t, get(t, console, fillRoute(page.path, "40")+".csv"+queries[page.name])) {
			for _, cell := range line {
				if strings.HasPrefix(cell, "'=") {
					escaped++
				}
				if cell != spreadsheet.EscapeFormula(cell) {
					t.Errorf("%s: %q is a formula", page.name, cell)
				}
			}
		}
	}
	if escaped < 100 {
		t.Errorf("only %d texts of the platform are there", escaped)
	}
}
