package handlers

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// callReport is what people copy from a spreadsheet that has dropped zeros.
const callReport = "calls of a day\n\nphone\tfailCode\tname\n00000000001\t605\tA\n00000000002\t00008\tB\n00000000003\t6.05E+02\t=1+1\n" +
	"00000000004\t99999\tD\n00000000005\t\tE\n+86 0000\t'00000\tF\n"

// report is the form of /explain with a file.
func report(t testing.TB, content, column, download string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "report")
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err = cmpOr(err, form.WriteField("column", column), form.WriteField("download", download), form.Close()); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/explain", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

const (
	switchBusy = "The switch is busy,Not enough resources,The administrator,Ask the administrator,"
	newTitles  = "Meaning,Group,Who acts,What to do,Explained code"
	unknown    = "No meaning documented: the code is not in the vendor's list,Not known,The administrator,Cannot tell,"
)

// TestExplainDownload: what comes back for a file, or why nothing does.
func TestExplainDownload(t *testing.T) {
	const bom = "\ufeff"
	tests := map[string]struct {
		content, column string
		status          int
		want            string // a file, or the message of a page
	}{
		"as it is": {"n,failCode\n1,00605\n", "", 200, bom + "n,failCode," + newTitles + "\r\n1,00605," + switchBusy + "\r\n"},
		"lost zeros": {"failCode\n605\n", "", 200, bom + "failCode," + newTitles + "\r\n605," + switchBusy +
			"00605 The switch is busy\r\n"},
		"an exponent": {"failCode\n6.05E+02\n", "", 200, bom + "failCode," + newTitles + "\r\n6.05E+02," + switchBusy +
			"00605 The switch is busy\r\n"},
		"a fraction": {"failCode\n00605.0\n", "", 200, bom + "failCode," + newTitles + "\r\n00605.0," + switchBusy +
			"00605 The switch is busy\r\n"},
		"an apostrophe": {"failCode\n'00605\n", "", 200, bom + "failCode," + newTitles + "\r\n'00605," + switchBusy +
			"00605 The switch is busy\r\n"},
		"white space": {"failCode\n 00605 \n", "", 200, bom + "failCode," + newTitles + "\r\n\" 00605 \"," + switchBusy +
			"00605 The switch is busy\r\n"},
		"full width": {"failCode\n００６０５\n", "", 200, bom + "failCode," + newTitles + "\r\n００６０５," + switchBusy +
			"00605 The switch is busy\r\n"},
		"unknown":   {"failCode\n99999\n", "", 200, bom + "failCode," + newTitles + "\r\n99999," + unknown + "\r\n"},
		"shortened": {"failCode\n3.46E+04\n", "", 200, bom + "failCode," + newTitles + "\r\n3.46E+04," + unknown + "\r\n"},
		"no code":   {"n,failCode\n1,\n", "", 200, bom + "n,failCode," + newTitles + "\r\n1,\r\n"},
		"chosen": {"a,b\nx,605\n", "2", 200, bom + "a,b," + newTitles + "\r\nx,605," + switchBusy +
			"00605 The switch is busy\r\n"},
		"no names": {"x,605\ny,605\n", "2", 200, bom + "x,605," + switchBusy + "00605 The switch is busy\r\ny,605," +
			switchBusy + "00605 The switch is busy\r\n"},
		"no such column":  {"a,b\nx,605\n", "3", 422, "There is no column 3"},
		"no column found": {"a,b\nx,y\n", "", 422, "No column looks like OBS result codes: choose it"},
		"no table":        {"%PDF-1.7", "", 422, "Not a table: a PDF document. Save it as XLSX or CSV"},
		"nothing":         {"", "", 422, "The file is empty"},
		"too large":       {strings.Repeat("1", maxReport), "", 413, "form_too_large"},
	}
	console := newWhole(t, generated(), withoutLog)
	for name, test := range tests {
		rec := serve(console, report(t, test.content, test.column, "1"))
		got := rec.Body.String()
		switch rec.Code {
		case 413:
			got = "form_too_large"
			if !strings.Contains(rec.Body.String(), "32 MiB") {
				t.Errorf("%s: the limit is not said", name)
			}
		case 422:
			got = join(texts(parse(t, got), ".summary-errors li"))
		}
		if diff := cmp.Diff([]any{test.status, test.want, "no-store"}, []any{rec.Code, got,
			rec.Header().Get("Cache-Control")}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestExplainGuess: a column that only looks like codes is shown before anything is downloaded.
func TestExplainGuess(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	rec := serve(console, report(t, "0000,605,x\n0001,00008,y\n", "", "1"))
	doc := parse(t, rec.Body.String())
	got := []any{rec.Code, doc.Find("[name=column][checked]").AttrOr("value", ""), texts(doc, "#columns code")}
	if diff := cmp.Diff([]any{200, "2", []string{"0000", "0001", "605", "00008", "x", "y"}}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestExplainXLSX: a workbook comes back as one, in the reader's language, with text cells alone.
func TestExplainXLSX(t *testing.T) {
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "电话", "B1": "失败码", "A2": "00000000001", "B2": 605, "A4": "=1+1", "B4": "00605"} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := book.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	r := report(t, b.String(), "", "1")
	r.Header.Set("Accept-Language", "zh-CN")
	rec := serve(newWhole(t, generated(), withoutLog), r)
	again, err := excelize.OpenReader(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.GetRows("Sheet1")
	busy := []string{"交换设备忙", "资源不足", "管理员", "联系管理员"}
	want := [][]string{{"电话", "失败码", "含义", "类别", "由谁处理", "如何处理", "识别的结果码"},
		append(append([]string{"00000000001", "605"}, busy...), "00605"), nil, append([]string{"=1+1", "00605"}, busy...)}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, cell := range []string{"A4", "B2", "B4", "C2"} {
		formula, _ := again.GetCellFormula("Sheet1", cell)
		if kind, _ := again.GetCellType("Sheet1", cell); kind != excelize.CellTypeInlineString || formula != "" {
			t.Errorf("%s is of type %v, formula %q", cell, kind, formula)
		}
	}
}

// TestExplainPrivate: nothing of a report is in a request to the platform, in the log, in an address or in a file.
func TestExplainPrivate(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	before := time.Unix(1e9, 0)
	if err := os.Chtimes(dir, before, before); err != nil {
		t.Fatal(err)
	}
	const phone = "00000777000"
	content := "phone,failCode\n" + strings.Repeat(phone+",605\n", 20000) + phone + "," + phone + "\n"
	console := newWhole(t, generated())
	rows := [][]string{{"phone", "defId"}, {phone, "1500000001"}, {phone, "x"}}
	for _, download := range []string{"", "1"} {
		for _, r := range []*http.Request{
			report(t, content, "", download),
			report(t, xlsxReport(t, append([][]string{{"phone", "failCode"}}, []string{phone, "605"})), "", download),
			explainForm(t, tabbed(rows), "column", "2", "holds", "defId", "vdnId", "7", "download", download),
		} {
			if rec := serve(console, r); rec.Code != http.StatusOK || rec.Header().Get("Location") != "" {
				t.Errorf("status %d, to %q", rec.Code, rec.Header().Get("Location"))
			}
		}
	}
	for _, asked := range console.platform.Requests() {
		if strings.Contains(fmt.Sprintf("%+v", asked), phone) {
			t.Errorf("the platform was asked %+v", asked)
		}
	}
	if asked := slices.Compact(console.details()); !slices.Equal(asked, []string{"1500000001"}) {
		t.Errorf("the platform was asked for %v", asked)
	}
	if strings.Contains(console.log.String(), phone) || !strings.Contains(console.log.String(), "/explain") {
		t.Errorf("the log says %s", console.log)
	}
	if info, err := os.Stat(dir); err != nil || !info.ModTime().Equal(before) {
		t.Errorf("a file was made in %s (%v)", dir, err)
	}
}
