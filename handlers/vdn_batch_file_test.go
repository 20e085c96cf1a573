package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// uploaded is how a file is answered.
type uploaded struct {
	Answer string   // status and address
	Error  string   // about the file
	Rows   []string // IDs of a page with their state
	Others []string // notes about other VDNs and where they lead
	Asked  []string // IDs for which the platform was asked
}

// uploadTo sends a file to the batch of VDN 40, with a chosen column or without.
func uploadTo(t *testing.T, console *testConsole, content, column string) uploaded {
	t.Helper()
	console.platform.ResetRequests()
	r := upload(t, "/vdns/40/batch", "", "a.csv", content, "")
	if column != "" {
		r = withField(t, content, column)
	}
	rec := serve(console, r)
	doc := parse(t, rec.Body.String())
	got := uploaded{Answer: outcome(rec), Error: join(texts(doc, "#file-error")), Asked: console.details()}
	for _, row := range readBatch(doc) {
		got.Rows = append(got.Rows, row.ID+" "+row.State+" "+row.Why)
	}
	for _, a := range doc.Find("p.warn a").EachIter() {
		got.Others = append(got.Others, a.Closest("p").Text()+" "+a.AttrOr("href", ""))
	}
	return got
}

// TestBatchFiles sends the files of spreadsheet/testdata: nothing that is no ID of
// the VDN becomes one.
func TestBatchFiles(t *testing.T) {
	one, two := "303 /vdns/40/batch?id=1402245659", "303 /vdns/40/batch?id=1402245659&id=1402245660"
	tests := map[string]uploaded{
		"blank-first-line.csv":     {Answer: one},
		"cr-only-one-column.csv":   {Answer: two},
		"cr-only.csv":              {Answer: two},
		"def_id-header.csv":        {Answer: one},
		"defid-gbk.csv":            {Answer: one},
		"excel-text-formula.csv":   {Answer: one},
		"id-and-defid.csv":         {Answer: two},
		"label-header.csv":         {Answer: one},
		"links.txt":                {Answer: two},
		"ok-control.csv":           {Answer: one},
		"quoted-newline.csv":       {Answer: two},
		"table-from-page.txt":      {Answer: two},
		"thousands-column.csv":     {Answer: one},
		"unicode-text-utf16le.txt": {Answer: one},
		"zh-header-gbk.csv":        {Answer: two},
		"zh-header-utf8.csv":       {Answer: two},
		"ticket-export.csv":        {Answer: "422", Error: "Which column holds the external result IDs?"},
		"other-vdn-column.csv": {Answer: "422", Others: []string{
			"1 ID of VDN 41 was left out. Look up in VDN 41 /vdns/41/batch?id=1402245659"}},
		"scientific.csv": {Answer: "200", Rows: []string{
			"1.40225E+09 ✗ No ID A spreadsheet has shortened this number: format its column as text and copy it again"}},
		"thousands-dots.csv": {Answer: "200", Rows: []string{
			"1.402.245.659 ✗ No ID It is not clear whether this is one number or several: write it without separators"}},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for name, want := range tests {
		content, err := os.ReadFile("../spreadsheet/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, uploadTo(t, console, string(content), "")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestBatchKinds: what is no table is refused by its name, in both languages.
func TestBatchKinds(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for content, want := range map[string]string{
		"%PDF-1.7\n1402245659": "Not a table: a PDF document. Save it as XLSX or CSV",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" +
			"1402245659": "Not a table: an old Excel workbook (.xls), or one with a password. Save it as XLSX or CSV",
		"<!DOCTYPE html><table><tr><td>1402245659": "Not a table: a web page, whatever its name says. Save it as XLSX or CSV",
		"PK\x03\x041402245659":                     "The file is damaged: save it again, as XLSX or CSV",
		"\x89PNG\r\n\x1a\n1402245659":              "Not a table: a picture. Save it as XLSX or CSV",
	} {
		if diff := cmp.Diff(uploaded{Answer: "422", Error: want}, uploadTo(t, console, content, "")); diff != "" {
			t.Errorf("%.20q (-want +got)\n%s", content, diff)
		}
		r := upload(t, "/vdns/40/batch", "", "a.csv", content, "")
		r.Header.Set("Accept-Language", "zh-CN")
		page := serve(console, r).Body.String()
		checkStructure(t, "zh-CN", page)
		checkPurity(t, "zh-CN", page)
	}
}

// TestBatchColumn: a file without a known column is asked about, and only the
// chosen column is looked up, put into an address or logged.
func TestBatchColumn(t *testing.T) {
	const phones = "工单号,电话,外显结果\n20240501001,00000000001,1402245659\n20240501002,00000000002,1402245660\n20240501003,00000000003,140\n20240501004,00000000004,141\n"
	console := newWhole(t, isalestest.Sample())
	rec := serve(console, upload(t, "/vdns/40/batch", "", "a.csv", phones, ""))
	doc := parse(t, rec.Body.String())
	checkStructure(t, "en", rec.Body.String())
	var columns []string
	for _, li := range doc.Find("#columns li").EachIter() {
		cells := li.Find("code").Map(func(_ int, c *goquery.Selection) string { return c.Text() })
		columns = append(columns, li.Find("input").AttrOr("value",
			"")+" "+strings.TrimSpace(li.Find("label").Text())+": "+strings.Join(cells, " "))
	}
	want := []string{
		"1 Column 1: 工单号 20240501001 20240501002", "2 Column 2: 电话 00000000001 00000000002",
		"3 Column 3: 外显结果 1402245659 1402245660",
	}
	if diff := cmp.Diff([]any{422, want, 0}, []any{rec.Code, columns, len(console.platform.Requests())}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got := uploadTo(t, console, phones, "3")
	if got.Answer != "303 /vdns/40/batch?id=1402245659&id=1402245660&id=140&id=141" {
		t.Errorf("the chosen column comes to %+v", got)
	}
	if got := uploadTo(t, console, phones, "4"); got.Error != "There is no column 4" {
		t.Errorf("column 4: %+v", got)
	}
	page := get(t, console, strings.TrimPrefix(got.Answer, "303 "))
	everything := console.log.String() + got.Answer + fmt.Sprint(page.Header(), page.Body, console.platform.Requests())
	if n := len(console.details()); n != 4 {
		t.Errorf("%d results were asked for", n)
	}
	if strings.Contains(everything, "0000000000") {
		t.Errorf("a phone number went out: %s", everything)
	}
}

// withField is an upload with a chosen column.
func withField(t *testing.T, content, column string) *http.Request {
	t.Helper()
	r := upload(t, "/vdns/40/batch", "", "a.csv", content, column)
	if err := r.ParseMultipartForm(maxUpload); err != nil {
		t.Fatal(err)
	}
	r.PostForm, r.Form = url.Values{"column": {column}}, url.Values{"column": {column}}
	return r
}

// TestBatchOwnExports: what the console gives out of 500 results it takes back, with the same IDs.
func TestBatchOwnExports(t *testing.T) {
	data := isalestest.Generate(40, 500, 4)
	console := newWhole(t, data, withoutLog)
	var ids []string
	for _, result := range data.VDNs[0].Results {
		ids = append(ids, result.DefID)
	}
	slices.Sort(ids)
	for name, r := range map[string]*http.Request{
		"results":          newRequest(t, http.MethodGet, "/vdns/40/results.csv"),
		"coverage":         newRequest(t, http.MethodGet, "/vdns/40.csv"),
		"results as XLSX":  newRequest(t, http.MethodGet, "/vdns/40/results.xlsx"),
		"coverage as XLSX": newRequest(t, http.MethodGet, "/vdns/40.xlsx"),
		"retry":            newRequest(t, http.MethodGet, "/vdns/40/retry.csv"),
		"batch": formRequest(http.MethodPost, "/vdns/40/batch",
			url.Values{"ids": {strings.Join(ids, "\n")}, "format": {"csv"}}),
	} {
		file := serve(console, r).Body.String()
		b, err := readBatchForm(upload(t, "/vdns/40/batch", "", "a.csv", file, ""), 40)
		if err != nil {
			t.Fatalf("%s: %v, %.200s", name, err, file)
		}
		back := slices.Sorted(slices.Values(b.ids()))
		if diff := cmp.Diff(ids, back); diff != "" || len(b.others) > 0 {
			t.Errorf("%s: others %v (-want +got)\n%s", name, b.others, diff)
		}
	}
}

// TestBatchBrokenRow: a row that cannot be read is named by its number, which is
// nothing to look up.
func TestBatchBrokenRow(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	const file = "defId,name\n1402245659,a\n1,402,245,660\n"
	for lang, want := range map[string]string{
		"en": "Row 3 The row has more cells than the header", "zh-CN": "第 3 行 该行的单元格多于表头",
	} {
		r := upload(t, "/vdns/40/batch", "", "a.csv", file, "")
		r.Header.Set("Accept-Language", lang)
		doc := parse(t, serve(console, r).Body.String())
		got := []string{doc.Find("#ids").Text()}
		for _, row := range readBatch(doc) {
			if row.Why != "" {
				got = append(got, row.ID+" "+row.Why)
			}
		}
		if diff := cmp.Diff([]string{"1402245659", want}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
	}
	rec := serve(console, upload(t, "/vdns/40/batch", "", "a.csv", file, "json"))
	if got := jsonOf[batchDocument](t, rec).Results; len(got) != 2 || got[1].DefID != "row 3" || got[1].State != "no_id" {
		t.Errorf("as JSON: %+v", got)
	}
}
