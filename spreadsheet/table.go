// Package spreadsheet reads tables as people have them, in XLSX and in text of any
// encoding, line end and separator, and writes them as CSV and XLSX with cells that
// no spreadsheet program takes for a formula. It knows nothing of HTTP and writes no files.
package spreadsheet

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// Limits of what is read.
const (
	maxColumns   = 1000    // a wider table is refused
	maxCell      = 32767   // characters of a cell, as in Excel; more come of a quote that is never closed
	maxRecord    = 1 << 20 // bytes of a row of text: 1 MiB of separators takes 40 MiB as cells
	maxHeaderRow = 10      // where a header is looked for
	maxSample    = 3       // rows of a ChooseError
	maxTrialRows = 100     // records that decide on the separator
)

// Table is an opened file. It reads from the file as long as rows are asked for.
type Table struct {
	Kind      Kind
	Encoding  string // of text, as IANA names it; "" for XLSX
	Header    []string
	header    int  // row number of Header, 0 for none
	separator rune // of text; noSeparator for one column
	list      bool
	columns   map[Field]int
	records   func() iter.Seq2[Row, error]
}

// Row is a row of the table that has at least one cell. Cells is valid until the
// next row and may be shorter than the header.
type Row struct {
	Number int // as a spreadsheet program counts, from 1
	Cells  []string
}

// Cell returns the cell of a column, counted from 0, without white space around it;
// "" for one that the row does not have.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[column])
}

// Errors of Open.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrDamaged  = errors.New("the file is damaged")
	ErrTooLarge = errors.New("the file is too large when unpacked")
)

// KindError is a file that is no table: Kind names what it is instead.
type KindError struct{ Kind Kind }

func (e *KindError) Error() string { return "no table: the file is " + string(e.Kind) }

// RowError is a row that cannot be used.
type RowError struct {
	Row     int // as [Row.Number]
	Problem Problem
}

func (e *RowError) Error() string { return fmt.Sprintf("row %d: %s", e.Row, e.Problem) }

// Problem is what is wrong with a row; a key for messages.
type Problem string

// The problems.
const (
	MoreCells Problem = "more_cells" // more cells than the header has: a separator stands inside a value
	TooWide   Problem = "too_wide"   // more than maxColumns cells; no row follows
	// LongCell is a cell of more than maxCell characters: a quote is perhaps not closed. Without cells it is a row of
	// more than maxRecord bytes; no row follows.
	LongCell Problem = "long_cell"
)

// ChooseError says that a table has several columns and that none of them has a
// known name. It carries what a person needs to choose one, and nothing else.
type ChooseError struct {
	Columns int
	Header  []string   // nil when no row has a known name
	Sample  [][]string // the first rows below the header, at most three
}

func (e *ChooseError) Error() string { return fmt.Sprintf("choose one of %d columns", e.Columns) }

// Open recognises a file by its content. Other errors than those of r are
// [*KindError], [ErrEmpty], [ErrDamaged], [ErrTooLarge] and [*RowError].
func Open(r io.ReaderAt, size int64) (*Table, error) {
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	t := &Table{Kind: kindOf(head)}
	var err error
	switch t.Kind {
	case Text:
		err = t.openText(r, size, head)
	case archive:
		err = t.openXLSX(r, size)
	default:
		err = &KindError{t.Kind}
	}
	if err != nil {
		return nil, err
	}
	return t, t.findHeader()
}

// findHeader looks for known names in the first rows. Of several rows the one with
// the best name counts: a title may stand above it.
func (t *Table) findHeader() error {
	n, best, width, phones := 0, 0, 0, false
	for row, err := range t.All() {
		if err != nil {
			return err
		}
		n++
		phones = phones || isPhone(row.Cell(0))
		width = max(width, filled(row.Cells))
		if score, columns := matchHeader(row.Cells); score > best {
			best, t.columns, t.header, t.Header = score, columns, row.Number, slices.Clone(row.Cells)
		}
		if n == maxHeaderRow {
			break
		}
	}
	if n == 0 {
		return ErrEmpty
	}
	t.list = best == 0 && width == 1 && !phones
	return nil
}

// filled returns the number of cells without the empty ones at the end.
func filled(cells []string) int {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return n
}

// Find returns the column with one of the names of a field.
func (t *Table) Find(f Field) (column int, ok bool) {
	column, ok = t.columns[f]
	return column, ok
}

// List reports whether the file is one column without a header, or with an unknown
// one that is not the name of phone numbers. Its cells are lines of any text.
func (t *Table) List() bool { return t.list }

// Pick returns the column of a field, or the only column there is. The error is a
// *[ChooseError] when a person has to choose.
func (t *Table) Pick(f Field) (int, error) {
	if column, ok := t.Find(f); ok {
		return column, nil
	}
	if t.list {
		return 0, nil
	}
	choose := &ChooseError{Header: t.Header}
	for row, err := range t.Rows() {
		var bad *RowError
		if err != nil && !errors.As(err, &bad) {
			return 0, err
		}
		choose.Columns = max(choose.Columns, filled(row.Cells))
		if len(choose.Sample) < maxSample {
			choose.Sample = append(choose.Sample, slices.Clone(row.Cells))
		} else if len(choose.Sample) == maxSample {
			break
		}
	}
	choose.Columns = max(choose.Columns, len(t.Header))
	return 0, choose
}

// Rows returns the rows below the header; all rows when there is none. It can be
// called again. A *[RowError] of MoreCells or LongCell comes with its row, and the rows go
// on; any other error is the last element.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for row, err := range t.records() {
			if err == nil && row.Number <= t.header {
				continue
			}
			if err == nil && t.Kind == Text && (t.list || t.header > 0) && filled(row.Cells) > max(1, len(t.Header)) {
				err = &RowError{row.Number, MoreCells}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
