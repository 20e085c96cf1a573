package spreadsheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// WriteCSV writes the table for spreadsheet programs, row by row. A byte order mark tells Excel that it is UTF-8. Excel
// drops the leading zeros of a code: a column of codes needs another one with code and description as one text. The
// error is out's own.
func (s Sheet) WriteCSV(out io.Writer) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if err := w.Write(s.Columns); err != nil {
		return err
	}
	line := make([]string, len(s.Columns))
	for row := range s.Rows {
		for i, cell := range row {
			line[i] = EscapeFormula(text(cell))
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// EscapeFormula keeps a spreadsheet program from taking a text for a formula: an
// apostrophe goes before it. Full-width signs begin a formula in a Chinese Excel.
func EscapeFormula(cell string) string {
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, sign) {
			return "'" + cell
		}
	}
	return cell
}
