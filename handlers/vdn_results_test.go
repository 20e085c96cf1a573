package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
	"isales-console/spreadsheet"
)

// readList reads the list of results: text, code, ID, number of codes.
func readList(doc *goquery.Document) (rows []string) {
	for _, tr := range doc.Find("main table tbody tr").EachIter() {
		var cells []string
		for _, cell := range tr.Children().Slice(0, 4).EachIter() {
			cells = append(cells, strings.TrimSpace(cell.Text()))
		}
		if tr.Find("a").AttrOr("href", "") != "/vdns/7/results/"+cells[2] {
			cells = append(cells, "has the wrong link")
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return rows
}

// mixed is a VDN whose results come in another order however they are sorted.
func mixed() *isalestest.Data {
	codes := func(n int) (list []isalestest.Mapping) {
		for i := range n {
			list = append(list, isalestest.Mapping{MapID: strconv.Itoa(i + 1), FailCode: "0060" + strconv.Itoa(i)})
		}
		return list
	}
	return &isalestest.Data{VDNs: []isalestest.VDN{{ID: 7, Results: []isalestest.Result{
		{DefID: "30", DisplayResult: "Busy", Code: "b1", Mappings: codes(2)},
		{DefID: "9", DisplayResult: "用户忙 BUSY", Code: "A2", Mappings: codes(3)},
		{DefID: "100", DisplayResult: "=cmd|x", Code: "c3"},
		{DefID: "21", DisplayResult: "", Code: "", Mappings: codes(1)},
		{DefID: "22", DisplayResult: "<b>无人</b>", Code: "30", Mappings: codes(1)},
	}}}}
}

// TestResultsList: what the filter leaves, in which order; the files are the
// same, cell by cell.
func TestResultsList(t *testing.T) {
	const (
		busy, chinese, formula = "Busy|b1|30|2", "用户忙 BUSY|A2|9|3", "=cmd|x|c3|100|0"
		bare, markup           = "External result without a display text|None|21|1", "<b>无人</b>|30|22|1"
	)
	tests := []struct {
		query    string
		want     []string
		sorted   string // the column and how
		filtered string
	}{
		{"", []string{busy, chinese, formula, bare, markup}, "", "1 to 5 of 5"},
		{"?q=BUSY", []string{busy, chinese}, "", "1 to 2 of 2 Filtered from 5."},
		{"?q=+busy+", []string{busy, chinese}, "", "1 to 2 of 2 Filtered from 5."},
		{"?q=用户", []string{chinese}, "", "1 to 1 of 1 Filtered from 5."},
		{"?q=30", []string{busy, markup}, "", "1 to 2 of 2 Filtered from 5."},
		{"?q=a2", []string{chinese}, "", "1 to 1 of 1 Filtered from 5."},
		{"?q=c3", []string{formula}, "", "1 to 1 of 1 Filtered from 5."},
		{"?q=b1", []string{busy}, "", "1 to 1 of 1 Filtered from 5."},
		{"?q=2", []string{chinese, bare, markup}, "", "1 to 3 of 3 Filtered from 5."},
		{"?q=%3Cb%3E", []string{markup}, "", "1 to 1 of 1 Filtered from 5."},
		{"?sort=text", []string{bare, markup, formula, busy, chinese}, "External result ascending", "1 to 5 of 5"},
		{"?sort=-text", []string{chinese, busy, formula, markup, bare}, "External result descending", "1 to 5 of 5"},
		{"?sort=code", []string{bare, markup, chinese, busy, formula}, "External result code ascending", "1 to 5 of 5"},
		{"?sort=-code", []string{formula, busy, chinese, markup, bare}, "External result code descending", "1 to 5 of 5"},
		{"?sort=id", []string{chinese, bare, markup, busy, formula}, "External result ID ascending", "1 to 5 of 5"},
		{"?sort=-id", []string{formula, busy, markup, bare, chinese}, "External result ID descending", "1 to 5 of 5"},
		{"?sort=codes", []string{formula, bare, markup, busy, chinese}, "OBS codes ascending", "1 to 5 of 5"},
		{"?sort=-codes", []string{chinese, busy, markup, bare, formula}, "OBS codes descending", "1 to 5 of 5"},
		{"?sort=x", []string{busy, chinese, formula, bare, markup}, "", "1 to 5 of 5"},
		{"?sort=--id", []string{busy, chinese, formula, bare, markup}, "", "1 to 5 of 5"},
		{"?q=busy&sort=-id", []string{busy, chinese}, "External result ID descending", "1 to 2 of 2 Filtered from 5."},
		{"?page=x", []string{busy, chinese, formula, bare, markup}, "", "1 to 5 of 5"},
		{"?page=0", []string{busy, chinese, formula, bare, markup}, "", "1 to 5 of 5"},
	}
	console := newWhole(t, mixed(), withoutLog)
	get(t, console, "/vdns/7/results.json") // read it
	for _, test := range tests {
		query := strings.NewReplacer("用户", url.QueryEscape("用户")).Replace(test.query)
		rec := get(t, console, "/vdns/7/results"+query)
		doc := parse(t, rec.Body.String())
		var sorted []string
		for _, th := range doc.Find("th[aria-sort]").EachIter() {
			sorted = append(sorted, th.Text()+" "+th.AttrOr("aria-sort", ""))
		}
		got := []any{rec.Code, readList(doc), strings.Join(sorted, " "), join(texts(doc, "p.lead"))}
		if diff := cmp.Diff([]any{200, test.want, test.sorted, test.filtered}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.query, diff)
		}
		checkListData(t, console, query, doc)
	}
}

// checkListData compares both files with the page, cell by cell.
func checkListData(t *testing.T, console *testConsole, query string, doc *goquery.Document) {
	t.Helper()
	want := readList(doc)
	plain := func(text string) string {
		return strings.NewReplacer("External result without a display text", "", "|None|", "||").Replace(text)
	}
	for i := range want {
		want[i] = plain(want[i])
	}
	verdicts := doc.Find("tbody .verdict").Map(func(_ int, v *goquery.Selection) string {
		return v.AttrOr("data-verdict", "")
	})
	for i := range want {
		want[i] += "|" + verdicts[i]
	}
	var asJSON, asCSV []string
	for _, r := range jsonOf[resultsRead](t, get(t, console, "/vdns/7/results.json"+query)).Results {
		asJSON = append(asJSON,
			strings.Join([]string{r.DisplayResult, r.NamedCode.text(), r.DefID, strconv.Itoa(len(r.OBSCodes)), r.Verdict}, "|"))
	}
	lines := csvOf(t, get(t, console, "/vdns/7/results.csv"+query))
	for _, line := range lines[1:] {
		asCSV = append(asCSV,
			strings.Join([]string{strings.TrimPrefix(line[2], "'"), line[3], line[1], line[4], line[7]}, "|"))
		if line[0] != "7" || spreadsheet.EscapeFormula(line[2]) != line[2] ||
			len(strings.Fields(line[5])) != int(line[4][0]-'0') || line[6] != "" {
			t.Errorf("%s: line %q", query, line)
		}
	}
	if diff := cmp.Diff([][]string{want, want}, [][]string{asJSON, asCSV}); diff != "" {
		t.Errorf("%s: JSON and CSV against the page (-want +got)\n%s", query, diff)
	}
	if want := []string{"vdnId", "defId", "displayResult", "externalResultCode", "codes", "obsCodes", "error",
		"verdict", "actions",
		"codeAndDisplayResult", "codesAndDescriptions"}; !slices.Equal(want, lines[0]) {
		t.Errorf("CSV begins with %q", lines[0])
	}
}

// TestResultsPages: fifty a page, each with its own address; filter and order go
// along.
func TestResultsPages(t *testing.T) {
	data := generated()
	console := newWhole(t, data, withoutLog)
	get(t, console, "/vdns/7/results.json")
	tests := []struct {
		query, lead   string
		first, last   string // IDs
		rows, pages   int
		current, next string // page number; the address behind the second number
		h2            string
	}{
		{"", "1 to 50 of 300", "1500000001", "1500000050", 50, 6, "1", "/vdns/7/results?page=2", ""},
		{"?page=2", "51 to 100 of 300", "1500000051", "1500000100", 50, 6, "2", "/vdns/7/results?page=2", ""},
		{"?page=6&sort=-id", "251 to 300 of 300", "1500000050", "1500000001", 50, 6, "6",
			"/vdns/7/results?page=2&sort=-id", ""},
		{"?q=1500000&page=6", "251 to 300 of 300 Filtered from 300.", "1500000251", "1500000300", 50, 6, "6",
			"/vdns/7/results?page=2&q=1500000", ""},
		{"?q=15000002", "1 to 50 of 100 Filtered from 300.", "1500000200", "1500000249", 50, 2, "1",
			"/vdns/7/results?page=2&q=15000002", ""},
		{"?q=15000002&page=2", "51 to 100 of 100 Filtered from 300.", "1500000250", "1500000299", 50, 2, "2",
			"/vdns/7/results?page=2&q=15000002", ""},
		{"?q=1500000300", "1 to 1 of 1 Filtered from 300.", "1500000300", "1500000300", 1, 0, "", "", ""},
		{"?page=7", "", "", "", 0, 0, "", "", "This page is beyond the end of the list"},
		{"?page=999999999", "", "", "", 0, 0, "", "", "This page is beyond the end of the list"},
		{"?q=blancmange", "", "", "", 0, 0, "", "", "No external result matches"},
		{"?q=blancmange&page=2", "", "", "", 0, 0, "", "", "No external result matches"},
	}
	for _, test := range tests {
		rec := get(t, console, "/vdns/7/results"+test.query)
		doc := parse(t, rec.Body.String())
		rows := doc.Find("main table tbody tr")
		pages := doc.Find("nav[aria-label=Pages] a")
		got := []any{rec.Code, join(texts(doc, "p.lead")), rows.First().Find("td code").Last().Text(),
			rows.Last().Find("td code").Last().Text(), rows.Length(),
			pages.Length(), pages.Filter("[aria-current=page]").Text(), pages.Eq(1).AttrOr("href", ""),
			join(texts(doc, "main h2"))}
		want := []any{200, test.lead, test.first, test.last, test.rows, test.pages, test.current, test.next, test.h2}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.query, diff)
		}
		for _, a := range pages.EachIter() {
			if rec := get(t, console, a.AttrOr("href", "")); rec.Code != 200 {
				t.Errorf("%s: page %s has status %d", test.query, a.Text(), rec.Code)
			}
		}
		checkStructure(t, "en", rec.Body.String())
	}
	beyond := parse(t, get(t, console, "/vdns/7/results?page=9&sort=id").Body.String())
	if to := beyond.Find("main a:contains('last page')").AttrOr("href", ""); to != "/vdns/7/results?page=6&sort=id" {
		t.Errorf("the last page is %q", to)
	}
	empty := parse(t, get(t, console, "/vdns/8/results?q=x").Body.String())
	if diff := cmp.Diff([]string{"This VDN has no external results"}, texts(empty, "main h2")); diff != "" {
		t.Errorf("of an empty VDN (-want +got)\n%s", diff)
	}
}
