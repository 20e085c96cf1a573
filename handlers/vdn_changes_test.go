package handlers

import (
	stdcmp "cmp"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// The golden pages compare VDN 7 of small with these exports.
const (
	changesExport = `{"schema": 2, "vdnId": 7, "readAt": "2026-02-01T00:00:00Z", "complete": true, "results": [
		{"defId": "11", "displayResult": "1: 用户忙", "resultDefinitionCode": "01", "obsCodes": ["00145"]},
		{"defId": "12", "displayResult": "2: Not answered", "resultDefinitionCode": "002", "obsCodes": ["00145", "00603"]},
		{"defId": "13", "displayResult": "<i>3</i>", "resultDefinitionCode": "", "obsCodes": ["00602", "00181"]},
		{"defId": "20", "displayResult": "已删除", "resultDefinitionCode": "020", "obsCodes": []}]}`
	changesSame = `{"schema": 1, "vdnId": 7, "readAt": "2026-02-01T00:00:00Z", "complete": true, "results": [
		{"defId": "11", "displayResult": "1: 用户忙", "resultDefinitionCode": "001", "obsCodes": ["00145", "00181"]},
		{"defId": "12", "displayResult": "2: Not answered", "resultDefinitionCode": "002", "obsCodes": ["00603", "00145"]}]}`
)

// vdnOf makes VDN 7; each result is "ID|text|code|OBS codes".
func vdnOf(results ...string) inMemory {
	m := inMemory{vdn: isalestest.VDN{ID: 7}, broken: map[string]error{}}
	for _, text := range results {
		part := strings.Split(text, "|")
		r := isalestest.Result{DefID: part[0], DisplayResult: part[1], Code: part[2]}
		if part[3] == "broken" {
			m.broken[r.DefID], part[3] = platformDown, ""
		}
		for _, code := range strings.Fields(part[3]) {
			r.Mappings = append(r.Mappings, isalestest.Mapping{MapID: "1" + code, FailCode: code})
		}
		m.vdn.Results = append(m.vdn.Results, r)
	}
	return m
}

// exported is what a console gives out for a VDN.
func exported(t *testing.T, m inMemory, path string) string {
	t.Helper()
	rec := get(t, m.console(t), path)
	if rec.Code != http.StatusOK {
		t.Fatalf("%s: status %d", path, rec.Code)
	}
	return rec.Body.String()
}

// compareExport sends an export and returns what has changed: a line for each, and the answer's message when it is
// refused.
func compareExport(t *testing.T, now inMemory, name, export, partial string) (status int, lines []string) {
	t.Helper()
	r := upload(t, "/vdns/7/changes", "", stdcmp.Or(name, "export"), export, "")
	if partial != "" {
		if err := r.ParseMultipartForm(maxUpload); err != nil {
			t.Fatal(err)
		}
		r.Form.Set("partial", partial)
		r.PostForm.Set("partial", partial)
	}
	r.Header.Set("Accept", "application/json")
	rec := serve(now.console(t), r)
	if rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control is %q", rec.Header().Get("Cache-Control"))
	}
	var d struct {
		changesDocument
		Error jsonError `json:"error"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &d); err != nil {
		t.Fatalf("%v in %s", err, rec.Body)
	}
	if rec.Code != http.StatusOK {
		return rec.Code, []string{d.Error.Message}
	}
	whole := func(r changedResult) string {
		return strings.Join([]string{r.DefID, r.DisplayResult, r.code(), strings.Join(r.OBSCodes, " ")}, "|")
	}
	lines = []string{"complete " + strconv.FormatBool(d.ExportComplete) + " " + strconv.FormatBool(d.Complete)}
	for _, r := range d.Added {
		lines = append(lines, "added "+whole(r))
	}
	for _, r := range d.Removed {
		lines = append(lines, "removed "+whole(r))
	}
	for _, r := range d.Renamed {
		lines = append(lines, "renamed "+whole(r.Earlier)+" > "+whole(r.Now))
	}
	for _, list := range []struct {
		name  string
		codes []codeChange
	}{{"moved", d.Moved}, {"mapped", d.Mapped}, {"unmapped", d.Unmapped}, {"others", d.Others}} {
		for _, c := range list.codes {
			lines = append(lines, list.name+" "+c.OBSCode+" "+strings.Join(c.Earlier, " ")+" > "+strings.Join(c.Now, " "))
		}
	}
	for _, id := range d.NotCompared {
		lines = append(lines, "not compared "+id)
	}
	return rec.Code, lines
}

// TestChangesOfEveryExport: one result added, one removed, one renamed and one code moved, from each export of a whole
// VDN. The table of the coverage knows of codes only; the results of a code and those of a batch are not all there are.
func TestChangesOfEveryExport(t *testing.T) {
	earlier := vdnOf("11|Busy|001|00145 00181", "12|=No answer|002|00603", "13|Gone|003|")
	now := vdnOf("11|Busy|001|00145", "12|=Not answered|002|00181 00603", "14|New|004|")
	all := []string{"complete true true", "added 14|New|004|", "removed 13|Gone|003|",
		"renamed 12|=No answer|002|00603 > 12|=Not answered|002|00181 00603", "moved 00181 11 > 12"}
	codes := []string{"complete false true", "moved 00181 11 > 12"}
	some := []string{"complete false true", "others 00181 11 > 12"}
	for path, want := range map[string][]string{
		"/vdns/7/results.json": all, "/vdns/7.json": all, "/vdns/7/results.csv": all, "/vdns/7/results.xlsx": all,
		"/vdns/7/results.json?schema=1": all, "/vdns/7/results.csv?schema=1": all,
		"/vdns/7.csv": codes, "/vdns/7.xlsx": codes,
		"/vdns/7/codes/00145.json": some, "/vdns/7/codes/00145.csv": some, "/vdns/7/codes/00145.xlsx": some,
		"/vdns/7/batch.csv?id=11&id=140": some, "/vdns/7/batch.xlsx?id=11": some,
	} {
		status, got := compareExport(t, now, "export", exported(t, earlier, path), "")
		if diff := cmp.Diff(want, got); diff != "" || status != 200 {
			t.Errorf("%s: status %d (-want +got)\n%s", path, status, diff)
		}
		if status, got := compareExport(t, earlier, "export", exported(t, earlier, path), ""); len(got) != 1 || status != 200 {
			t.Errorf("%s: with itself: %v", path, got)
		}
	}
}

// TestChanges: what is certain to have changed, and nothing else.
func TestChanges(t *testing.T) {
	const first = `{"vdnId": 7, "complete": true, "results": [`
	const r11 = `{"defId": "11", "displayResult": "Busy", "resultDefinitionCode": "001", "obsCodes": ["00145", "00181", ""]}`
	const csvHead = "vdnId,defId,displayResult,resultDefinitionCode,codes,obsCodes,error\n"
	now := vdnOf("11|Busy|001|00145", "12|Late|002|00181 00603")
	unread := vdnOf("11|Busy|001|broken", "12|Late|002|00181 00603")
	short := vdnOf("11|Busy|001|00145")
	short.list = &isales.IncompleteError{Got: 0, Total: 1}
	tests := map[string]struct {
		now                   inMemory
		name, export, partial string
		want                  []string
	}{
		"schema 1": {now, "", first + r11 + `]}`, "", []string{"complete true true", "added 12|Late|002|00181 00603",
			"moved 00181 11 > 12", "mapped 00603  > 12"}},
		"ticked as partial": {now, "", first + r11 + `]}`, "1", []string{"complete false true", "others 00181 11 > 12"}},
		"filtered by name": {now, "external-results-7-filtered (1).json", first + r11 + `]}`, "",
			[]string{"complete false true", "others 00181 11 > 12"}},
		"short by name": {now, "coverage-7-1-of-2.csv", csvHead + "7,11,Busy,001,2,00145,\n", "", []string{"complete false true"}},
		"filtered": {now, "", `{"filtered": true, "vdnId": 7, "complete": true, "results": [` + r11 + `]}`, "",
			[]string{"complete false true", "others 00181 11 > 12"}},
		"short": {now, "", `{"listTotal": 3, "vdnId": 7, "complete": false, "results": [` + r11 + `]}`, "",
			[]string{"complete false true", "others 00181 11 > 12"}},
		"unread before": {now, "", first + r11 +
			`, {"defId": "12", "displayResult": "Late", "resultDefinitionCode": "002", "obsCodes": [], "error": "timeout"}]}`, "",
			[]string{"complete false true", "others 00181 11 > 12", "not compared 12"}},
		"unread now": {unread, "", first + r11 +
			`, {"defId": "12", "displayResult": "Late", "resultDefinitionCode": "002", "obsCodes": ["00181"]}]}`, "",
			[]string{"complete true false", "mapped 00603  > 12", "not compared 11"}},
		"short now": {short, "", first + r11 + `]}`, "", []string{"complete true false"}},
		"no longer mapped": {now, "", first +
			`{"defId": "12", "displayResult": "Late", "resultDefinitionCode": "002", "obsCodes": ["00181", "00603", "00605"]}, {"defId": "11", "displayResult": "Busy", "resultDefinitionCode": "001", "obsCodes": ["00145", "00603"]}]}`, "",
			[]string{"complete true true", "unmapped 00605 12 > ", "others 00603 11 12 > 12"}},
		"saved by a spreadsheet program": {now, "", "\ufeff" + strings.ReplaceAll(csvHead, ",", ";") +
			"7;11;Busy;1;1;145;\n7;0012;Late;2;2;00181 00603;\n", "", []string{"complete true true"}},
	}
	for name, test := range tests {
		status, got := compareExport(t, test.now, test.name, test.export, test.partial)
		if diff := cmp.Diff(test.want, got); diff != "" || status != 200 {
			t.Errorf("%s: status %d (-want +got)\n%s", name, status, diff)
		}
	}
}

// TestChangesRefused: what is no export of the VDN, in words.
func TestChangesRefused(t *testing.T) {
	const no = "Not an export of the external results or of the coverage of a VDN"
	const head = "vdnId,defId,displayResult,resultDefinitionCode,codes,obsCodes,error\n"
	long := strings.TrimSuffix(strings.Repeat(`{"defId": "1", "obsCodes": []},`, maxExported+1), ",")
	now := small()
	tests := map[string]struct {
		export string
		status int
		want   string
	}{
		"another VDN":          {`{"vdnId": 8, "complete": true, "results": []}`, 422, "The export is of VDN 8, not of VDN 7"},
		"another VDN, CSV":     {head + "8,11,a,b,0,,\n", 422, "The export is of VDN 8, not of VDN 7"},
		"a row of another VDN": {head + "7,11,a,b,0,,\n8,12,a,b,0,,\n", 422, "The export is of VDN 8, not of VDN 7"},
		"retry, JSON":          {exported(t, now, "/vdns/7/retry.json"), 422, no},
		"retry of none":        {exported(t, now, "/vdns/7/retry.json?verdict=mixed"), 422, no},
		"no results":           {`{"vdnId": 7, "complete": true, "codes": []}`, 422, no}, // of a campaign
		"retry, CSV":           {exported(t, now, "/vdns/7/retry.csv"), 422, no},
		"one result":           {exported(t, now, "/vdns/7/results/11.json"), 422, no},
		"one result, CSV":      {exported(t, now, "/vdns/7/results/11.csv"), 422, no},
		"batch":                {exported(t, now, "/vdns/7/batch.json?id=11"), 422, no},
		"no row":               {head, 422, no},
		"cut off":              {`{"vdnId": 7, "complete": true, "results": [`, 422, no},
		"results of a number":  {`{"vdnId": 7, "complete": true, "results": 7}`, 422, no},
		"no JSON":              {`{x`, 422, no},
		"nothing":              {"", 422, "The file is empty"},
		"a picture":            {"\x89PNG\r\n\x1a\n", 422, "Not a table: a picture. Save it as XLSX or CSV"},
		"shortened": {head + "7,1.40225E+09,a,b,0,,\n", 422,
			"Row 2: A spreadsheet has shortened this number: format its column as text and copy it again"},
		"too long": {`{"vdnId": 7, "complete": true, "results": [` + long + `]}`, 422,
			"The export has more than 10000 results"},
		"too large": {strings.Repeat(" ", maxUpload), 413,
			"A form of this page may have at most 5 MiB; the console did not read it. Send less at once."},
	}
	for name, test := range tests {
		status, got := compareExport(t, now, "export", test.export, "")
		if diff := cmp.Diff([]any{test.status, []string{test.want}}, []any{status, got}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}
