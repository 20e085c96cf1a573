package spreadsheet

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// hostile has every cell that a spreadsheet program could misread.
var hostile = Sheet{Name: "a", Columns: []string{"code", "=text", "n"}, Rows: slices.Values([][]any{
	{"00605", "=1+1", 3}, {"9223372036854775807", "+1", nil}, {"6.05E+02", "-1", 2}, {"TRUE", "@x", 0},
	{"", "\t=1", nil}, {" 1 ", "a\r\nb\x00\u202e\xff", nil}, {"<&>\"", nil, nil}, {"2026-01-02", "＝1", 1 << 40},
})}

// bookOf writes sheets and opens them as excelize sees them.
func bookOf(t *testing.T, sheets ...Sheet) (*excelize.File, []byte) {
	t.Helper()
	data, err := Workbook(Properties{Title: "a & b", Creator: "iSales Console", Language: "zh-CN"}, sheets...)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book, data
}

// TestSheet writes each kind of cell: as CSV, and in a workbook as a text or a number, never as a formula.
func TestSheet(t *testing.T) {
	book, _ := bookOf(t, hostile)
	want := [][]string{{"code", "=text", "n"}, {"00605", "=1+1", "3"}, {"9223372036854775807", "+1"},
		{"6.05E+02", "-1", "2"},
		{"TRUE", "@x", "0"}, {"", "␉=1"}, {" 1 ", "a␍␊b␀[U+202E]\ufffd"}, {`<&>"`},
		{"2026-01-02", "＝1", "1099511627776"}}
	got, err := book.GetRows("a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got)\n%s", diff)
	}
	for y := range want {
		for x := range want[0] {
			name, _ := excelize.CoordinatesToCellName(x+1, y+1)
			kind, _ := book.GetCellType("a", name)
			formula, _ := book.GetCellFormula("a", name)
			wantKind := excelize.CellTypeInlineString
			if x >= len(want[y]) || want[y][x] == "" {
				continue
			}
			if y > 0 && x == 2 { // excelize names the type of a number when the file does, which it need not
				wantKind = excelize.CellTypeUnset
			}
			if kind != wantKind || formula != "" {
				t.Errorf("%s: type %d, formula %q, want type %d and none", name, kind, formula, wantKind)
			}
		}
	}
	lines := "\ufeffcode,=text,n\r\n00605,'=1+1,3\r\n9223372036854775807,'+1,\r\n6.05E+02,'-1,2\r\nTRUE,'@x,0\r\n,␉=1,\r\n" +
		"\" 1 \",a␍␊b␀[U+202E]\ufffd,\r\n\"<&>\"\"\",,\r\n2026-01-02,'＝1,1099511627776\r\n"
	var file bytes.Buffer
	if err := hostile.WriteCSV(&file); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines, file.String()); diff != "" {
		t.Errorf("CSV (-want +got)\n%s", diff)
	}
}

// TestWorkbookLook: the header is bold and stays, columns are as wide as their cells, each sheet can be filtered, and the
// file says its language. Equal sheets make equal files.
func TestWorkbookLook(t *testing.T) {
	empty := Sheet{Name: "c", Columns: []string{"x"}, Rows: slices.Values([][]any{})}
	second := Sheet{Name: "b", Columns: []string{"x"},
		Rows: slices.Values([][]any{{strings.Repeat("码", 20)}, {strings.Repeat("long ", 20)}})}
	book, data := bookOf(t, hostile, second, empty)
	for range 5 {
		if _, again := bookOf(t, hostile, second, empty); !bytes.Equal(data, again) {
			t.Fatal("the same sheets make other bytes")
		}
	}
	type look struct {
		Bold, Plain, Frozen bool
		Widths              []float64
		Filter              string
	}
	bold := func(sheet, cell string) bool {
		id, _ := book.GetCellStyle(sheet, cell)
		style, err := book.GetStyle(id)
		return err == nil && style.Font != nil && style.Font.Bold
	}
	lookOf := func(sheet string, columns ...string) look {
		panes, _ := book.GetPanes(sheet)
		l := look{Bold: bold(sheet, "A1"), Plain: !bold(sheet, "A2"), Frozen: panes.Freeze && panes.YSplit == 1 &&
			panes.XSplit == 0}
		for _, column := range columns {
			width, _ := book.GetColWidth(sheet, column)
			l.Widths = append(l.Widths, width)
		}
		for _, name := range book.GetDefinedName() {
			if name.Scope == sheet && name.Name == "_xlnm._FilterDatabase" {
				l.Filter = name.RefersTo
			}
		}
		return l
	}
	props, err := book.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	want := []any{[]string{"a", "b", "c"}, "zh-CN", "a & b", "iSales Console",
		look{true, true, true, []float64{20, 15, 14}, "'a'!$A$1:$C$9"},
		look{true, true, true, []float64{60}, "'b'!$A$1:$A$3"},
		look{true, true, true, []float64{8}, "'c'!$A$1:$A$1"}}
	got := []any{book.GetSheetList(), props.Language, props.Title, props.Creator, lookOf("a", "A", "B", "C"),
		lookOf("b", "A"), lookOf("c", "A")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := Workbook(Properties{}, Sheet{Name: "a/b", Columns: []string{"x"}}); err == nil {
		t.Error("a name that Excel does not allow is written")
	}
}

// TestLongCells: what Excel has no room for is cut where it can be seen, and never inside a code.
func TestLongCells(t *testing.T) {
	whole := strings.Repeat("x", maxCell)
	for text, want := range map[string]string{
		whole:                                 whole,
		whole + "x":                           whole[1:] + "…",
		strings.Repeat("00605 ", 6000):        strings.Repeat("00605 ", maxCell/6) + "…",
		strings.Repeat("忙", maxCell):          strings.Repeat("忙", maxCell),
		strings.Repeat("\U0001f4de", maxCell): strings.Repeat("\U0001f4de", maxCell/2) + "…",
	} {
		book, _ := bookOf(t, Sheet{Name: "a", Columns: []string{"x"}, Rows: slices.Values([][]any{{text}})})
		if got, err := book.GetCellValue("a", "A2"); got != want || err != nil {
			t.Errorf("%.20s…: %d bytes ending in %q, want %d", text, len(got), got[len(got)-10:], len(want))
		}
	}
}

// TestWorkbookLeavesNoFile writes more than excelize keeps in memory by itself.
func TestWorkbookLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	book := newBook()
	defer book.Close()
	rows := slices.Repeat([][]any{{strings.Repeat("x", 32767)}}, 520)
	if err := writeSheet(book, Sheet{Name: firstSheet, Columns: []string{"x"}, Rows: slices.Values(rows)}); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("%d temporary files while a sheet is written: %v", len(left), err)
	}
}
