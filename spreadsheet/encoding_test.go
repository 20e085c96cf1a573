package spreadsheet

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// TestEncodings reads one table in every encoding, line end and separator.
func TestEncodings(t *testing.T) {
	encodings := map[string]struct {
		encoding.Encoding
		bom, name string
	}{
		"UTF-8":               {unicode.UTF8, "", "UTF-8"},
		"UTF-8 with BOM":      {unicode.UTF8, "\ufeff", "UTF-8"},
		"UTF-16LE with BOM":   {unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\ufeff", "UTF-16LE"},
		"UTF-16BE with BOM":   {unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\ufeff", "UTF-16BE"},
		"UTF-16LE":            {unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "", "UTF-16LE"},
		"UTF-16BE":            {unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "", "UTF-16BE"},
		"GBK":                 {simplifiedchinese.GBK, "", "GB18030"},
		"GB18030":             {simplifiedchinese.GB18030, "", "GB18030"},
		"GB18030 with a mark": {simplifiedchinese.GB18030, "\ufeff", "GB18030"},
	}
	for title, e := range encodings {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			for _, comma := range []string{",", ";", "\t"} {
				lines := []string{"外显结果ID" + comma + "名称", "1402245659" + comma + "无人接听",
					"1402245660" + comma + "\"忙" + comma + "音\"", ""}
				data, err := e.NewEncoder().String(e.bom + strings.Join(lines, end))
				if err != nil {
					t.Fatal(err)
				}
				table, err := Open(strings.NewReader(data), int64(len(data)))
				if err != nil {
					t.Errorf("%s, %q, %q: %v", title, end, comma, err)
					continue
				}
				var names []string
				column, err := table.Pick(DefID)
				for row, err := range table.Rows() {
					if err != nil {
						t.Error(err)
					}
					names = append(names, row.Cell(column)+" "+row.Cell(1))
				}
				want := "1402245659 无人接听|1402245660 忙" + comma + "音"
				if got := strings.Join(names, "|"); got != want || err != nil || table.Encoding != e.name {
					t.Errorf("%s, %q, %q: %q in %s, %v, want %q in %s", title, end, comma, got, table.Encoding, err, want, e.name)
				}
			}
		}
	}
}

// TestDamagedUTF8 stays UTF-8: one bad byte does not make Chinese of a file.
func TestDamagedUTF8(t *testing.T) {
	data := "外显结果ID,名称\n1402245659,无人接听\xe5\n1402245660,忙\xff音\n"
	table, err := Open(strings.NewReader(data), int64(len(data)))
	if err != nil || table.Encoding != "UTF-8" {
		t.Fatalf("%+v, %v", table, err)
	}
	var names []string
	for row := range table.Rows() {
		names = append(names, row.Cell(1))
	}
	if got, want := strings.Join(names, "|"), "无人接听\ufffd|忙\ufffd音"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestDetectAcrossBlocks: a character that two blocks share is no fault.
func TestDetectAcrossBlocks(t *testing.T) {
	for shift := range 4 {
		data := []byte(strings.Repeat("x", shift) + strings.Repeat("忙", 100_000))
		if got, err := detect(bytes.NewReader(data), int64(len(data)), data[:4000-shift]); got.name != "UTF-8" || err != nil {
			t.Errorf("shifted by %d: %s, %v", shift, got.name, err)
		}
	}
}

// FuzzLoneCR: however the text arrives, lone carriage returns become line
// feeds and nothing else changes.
//
//	go test ./spreadsheet -fuzz FuzzLoneCR
func FuzzLoneCR(f *testing.F) {
	for _, s := range []string{"", "\r", "\n", "a\rb\r\nc\n\r\r\n\r", "\r\r\r", "a\r\n", "a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want := strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\x00\x01"), "\r", "\n"),
			"\x00\x01", "\r\n")
		if strings.Contains(text, "\x00\x01") {
			t.Skip()
		}
		for name, r := range map[string]io.Reader{
			"whole": strings.NewReader(text), "by bytes": iotest.OneByteReader(strings.NewReader(text)),
			"by halves":    iotest.HalfReader(strings.NewReader(text)),
			"with its end": iotest.DataErrReader(strings.NewReader(text)),
		} {
			got, err := io.ReadAll(transform.NewReader(r, loneCR{}))
			if string(got) != want || err != nil {
				t.Errorf("%s: %q becomes %q, %v, want %q", name, text, got, err, want)
			}
		}
	})
}
