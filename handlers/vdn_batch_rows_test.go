package handlers

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/spreadsheet"
)

// batchLine is a row of a batch, whatever the form.
type batchLine struct{ ID, State, Text, Verdict, Code, Codes, Why string }

// readBatch reads the rows of a page, in the order in which they came.
func readBatch(doc *goquery.Document) (rows []batchLine) {
	for _, tr := range doc.Find("tbody.steps-rows > tr:not(.step)").EachIter() {
		cell := tr.Find("td")
		why := cell.First().Find("small").Text()
		row := batchLine{tr.Find("th").Text(),
			strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(cell.First().Text()), why)), cell.Eq(1).Text(),
			cell.Eq(2).Text(), cell.Eq(3).Text(),
			strings.Join(cell.Eq(4).Find("code").Map(func(_ int, s *goquery.Selection) string { return s.Text() }), " "), why}
		if (tr.Find("th a").AttrOr("href", "") == "/vdns/40/results/"+row.ID) != (why == "") {
			row.ID += " has the wrong link"
		}
		rows = append(rows, row)
	}
	return rows
}

// batchOfAll has one ID of each state, a hostile text and a formula.
const batchOfAll = "1402245660 140 abc 1402245667 1402245674 -5 1402245675 1402245660"

// newBatchConsole has a result that cannot be read.
func newBatchConsole(t testing.TB) *testConsole {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	console.failDetails(func(defID string) bool { return defID == "1402245667" })
	return console
}

// TestBatchStates: each row has its state, in words and for programs, and the files are in the order of the input. The
// Chinese words are those of a golden page.
func TestBatchStates(t *testing.T) {
	const hostile, formula = `16: <script>alert(1)</script> & "quotes"`, `=HYPERLINK("https://example.invalid","x")`
	page := map[string][]batchLine{
		"en": {
			{"1402245660", "✓ Found", "1: 用户忙", "Retry soon", "001", "00145 00181 00537 00005", ""},
			{"140", "✗ Not found", "None", "None", "None", "", "No external result 140 in VDN 40"},
			{"abc", "✗ No ID", "None", "None", "None", "", "External result ID must contain only digits"},
			{"1402245667", "↻ Failed", "None", "None", "None", "", "The CC-iSales service has a problem"},
			{"1402245674", "✓ Found", hostile, "Mixed", "017", "00187 00132", ""},
			{"-5", "✗ No ID", "None", "None", "None", "", "External result ID must contain only digits"},
			{"1402245675", "✓ Found", formula, "Retry later", "018", "00182 00018", ""},
		},
	}
	summary := map[string][]string{"en": {"7 IDs. Keep this page open until it is complete.",
		"1 duplicate was merged.", "Try 1 failed ID again"}}
	console := newBatchConsole(t)
	address := "/vdns/40/batch?" + url.Values{"id": strings.Fields(batchOfAll)}.Encode()
	for lang, want := range page {
		l, _ := localeByTag(lang)
		console.platform.ResetRequests()
		rec := get(t, console, address, "Accept-Language", lang)
		doc := parse(t, rec.Body.String())
		got := readBatch(doc)
		input := strings.Fields(batchOfAll)
		inInput := func(a, b batchLine) int { return slices.Index(input, a.ID) - slices.Index(input, b.ID) }
		slices.SortFunc(got, inInput)
		if diff := cmp.Diff([]any{200, want, 5}, []any{rec.Code, got, len(console.details())}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
		said := append(texts(doc, "p.lead, p.warn"), texts(doc, "form.actions:has([name=ids]) button")...)
		if diff := cmp.Diff(summary[lang], said); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
		steps := texts(doc, "tr.step")
		if n := len(steps); n != 7 || steps[0] != strings.NewReplacer("{done}", "1", "{total}",
			"7").Replace(l.messages.ReadingStep) ||
			steps[6] != strings.NewReplacer("{done}", "7", "{total}", "7").Replace(l.messages.ReadingStep) ||
			doc.Find("tr.step progress").Last().AttrOr("value", "") != "7" {
			t.Errorf("%s: steps %q", lang, steps)
		}
		if retry := doc.Find("form.actions [name=ids]").AttrOr("value", ""); retry != "1402245667" ||
			doc.Find("script:not([src])").Length() != 0 {
			t.Errorf("%s: retries %q", lang, retry)
		}
		if typed := strings.Fields(doc.Find("#ids").Text()); !slices.Equal(typed, strings.Fields(batchOfAll)[:7]) {
			t.Errorf("%s: the form has %q", lang, typed)
		}
		links := doc.Find("ul.actions a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
		query := "?" + url.Values{"id": strings.Fields(batchOfAll)[:7]}.Encode()
		if diff := cmp.Diff([]string{"/vdns/40/batch.csv" + query, "/vdns/40/batch.xlsx" + query,
			"/vdns/40/batch.json" + query}, links); diff != "" {
			t.Errorf("%s: links (-want +got)\n%s", lang, diff)
		}
		checkStructure(t, lang, rec.Body.String())
		checkBatchData(t, get(t, console, links[2], "Accept-Language", lang),
			get(t, console, links[0], "Accept-Language", lang), 0, l)
	}
	checkBatchData(t, get(t, console, strings.Replace(address, "batch?", "batch.json?", 1)),
		get(t, console, strings.Replace(address, "batch?", "batch.csv?", 1)), 1, &locales[0])
}

func checkBatchData(t *testing.T, asJSON, asCSV *httptest.ResponseRecorder, duplicates int, l *locale) {
	t.Helper()
	codes := func(text string) []string { return strings.Fields(text) }
	coded := english40.nameCode
	want := batchDocument{Schema: 2, VDNID: 40, Duplicates: duplicates, Results: []batchOverview{
		{"1402245660", "found", "1: 用户忙", coded("001"), codes("00145 00181 00537 00005"), "retry_soon", "", ""},
		{"140", "not_found", "", coded(""), []string{}, "", "result_not_found", ""},
		{"abc", "no_id", "", coded(""), []string{}, "", "bad_input", ""},
		{"1402245667", "failed", "", coded(""), []string{}, "", "http_status", ""},
		{"1402245674", "found", `16: <script>alert(1)</script> & "quotes"`, coded("017"), codes("00187 00132"),
			"mixed", "", ""},
		{"-5", "no_id", "", coded(""), []string{}, "", "bad_input", ""},
		{"1402245675", "found", `=HYPERLINK("https://example.invalid","x")`, coded("018"), codes("00182 00018"),
			"retry_later", "", ""},
	}}
	got := jsonOf[batchDocument](t, asJSON)
	want.Codes = got.Codes // have a test of their own
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JSON (-want +got)\n%s", diff)
	}
	lines := csvOf(t, asCSV)
	if diff := cmp.Diff([]string{"vdnId", "defId", "state", "displayResult", "externalResultCode", "codes",
		"obsCodes", "codesAndDescriptions", "error", "verdict", "actions", "suggests", "notes",
		"codeAndDisplayResult"}, lines[0]); diff != "" {
		t.Errorf("CSV (-want +got)\n%s", diff)
	}
	for i, r := range want.Results {
		var meanings []string
		count := ""
		if r.State == "found" {
			count = strconv.Itoa(len(r.OBSCodes))
		}
		for _, code := range r.OBSCodes {
			meaning, _ := isales.Description(code, l.platform)
			meanings = append(meanings, code+" "+meaning)
		}
		line := []string{"40", spreadsheet.EscapeFormula(r.DefID), r.State,
			spreadsheet.EscapeFormula(r.DisplayResult), r.NamedCode.text(), count,
			strings.Join(r.OBSCodes, " "), strings.Join(meanings, "; "), r.Error, r.Verdict}
		if i+1 >= len(lines) {
			t.Errorf("no line %d", i+1)
		} else if diff := cmp.Diff(line, lines[i+1][:len(line)]); diff != "" {
			t.Errorf("CSV line %d (-want +got)\n%s", i+1, diff)
		}
	}
	if asCSV.Header().Get("Content-Disposition") != `attachment; filename="batch-40.csv"` {
		t.Errorf("Content-Disposition %q", asCSV.Header().Get("Content-Disposition"))
	}
}

// TestBatchLong: more than 50 are answered directly, and their files come by a
// form of their own.
func TestBatchLong(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	console.failDetails(tenth)
	ids := append(someIDs(300), numbersFrom(1, 210)...)
	rec := serve(console, upload(t, "/vdns/7/batch", "", "ids.csv", "defId\n"+strings.Join(ids, "\n")+"\n1500000001", ""))
	doc := parse(t, rec.Body.String())
	rows := readBatch(doc)
	got := []any{rec.Code, len(rows), texts(doc, "p.lead, p.warn"), doc.Find("ul.actions a").Length(),
		len(console.details()), most(console.calls())}
	want := []any{200, 500, []string{"500 IDs. Keep this page open until it is complete.",
		"1 duplicate was merged.", "10 IDs beyond the first 500 were left out."}, 0, 500, 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	checkStructure(t, "en", rec.Body.String())
	retry := strings.Fields(doc.Find("form.actions [name=ids]").First().AttrOr("value", ""))
	slices.Sort(retry)
	var failed []string
	for _, id := range ids[:500] {
		if tenth(id) {
			failed = append(failed, id)
		}
	}
	slices.Sort(failed)
	if diff := cmp.Diff(failed, retry); diff != "" {
		t.Errorf("retry (-want +got)\n%s", diff)
	}
	// The form of the files.
	all := doc.Find("form.actions [name=ids]").Last().AttrOr("value", "")
	if !slices.Equal(strings.Fields(all), ids[:500]) {
		t.Errorf("the form of the files has other IDs")
	}
	document := jsonOf[batchDocument](t, serve(console,
		formRequest(http.MethodPost, "/vdns/7/batch", url.Values{"ids": {all}, "format": {"json"}})))
	file := serve(console, formRequest(http.MethodPost, "/vdns/7/batch",
		url.Values{"ids": {strings.Join(ids, "\n")}, "format": {"csv"}}))
	if name := file.Header().Get("Content-Disposition"); name != `attachment; filename="batch-7-500-of-510.csv"` {
		t.Errorf("the file is an %s", name)
	}
	lines := csvOf(t, file)[1:]
	byID := map[string]batchLine{}
	for _, row := range rows {
		byID[strings.TrimSuffix(row.ID, " has the wrong link")] = row
	}
	if len(document.Results) != 500 || len(lines) != 500 {
		t.Fatalf("%d results, %d lines", len(document.Results), len(lines))
	}
	words := map[string]string{"found": "✓ Found", "not_found": "✗ Not found", "failed": "↻ Failed"}
	for i, r := range document.Results {
		shown := byID[ids[i]]
		unless := func(text string) string { return strings.ReplaceAll(text, locales[0].messages.None, "") }
		want := []string{ids[i], shown.State, unless(shown.Text), unless(shown.Verdict), unless(shown.Code), shown.Codes}
		if diff := cmp.Diff([][]string{want, want}, [][]string{
			{r.DefID, words[r.State], r.DisplayResult, dictionary.Verdict(r.Verdict).Text(isales.English),
				r.NamedCode.text(), strings.Join(r.OBSCodes, " ")},
			{lines[i][1], words[lines[i][2]], lines[i][3], dictionary.Verdict(lines[i][9]).Text(isales.English),
				lines[i][4], lines[i][6]}}); diff != "" {
			t.Errorf("%d: page, JSON and CSV (-want +got)\n%s", i, diff)
		}
	}
}

func numbersFrom(first, n int) (list []string) {
	for i := range n {
		list = append(list, strconv.Itoa(first+i))
	}
	return list
}

// TestBatchProgress: a row is there before the next one is answered.
func TestBatchProgress(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	_, release := console.holdDetails(t, func(defID string) bool { return defID != "1500000300" })
	srv := listen(t, console)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	resp := open(t, srv, ctx, "POST", "/vdns/7/batch", url.Values{"ids": {strings.Join(someIDs(300), ",")}}.Encode())
	page := readUntil(t, resp.Body, "</progress> Reading external results: 299 of 300</td></tr>")
	if strings.Contains(page, "1500000300</code>") || strings.Contains(page, "</table>") {
		t.Error("the page knows what was not answered yet")
	}
	release()
	rest, err := io.ReadAll(resp.Body)
	doc := parse(t, page+string(rest))
	if rows := readBatch(doc); err != nil || len(rows) != 300 || !strings.HasPrefix(rows[299].ID, "1500000300") ||
		doc.Find("tr.step").Length() != 300 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	checkStructure(t, "en", page+string(rest))
}

// TestPastedTables: rows that were copied out of a table are read as those of a file,
// and nothing of them is looked up before its column is chosen.
func TestPastedTables(t *testing.T) {
	const phones = "工单号,电话,外显结果\n20240501001,00000000001,1402245659"
	one, which := "303 /vdns/40/batch?id=1402245659", "422 Which column holds the external result IDs?"
	tests := map[string]struct{ column, want string }{
		"External result\tExternal result ID\tCodes\n6: No answer.\t1402245659\t2": {"", one},
		"defId,name\n1402245659,room 5":                                            {"", one},
		"IDs\n1402245659":                                                          {"", one},
		"6: No answer.\t002\t1402245659\t2":                                        {"", which},
		"6: No answer. \t002\t1402245659\t2":                                       {"3", one},
		phones:                                                                     {"", which},
		phones + "\n":                                                              {"3", one},
		phones + " ":                                                               {"4", "422 There is no column 4"},
		"电话\n00000000001":                                                          {"", which},
		"vdnId,defId\n41,1402245659": {"",
			"422 Enter at least one external result ID"},
		"1402245659, 140\n141, 142": {"",
			"303 /vdns/40/batch?id=1402245659&id=140&id=141&id=142"},
	}
	console := newWhole(t, isalestest.Sample())
	for text, tt := range tests {
		form := url.Values{"ids": {text}, "column": {tt.column}}
		rec := serve(console, formRequest(http.MethodPost, "/vdns/40/batch", form))
		doc := parse(t, rec.Body.String())
		got := strings.TrimSpace(outcome(rec) + " " + join(texts(doc, "#ids-error")))
		if got != tt.want {
			t.Errorf("%q, column %q: %s, want %s", text, tt.column, got, tt.want)
		}
		if shown := doc.Find("#ids").Text(); tt.want == which && shown != text {
			t.Errorf("%q is shown again as %q", text, shown)
		}
	}
	if log := console.log.String(); len(console.platform.Requests()) > 0 || strings.Contains(log, "00000000001") {
		t.Errorf("%d requests, log %s", len(console.platform.Requests()), log)
	}
}
