package spreadsheet

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reading is what a file comes to when its IDs are wanted.
type reading struct {
	Kind     Kind
	Encoding string
	Header   []string
	List     bool
	IDs      []cell
	VDNs     []string // of the rows; nil without such a column
	Choose   *ChooseError
	Err      string
}

type cell struct {
	Row  int
	Text string
	Err  Problem
}

// read opens a file and takes its column of IDs.
func read(data []byte) (got reading) {
	t, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return reading{Err: err.Error()}
	}
	got = reading{Kind: t.Kind, Encoding: t.Encoding, Header: t.Header, List: t.List()}
	column, err := t.Pick(DefID)
	if errors.As(err, &got.Choose) {
		return got
	}
	if err != nil {
		got.Err = err.Error()
		return got
	}
	vdn, hasVDN := t.Find(VDNID)
	for row, err := range t.Rows() {
		c := cell{Row: row.Number, Text: row.Cell(column)}
		var bad *RowError
		switch {
		case errors.As(err, &bad):
			c.Row, c.Err = bad.Row, bad.Problem
		case err != nil:
			got.Err = err.Error()
			return got
		}
		got.IDs = append(got.IDs, c)
		if hasVDN {
			got.VDNs = append(got.VDNs, row.Cell(vdn))
		}
	}
	return got
}

// TestFiles reads files as people have them; testdata has no file that is not here.
func TestFiles(t *testing.T) {
	const a, b = "1402245659", "1402245660"
	one := []cell{{2, a, ""}}
	two := []cell{{2, a, ""}, {3, b, ""}}
	tests := map[string]reading{
		"ok-control.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"vdnId", "defId"}, IDs: one,
			VDNs: []string{"40"}},
		"other-vdn-column.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"vdnId", "defId"}, IDs: one,
			VDNs: []string{"41"}},
		"blank-first-line.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"vdnId", "defId"},
			IDs: []cell{{3, a, ""}}, VDNs: []string{"40"}},
		"cr-only.csv":            {Kind: Text, Encoding: "UTF-8", Header: []string{"id", "name"}, IDs: two},
		"cr-only-one-column.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"defId"}, IDs: two},
		"def_id-header.csv":      {Kind: Text, Encoding: "UTF-8", Header: []string{"Def_ID", "Display"}, IDs: one},
		"label-header.csv": {Kind: Text, Encoding: "UTF-8",
			Header: []string{"External result ID", "Display result"}, IDs: one},
		"id-and-defid.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"id", "defId", "name"}, IDs: two},
		"defid-gbk.csv": {Kind: Text, Encoding: "GB18030",
			Header: []string{"defId", "名称", "OBS结果码"}, IDs: one},
		"zh-header-gbk.csv": {Kind: Text, Encoding: "GB18030",
			Header: []string{"外显结果ID", "外显结果名称", "OBS结果码"}, IDs: two},
		"zh-header-utf8.csv": {Kind: Text, Encoding: "UTF-8",
			Header: []string{"外显结果ID", "外显结果名称", "OBS结果码"}, IDs: two},
		"unicode-text-utf16le.txt": {Kind: Text, Encoding: "UTF-16LE", Header: []string{"defId", "名称"}, IDs: one},
		"quoted-newline.csv":       {Kind: Text, Encoding: "UTF-8", Header: []string{"defId", "name"}, IDs: two},
		"scientific.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"defId", "name"},
			IDs: []cell{{2, "1.40225E+09", ""}}},
		"thousands-column.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"defId", "name"},
			IDs: []cell{{2, "1,402,245,659", ""}}},
		"thousands-dots.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"defId", "name"},
			IDs: []cell{{2, "1.402.245.659", ""}}},
		"excel-text-formula.csv": {Kind: Text, Encoding: "UTF-8", Header: []string{"defId", "name"},
			IDs: []cell{{2, `="1402245659"`, ""}}},
		"table-from-page.txt": {Kind: Text, Encoding: "UTF-8",
			Header: []string{"Display result", "Result definition code", "External result ID", "Codes"}, IDs: two},
		"links.txt": {Kind: Text, Encoding: "UTF-8", List: true, IDs: []cell{
			{1, "http://127.0.0.1:18231/vdns/40/results/" + a, ""}, {2, "http://127.0.0.1:18231/vdns/40/results/" + b, ""}}},
		"two-cells.txt": {Kind: Text, Encoding: "UTF-8", Choose: &ChooseError{Columns: 2, Sample: [][]string{{"40", a}}}},
		"ticket-export.csv": {Kind: Text, Encoding: "UTF-8", Choose: &ChooseError{Columns: 4, Sample: [][]string{
			{"工单号", "电话", "时间", "外显结果"}, {"20240501001", "00000000001", "2024-05-01 10:00:00", a}}}},
		"ids.xlsx": {Kind: XLSX, Header: []string{"defId", "name"}, IDs: two},
	}
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) != len(tests) {
		t.Errorf("%d files in testdata, %d tests; %v", len(files), len(tests), err)
	}
	for name, want := range tests {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, read(data)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestTexts reads more texts of the same kinds.
func TestTexts(t *testing.T) {
	list := func(cells ...cell) reading { return reading{Kind: Text, Encoding: "UTF-8", List: true, IDs: cells} }
	table := func(header []string, cells ...cell) reading {
		return reading{Kind: Text, Encoding: "UTF-8", Header: header, IDs: cells}
	}
	choose := func(n int, rows ...[]string) reading {
		return reading{Kind: Text, Encoding: "UTF-8", Choose: &ChooseError{Columns: n, Sample: rows}}
	}
	const much = maxRecord + 1<<17
	long := strings.Repeat("x", 1<<16-1)
	tests := map[string]reading{
		"":                                     {Err: ErrEmpty.Error()},
		"\ufeff":                               {Err: ErrEmpty.Error()},
		" \r\n\n\n":                            {Err: ErrEmpty.Error()},
		"7":                                    list(cell{1, "7", ""}),
		"7\r8\r\n9\n\n10":                      list(cell{1, "7", ""}, cell{2, "8", ""}, cell{3, "9", ""}, cell{5, "10", ""}),
		"numbers\n7\n":                         list(cell{1, "numbers", ""}, cell{2, "7", ""}),
		"1,402,245,659\n1,402,245,660\n":       list(cell{1, "1,402,245,659", ""}, cell{2, "1,402,245,660", ""}),
		"defId\n1,402,245,659\n":               table([]string{"defId"}, cell{2, "1,402,245,659", ""}),
		"7,\n8,\n":                             list(cell{1, "7,", ""}, cell{2, "8,", ""}),
		"defId;name\n7;x\n":                    table([]string{"defId", "name"}, cell{2, "7", ""}),
		"defId\tname\n7\tx, y\n":               table([]string{"defId", "name"}, cell{2, "7", ""}),
		"sep=;\ndefId;name\n7;x\n":             table([]string{"defId", "name"}, cell{2, "7", ""}),
		"\ufeffSEP=|\r\ndefId|name\r\n7|x\r\n": table([]string{"defId", "name"}, cell{2, "7", ""}),
		"Report of May\n\nname,DEF-ID\nx,7\n":  table([]string{"name", "DEF-ID"}, cell{4, "7", ""}),
		"name,ＤｅｆＩＤ\nx,7\n":                    table([]string{"name", "ＤｅｆＩＤ"}, cell{2, "7", ""}),
		"name,外显结果 ID（必填）\nx,7\n": table([]string{"name",
			"外显结果 ID（必填）"}, cell{2, "7", ""}),
		"名称,编号（defId）\nx,7\n": table([]string{"名称", "编号（defId）"},
			cell{2, "7", ""}),
		"defId,name\n1,402,245,659,x\n8,y\n": table([]string{"defId", "name"},
			cell{2, "1", MoreCells}, cell{3, "8", ""}),
		"defId,name\n7,x,,\n": table([]string{"defId", "name"}, cell{2, "7", ""}),
		"name,defId\nx\n":     table([]string{"name", "defId"}, cell{2, "", ""}),
		"defId,name\n7,a 5\" screen\n\"8\",\"a \"\"b\"\"\"\n": table([]string{"defId", "name"}, cell{2, "7", ""},
			cell{3, "8", ""}),
		"defId,name\n\"7\n8\n": table([]string{"defId", "name"}, cell{2, "7\n8", ""}),
		"defId,name\n7,\"a\r\nb\rc\"\n8,x\n": table([]string{"defId", "name"}, cell{2, "7", ""},
			cell{3, "8", ""}),
		"defId,defId\n7,8\n": {Kind: Text, Encoding: "UTF-8",
			Header: []string{"defId", "defId"}, Choose: &ChooseError{Columns: 2, Header: []string{"defId", "defId"},
				Sample: [][]string{{"7", "8"}}}},
		"failCode,count\n605,7\n": {Kind: Text, Encoding: "UTF-8",
			Header: []string{"failCode", "count"}, Choose: &ChooseError{Columns: 2,
				Header: []string{"failCode", "count"}, Sample: [][]string{{"605", "7"}}}},
		"a,b\nc,d\ne,f\ng,h\n": choose(2, []string{"a", "b"}, []string{"c", "d"},
			[]string{"e", "f"}),
		"Hello, these:\n7\n8\n": choose(2, []string{"Hello", " these:"},
			[]string{"7"}, []string{"8"}),
		// A carriage return at the end of a buffer of 64 KiB.
		long + "\r7": list(cell{1, long, LongCell}, cell{2, "7", ""}),
		// Rows that would take much memory.
		strings.Repeat(",", much):                       {Err: "row 1: long_cell"},
		"defId,x\n\n" + strings.Repeat(",", much):       {Err: "row 3: too_wide"},
		"defId,x\n7,\"\n" + strings.Repeat("y\n", much): {Err: "row 2: long_cell"},
		strings.Repeat("\n", much) + "7":                list(cell{much + 1, "7", ""}),
		"1,402,245,659.00\n1,402,245,660.00\n":          list(cell{1, "1,402,245,659.00", ""}, cell{2, "1,402,245,660.00", ""}),
		"defId|name\n7|x\n":                             table([]string{"defId", "name"}, cell{2, "7", ""}),
		"客户|结果\n00000000001|7\n":                        choose(2, []string{"客户", "结果"}, []string{"00000000001", "7"}),
		"Mobile phone No. 1\n00000000001\n":             choose(1, []string{"Mobile phone No. 1"}, []string{"00000000001"}),
		"名单\n外呼号码（必填）\n00000000001\n":                   choose(1, []string{"名单"}, []string{"外呼号码（必填）"}, []string{"00000000001"}),
		"obResult.defId,data.id\n7,8\n":                 table([]string{"obResult.defId", "data.id"}, cell{2, "7", ""}),
		"VDN No.,外显结果ID号\n41,7\n": {Kind: Text, Encoding: "UTF-8", Header: []string{"VDN No.", "外显结果ID号"},
			IDs: []cell{{2, "7", ""}}, VDNs: []string{"41"}},
		"1402245659;1402245660\n": choose(2, []string{"1402245659", "1402245660"}),
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, read([]byte(text))); diff != "" {
			t.Errorf("%.80q (-want +got)\n%s", text, diff)
		}
	}
}

// TestNotTables: files that are no tables are named.
func TestNotTables(t *testing.T) {
	tests := map[string]Kind{
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....": OLE,
		"%PDF-1.7\n":                           PDF,
		"\r\n%PDF-1.7\n":                       PDF,
		"\x89PNG\r\n\x1a\n\x00\x00":            Image,
		"\xff\xd8\xff\xe0\x00\x10JFIF":         Image,
		"GIF89a":                               Image,
		"RIFF\x00\x00\x00\x00WEBPVP8 ":         Image,
		"\x00\x00\x00\x18ftypheic":             Image,
		"\x1f\x8b\x08":                         Packed,
		"Rar!\x1a\x07\x01":                     Packed,
		"<html><table><tr><td>7":               HTML,
		"\ufeff \n<!DOCTYPE html>":             HTML,
		"<TABLE border=1>":                     HTML,
		`<?xml version="1.0"?><Workbook>`:      XML,
		"\x00\x01\x02\x03\x04\x05":             Binary,
		"7\n\x00\x00\x00\x00":                  Binary,
	}
	for data, want := range tests {
		var refused *KindError
		_, err := Open(strings.NewReader(data), int64(len(data)))
		if !errors.As(err, &refused) || refused.Kind != want {
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
}
