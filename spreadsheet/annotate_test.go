package spreadsheet

import (
	"bytes"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAnnotateText: all rows and cells come again where they were, with the new cells in one place.
func TestAnnotateText(t *testing.T) {
	const bom = "\ufeff"
	tests := map[string]struct{ in, want string }{
		"semicolons, a title, an empty row": {"calls\n\nfailCode;name\n605;\"a;b\"\n;;\n8\n",
			bom + "calls\r\n\r\nfailCode;name;#\r\n605;\"a;b\";#605\r\n\r\n8;;#8\r\n"},
		"tabs, a wide row":  {"failCode\tx\n605\ta\tb\n", bom + "failCode\tx\t\t#\r\n605\ta\tb\t#605\r\n"},
		"one column":        {"failCode\n605\n", bom + "failCode,#\r\n605,#605\r\n"},
		"GB18030":           {"failCode,\xc3\xfb\n605,\xd5\xc5\n", bom + "failCode,名,#\r\n605,张,#605\r\n"},
		"a named separator": {"sep=;\nfailCode;x\n605;a\n", bom + "failCode;x;#\r\n605;a;#605\r\n"},
		"formulas, numbers": {"failCode,x\n605,=1+1\n8,-5\n9,+0 00\n",
			bom + "failCode,x,#\r\n605,'=1+1,#605\r\n8,-5,#8\r\n9,+0 00,#9\r\n"},
		"a sum behind signs": {"failCode,x\n605,-1+2\n", bom + "failCode,x,#\r\n605,'-1+2,#605\r\n"},
	}
	for name, test := range tests {
		table, err := Open(strings.NewReader(test.in), int64(len(test.in)))
		if err != nil {
			t.Fatal(name, err)
		}
		width := 0
		for row := range table.All() {
			width = max(width, filled(row.Cells))
		}
		column, _ := table.Find(FailCode)
		var out bytes.Buffer
		err = table.Annotate(&out, width, func(row Row) []string {
			if row.Number < table.HeaderRow() {
				return nil
			}
			if row.Number == table.HeaderRow() {
				return []string{"#"}
			}
			return []string{"#" + row.Cell(column)}
		})
		if diff := cmp.Diff(test.want, out.String()); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
	}
}

// TestAnnotateSheet: a workbook too large for the memory of a stream writer's first buffer needs no file all the same,
// its cells are texts, and rows stand where they stood.
func TestAnnotateSheet(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	before := time.Unix(1e9, 0)
	if err := os.Chtimes(dir, before, before); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 32000)
	table := &Table{Kind: XLSX, records: func() iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for n := 2; n <= 601 && yield(Row{n, []string{"00605", "", "=1+1", long}}, nil); n++ {
			}
		}
	}}
	var out bytes.Buffer
	if err := table.Annotate(&out, 4, func(Row) []string { return []string{"+1"} }); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || !info.ModTime().Equal(before) {
		t.Errorf("a file was made in %s (%v)", dir, err)
	}
	again, err := Open(bytes.NewReader(smaller(t, table)), int64(len(smaller(t, table))))
	if err != nil {
		t.Fatal(err)
	}
	for row := range again.All() {
		if diff := cmp.Diff(Row{2, []string{"00605", "", "=1+1", long, "+1"}}, row); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// smaller writes the first row of a table.
func smaller(t *testing.T, table *Table) []byte {
	first := *table
	first.records = func() iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for row, err := range table.records() {
				yield(row, err)
				return
			}
		}
	}
	var out bytes.Buffer
	if err := first.Annotate(&out, 4, func(Row) []string { return []string{"+1"} }); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
