package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"
)

// TestEscapeFormula lists the beginnings that spreadsheets take for a formula.
func TestEscapeFormula(t *testing.T) {
	tests := map[string]string{
		"":                            "",
		"6: The call is not answered": "6: The call is not answered",
		"00008":                       "00008",
		"=1+1":                        "'=1+1",
		"+1+1":                        "'+1+1",
		"-1+1":                        "'-1+1",
		"@SUM(A1)":                    "'@SUM(A1)",
		"\t=1":                        "'\t=1",
		"\r=1":                        "'\r=1",
		"\n=1":                        "'\n=1",
		"＝1+1":                        "'＝1+1",
		"＋1+1":                        "'＋1+1",
		"－1+1":                        "'－1+1",
		"＠SUM(A1)":                    "'＠SUM(A1)",
		"=":                           "'=",
		"'=1":                         "'=1",
		"a=1":                         "a=1",
		"外呼成功":                        "外呼成功",
		"\xef\xbc":                    "\xef\xbc", // half of a full-width sign
	}
	for cell, want := range tests {
		if got := EscapeFormula(cell); got != want {
			t.Errorf("EscapeFormula(%q) = %q, want %q", cell, got, want)
		}
	}
}

// export writes CSV as the console does: with a byte order mark and CRLF.
func export(lines [][]string) []byte {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	for _, line := range lines {
		cells := make([]string, len(line))
		for i := range line {
			cells[i] = EscapeFormula(line[i])
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes()
}

// TestExportReturns: whatever texts our own export has, it is read as it was
// written, but for line ends and white space around a cell.
func TestExportReturns(t *testing.T) {
	normal := func(s string) string {
		s = strings.ReplaceAll(strings.ToValidUTF8(EscapeFormula(s), "\ufffd"), "\r\n", "\n")
		return strings.TrimSpace(strings.ReplaceAll(s, "\r", "\n"))
	}
	returns := func(ids []int64, text, more string) bool {
		if strings.ContainsRune(text+more, 0) {
			return true // no text has NUL; such a file is refused
		}
		lines := [][]string{{"vdnId", "defId", "displayResult", "obsCodes"}}
		var want [][]string
		for _, id := range ids {
			line := []string{"40", strconv.FormatInt(max(id, -id)|1, 10), text, more}
			lines = append(lines, line)
			want = append(want, []string{"40", line[1], normal(text), normal(more)})
		}
		data := export(lines)
		table, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Errorf("%q: %v", data, err)
			return false
		}
		var got [][]string
		for row, err := range table.Rows() {
			if err != nil {
				t.Errorf("%q: %v", data, err)
			}
			got = append(got, []string{row.Cell(0), row.Cell(1), row.Cell(2), row.Cell(3)})
		}
		if column, _ := table.Find(DefID); column != 1 || cmp.Diff(want, got) != "" {
			t.Errorf("%q: column %d (-want +got)\n%s", data, column, cmp.Diff(want, got))
			return false
		}
		return true
	}
	for _, text := range []string{"", "=1", "a\r\nb", "\r", `"`, `","`, "忙音, 无人接听", "a;b\tc", "\ufeff",
		"defId", "1,402"} {
		returns([]int64{1402245659, 7}, text, "00605 34609")
	}
	if err := quick.Check(returns, nil); err != nil {
		t.Error(err)
	}
}
