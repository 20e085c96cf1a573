package spreadsheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// HeaderRow returns the number of the row that Header is; 0 for none.
func (t *Table) HeaderRow() int { return t.header }

// All returns every row that has a cell, those above the header too, as the file has them. It can be called again. An
// error is the last element.
func (t *Table) All() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for row, err := range t.records() {
			if bad, ok := errors.AsType[*RowError](err); ok && bad.Problem == LongCell && len(row.Cells) > 0 {
				err = nil // it is a cell all the same
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// Annotate writes the table again as what it was read from: text with its separator as UTF-8 with a byte order mark, or
// a workbook of one sheet whose cells are texts. Rows and cells stay as and where they are, empty rows too; behind
// column width, which is that of the widest row, come the cells that more returns, at the same place in each row.
//
// A cell of a text that a spreadsheet program would take for a formula begins with an apostrophe, unless it is a number
// with a sign. A text that a workbook has no room for ends with an ellipsis. Errors are those of reading and of w.
// Nothing is written to disk.
func (t *Table) Annotate(w io.Writer, width int, more func(Row) []string) error {
	if t.Kind == XLSX {
		return t.annotateSheet(w, width, more)
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	_, _ = buffered.WriteString("\ufeff") // its error comes again at the end
	lines := csv.NewWriter(buffered)
	lines.Comma, lines.UseCRLF = t.comma(), true
	last := 0
	var cells []string
	for row, err := range t.All() {
		if err != nil {
			return err
		}
		for last++; last < row.Number; last++ {
			_ = lines.Write(nil)
		}
		cells = widen(cells, row, width, more)
		for i, cell := range cells {
			if !signedNumber(cell) {
				cells[i] = EscapeFormula(cell)
			}
		}
		if err := lines.Write(cells); err != nil {
			return err
		}
	}
	lines.Flush()
	return lines.Error()
}

// comma is the separator to write: that of the file, a comma for a file of one column.
func (t *Table) comma() rune {
	if t.separator == 0 || t.separator == noSeparator {
		return ','
	}
	return t.separator
}

// widen writes a row of width cells and what more has for it into cells.
func widen(cells []string, row Row, width int, more func(Row) []string) []string {
	cells = append(cells[:0], row.Cells[:min(len(row.Cells), width)]...)
	added := more(row)
	for len(added) > 0 && len(cells) < width {
		cells = append(cells, "")
	}
	return append(cells, added...)
}

var signedDigits = regexp.MustCompile(`^[+-]\d[\d., ]*%?$`)

// signedNumber reports whether a cell is -5 or +86 0000, which is shown as a text or a number and computes nothing.
func signedNumber(cell string) bool {
	return cell != "" && strings.IndexByte("+-", cell[0]) >= 0 && signedDigits.MatchString(cell)
}

func (t *Table) annotateSheet(w io.Writer, width int, more func(Row) []string) error {
	book := excelize.NewFile(inMemory)
	defer book.Close()
	sheet, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return err
	}
	var cells []string
	var values []any
	for row, err := range t.All() {
		if err != nil {
			return err
		}
		cells, values = widen(cells, row, width, more), values[:0]
		for _, cell := range cells {
			if cell == "" {
				values = append(values, nil)
				continue
			}
			values = append(values, fit(cell))
		}
		first, err := excelize.CoordinatesToCellName(1, row.Number)
		if err == nil {
			err = sheet.SetRow(first, values)
		}
		if err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	_, err = book.WriteTo(w)
	return err
}
