package spreadsheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook makes a file of one sheet by hand, with the XML of its rows.
func workbook(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	parts := []string{
		"[Content_Types].xml",
		`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels",
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook ` + ns +
			` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels",
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet ` + ns + `><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	return archiveOf(t, append(parts, more...)...)
}

func archiveOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rowsOf reads all rows of a file; an error is the last line.
func rowsOf(data []byte) (lines []string) {
	table, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	for row, err := range table.Rows() {
		if err != nil {
			lines = append(lines, err.Error())
			continue
		}
		lines = append(lines, fmt.Sprintf("%d: %s", row.Number, strings.Join(row.Cells, "|")))
	}
	return lines
}

// TestXLSX: cells are read as they are shown, numbers with all their digits, from
// the first sheet that is visible; nothing is left on the disk.
func TestXLSX(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	book := excelize.NewFile()
	format := func(pattern string) int {
		id, err := book.NewStyle(&excelize.Style{CustomNumFmt: &pattern})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	_, _ = book.NewSheet("second")
	book.SetActiveSheet(1)
	_ = book.SetSheetVisible("Sheet1", false)
	for name, value := range map[string]any{
		"A1": "Report", "A3": "外显结果 ID", "B3": "Code", "C3": "当天",
		"A4": 1402245659, "B4": 605, "A5": "1402245660", "B5": "00605", "A6": 1402245661, "A7": 1402245662, "C7": true,
		"A9": int64(9223372036854775807), "A10": 1402245659.5, "A11": 140224565901,
	} {
		_ = book.SetCellValue("second", name, value)
	}
	for name, pattern := range map[string]string{"B4": "00000", "A6": "0.00E+00", "A7": "#,##0"} {
		_ = book.SetCellStyle("second", name, name, format(pattern))
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"4: 1402245659|00605", "5: 1402245660|00605", "6: 1402245661", "7: 1,402,245,662||TRUE",
		"9: 9223372036854775807", "10: 1402245659.5", "11: 140224565901"}
	if diff := cmp.Diff(want, rowsOf(b.Bytes())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("left on the disk: %v, %v", left, err)
	}
}

// TestSheetXML reads sheets as programs other than Excel write them.
func TestSheetXML(t *testing.T) {
	tests := map[string][]string{
		"":                  {ErrEmpty.Error()},
		"<row/><row></row>": {ErrEmpty.Error()},
		`<row><c><v>7</v></c><c><v>8</v></c></row><row/><row><c><v>9</v></c></row>`:      {"1: 7|8", "3: 9"},
		`<row r="2"><c r="B2"><v>7</v></c></row><row r="5"><c r="C5"><v>8</v></c></row>`: {"2: |7", "5: ||8"},
		`<row r="1"><c r="A1"><v>1.402245659E9</v></c></row>`:                            {"1: 1402245659"},
		`<row r="1"><c r="A1"><v>1.40224565901234E+18</v></c></row>`:                     {"1: 1.40224565901234E+18"},
		`<row r="1"><c r="A1"><v>14022456590123456</v></c></row>`:                        {"1: 14022456590123456"},
		`<row r="1"><c r="A1" t="inlineStr"><is><t>1.40225E+09</t></is></c></row>`:       {"1: 1.40225E+09"},
		`<row r="1"><c r="A1" t="str"><f>B1</f><v>00605</v></c></row>`:                   {"1: 00605"},
		`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`:                                  {ErrEmpty.Error()}, // no such text
		`<row r="1"><c r="XFD1"><v>7</v></c></row>`:                                      {"row 1: too_wide"},
		`<row r="1"><c><v>7</v></c></row><row r="2"><c r="XFD2"><v>7</v></c></row>`:      {"row 2: too_wide"},
		`<row r="1"><c r="AAAA1"><v>7</v></c></row>`:                                     {ErrDamaged.Error()},
		`<row r="1048577"><c><v>7</v></c></row>`:                                         {ErrDamaged.Error()},
		`<row r="1"><c r="A1"><v>7</v></c></row><row`:                                    {ErrDamaged.Error()},
		strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100):                         {ErrTooLarge.Error()},
	}
	for rows, want := range tests {
		if diff := cmp.Diff(want, rowsOf(workbook(t, rows))); diff != "" {
			t.Errorf("%.80s (-want +got)\n%s", rows, diff)
		}
	}
}

// TestHostileXLSX: files that are made to take memory or time are refused.
func TestHostileXLSX(t *testing.T) {
	const row = `<row r="1"><c r="A1"><v>7</v></c></row>`
	large := strings.Repeat(" ", 1<<20)
	var many []string
	for i := range maxParts {
		many = append(many, fmt.Sprintf("xl/%d.xml", i), "<a/>")
	}
	tests := map[string]struct {
		data []byte
		want string
	}{
		"a part that unpacks to 64 MiB": {saying(t, "xl/x.xml", "", maxUnpacked+1), ErrTooLarge.Error()},
		"long texts":                    {saying(t, "xl/sharedStrings.xml", "", maxStrings+1), ErrTooLarge.Error()},
		"XML under another name":        {workbook(t, row, "xl/sheet.bin", strings.Repeat("<a>", maxDepth+1)), ErrTooLarge.Error()},
		"many parts":                    {workbook(t, row, many...), ErrTooLarge.Error()},
		"a bad byte":                    {damage(workbook(t, row)), ErrDamaged.Error()},
		"a sheet that says it is small": {saying(t, "xl/worksheets/sheet2.xml", large, 10), ErrDamaged.Error()},
		"a part that says it is small":  {saying(t, "xl/x.bin", large, 10), "1: 7"},
		"cut off":                       {workbook(t, row)[:500], ErrDamaged.Error()},
		"a long row": {workbook(t, "<row>"+strings.Repeat("<c/>", maxCells+1)+"</row>"),
			ErrTooLarge.Error()},
		"many attributes": {workbook(t, "<row "+strings.Repeat(`a="" `, maxToken/4)+"/>"), ErrDamaged.Error()},
		"no sheet":        {archiveOf(t, "xl/workbook.xml", "<workbook/>"), ErrDamaged.Error()},
		"entities": {workbook(t, row, "xl/x.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`),
			ErrDamaged.Error()},
	}
	for name, test := range tests {
		if diff := cmp.Diff([]string{test.want}, rowsOf(test.data)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// damage changes a stored byte of the first part.
func damage(data []byte) []byte {
	data[len("PK\x03\x04")+26+len("[Content_Types].xml")+8] ^= 0xff
	return data
}

// saying adds a part to a workbook, whose entry says that it has another size.
func saying(t *testing.T, name, content string, size uint64) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	deflate, _ := flate.NewWriter(&packed, flate.BestSpeed)
	_, _ = deflate.Write([]byte(content))
	_ = deflate.Close()
	whole := workbook(t, `<row r="1"><c r="A1"><v>7</v></c></row>`)
	parts, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&out)
	for _, part := range parts.File {
		if err := z.Copy(part); err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: size,
		CompressedSize64: uint64(packed.Len())})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(packed.Bytes())
	_ = z.Close()
	return out.Bytes()
}

// TestOtherArchives: a ZIP that is no XLSX is named.
func TestOtherArchives(t *testing.T) {
	tests := map[Kind][]byte{
		ZIP:          archiveOf(t, "a.csv", "defId\n7\n"),
		XLSB:         archiveOf(t, "[Content_Types].xml", "<a/>", "xl/workbook.bin", "x"),
		OpenDocument: archiveOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<a/>"),
	}
	for want, data := range tests {
		var refused *KindError
		if _, err := Open(bytes.NewReader(data), int64(len(data))); !errors.As(err, &refused) || refused.Kind != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// FuzzOpen: no file makes the reader panic, and rows are counted upwards.
//
//	go test ./spreadsheet -fuzz FuzzOpen
func FuzzOpen(f *testing.F) {
	files, _ := os.ReadDir("testdata")
	for _, file := range files {
		if data, err := os.ReadFile("testdata/" + file.Name()); err == nil {
			f.Add(data)
		}
	}
	f.Add(workbook(f, `<row><c><v>7</v></c></row><row r="1"><c r="B1" t="s"><v>1</v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		_, _ = table.Pick(DefID)
		last := 0
		for row, err := range table.Rows() {
			if err == nil && row.Number <= last {
				t.Errorf("row %d after %d", row.Number, last)
			}
			last = max(last, row.Number)
		}
	})
}

// FuzzSheet: no XML of rows makes the reader panic.
//
//	go test ./spreadsheet -fuzz FuzzSheet
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="2"><c r="B2" s="1"><v>7</v></c></row><row><c t="s"><v>0</v></c><c t="b"><v>1</v></c></row>`,
		`<si><t>a</t></si>`)
	f.Add(`<row r="5"><c t="inlineStr"><is><r><t>b</t></r></is></c></row><row r="1"><c t="d"><v>2024-05-01</v></c></row>`, `<si><r><t/></r></si>`)
	f.Add(`<row><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c><v>1E400</v></c><c><v>1.5E+20</v></c></row>`, "")
	f.Fuzz(func(t *testing.T, rows, texts string) {
		for range rowsOf(workbook(t, rows, "xl/sharedStrings.xml",
			`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+texts+"</sst>")) {
		}
	})
}
