package handlers

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"isales-console/isales/isalestest"
)

// callRows are the rows of a call report whose codes have lost their zeros. Phone numbers begin with 0000.
func callRows(n int) [][]string {
	codes := []string{"605", "8", "0", "34609", "00145", "6.05E+02", "99999", ""}
	rows := [][]string{{"电话", "failCode", "姓名", "备注", "time", "agent"}}
	for i := range n {
		rows = append(rows, []string{fmt.Sprintf("0000%07d", i), codes[i%len(codes)], "张三", `a;b "c"`, "2026-03-04 10:11:12",
			fmt.Sprint(-i)})
	}
	return rows
}

// gbReport writes rows as Chinese programs do: GB18030 with semicolons.
func gbReport(t testing.TB, rows [][]string) string {
	t.Helper()
	var b bytes.Buffer
	lines := csv.NewWriter(simplifiedchinese.GB18030.NewEncoder().Writer(&b))
	lines.Comma = ';'
	if err := lines.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// xlsxReport writes rows as Excel does: each different text once, in a part of its own.
func xlsxReport(t testing.TB, rows [][]string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	file, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// explainedRows reads what came back.
func explainedRows(t testing.TB, file []byte) (rows [][]string) {
	t.Helper()
	if text, ok := bytes.CutPrefix(file, []byte("\ufeff")); ok {
		lines := csv.NewReader(bytes.NewReader(text))
		lines.Comma, lines.FieldsPerRecord = ';', -1
		rows, err := lines.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if rows, err = book.GetRows("Sheet1"); err != nil {
		t.Fatal(err)
	}
	return rows
}

// wantExplained adds to rows what the code of each means.
func wantExplained(rows [][]string) [][]string {
	added := map[string][]string{"failCode": strings.Split(newTitles, ","),
		"605": strings.Split(switchBusy+"00605", ","), "6.05E+02": strings.Split(switchBusy+"00605", ","),
		"8":     {"The called party is being forwarded", "Forwarded", "The campaign manager", "Retry later", "00008"},
		"99999": strings.Split(unknown, ",")}
	var want [][]string
	for _, row := range rows {
		want = append(want, slices.Concat(row, added[row[1]]))
	}
	return want
}

// twins are the last cells of such rows in a CSV file: Excel drops the zeros of a code alone.
var twins = map[string]string{"00605": "00605 The switch is busy", "00008": "00008 The called party is being forwarded"}

// checkExplained compares what came back with the report, cell for cell; of some codes also the new cells.
func checkExplained(t testing.TB, rows [][]string, file []byte) {
	t.Helper()
	got, want := explainedRows(t, file), wantExplained(rows)
	if len(got) != len(want) {
		t.Fatalf("%d rows came back of %d", len(got), len(want))
	}
	for i := range want {
		for len(got[i]) > len(want[i]) && len(want[i]) == len(rows[i]) { // another code, or a last cell that is empty
			got[i] = got[i][:len(want[i])]
		}
		for len(got[i]) < len(want[i]) {
			got[i] = append(got[i], "")
		}
		if last := &want[i][len(want[i])-1]; bytes.HasPrefix(file, []byte("\ufeff")) && twins[*last] != "" {
			*last = twins[*last]
		}
		if !slices.Equal(want[i], got[i]) {
			t.Fatalf("row %d (-want +got)\n%s", i+1, cmp.Diff(want[i], got[i]))
		}
	}
}

// TestExplainReport: a report comes back cell for cell but for the new columns; BenchmarkExplain has long ones.
func TestExplainReport(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	rows := callRows(1000)
	for name, content := range map[string]string{"CSV": gbReport(t, rows), "XLSX": xlsxReport(t, rows)} {
		t.Run(name, func(t *testing.T) {
			rec := serve(console, report(t, content, "", "1"))
			checkExplained(t, rows, rec.Body.Bytes())
		})
	}
}

// TestLibreOffice: in LibreOffice codes of our workbooks are texts with all zeros, so are codes with texts in CSV files,
// and no cell is a formula.
func TestLibreOffice(t *testing.T) {
	t.Parallel() // it waits for another program
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("LIBREOFFICE_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skip("no soffice")
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	rows := append(callRows(8), []string{"+86 0000", "00605", "=1+1", "@x", "-1+2", "=HYPERLINK(\"x\")"})
	dir := t.TempDir()
	convert := func(options []string, files map[string]string) {
		args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "fods",
			"--outdir", dir}, options...)
		for name, content := range files {
			file := filepath.Join(dir, name)
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, file)
		}
		if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	convert(nil, map[string]string{
		"explained.xlsx": serve(console, report(t, xlsxReport(t, rows), "", "1")).Body.String(),
		"results.xlsx":   get(t, console, "/vdns/40/results.xlsx").Body.String(),
	})
	comma := strings.ReplaceAll(gbReport(t, rows), ";", ",")
	convert([]string{"--infilter=CSV:44,34,76"}, map[string]string{ // commas, quotes, UTF-8
		"explained-text.csv": serve(console, report(t, comma, "", "1")).Body.String(),
		"results-text.csv":   get(t, console, "/vdns/40/results.csv").Body.String(),
	})
	for name, want := range map[string][]string{
		"explained.fods":      {`office:value-type="string"`, ">00605<", ">00008<", ">00000000000<", ">=1+1<"},
		"results.fods":        {`>001<`, `>00145 00181 00537 00005<`},
		"results-text.fods":   {`>001 1: 用户忙<`},
		"explained-text.fods": {`>&apos;=1+1<`, `>00605 The switch is busy<`},
	} {
		sheet, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(sheet, []byte("table:formula")) {
			t.Errorf("%s has a formula", name)
		}
		for _, text := range want {
			if !bytes.Contains(sheet, []byte(text)) {
				t.Errorf("%s has no %s", name, text)
			}
		}
	}
}
