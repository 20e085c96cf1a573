package spreadsheet

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"iter"
	"path"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of an unpacked workbook. All of it is held in memory.
const (
	maxUnpacked = 64 << 20
	maxStrings  = 16 << 20 // of the texts of all cells
	maxDepth    = 64       // of elements in one another
	maxParts    = 2000
	maxToken    = 1 << 20 // bytes of a tag or a text
	maxCells    = 16384   // of a row, as in Excel
	maxHeld     = 4 << 20 // cells of a sheet, empty ones too
)

// inexact matches what is shown of numbers with more digits than fit.
var inexact = regexp.MustCompile(`^\d(?:\.\d+)?E\+\d+$|^\d{16,}$`)

func (t *Table) openXLSX(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return ErrDamaged
	}
	if kind := kindOfZIP(z); kind != XLSX {
		return &KindError{kind}
	}
	if err := checkParts(z); err != nil {
		return err
	}
	// With both limits the same excelize keeps all parts in memory and makes no
	// temporary files.
	book, err := excelize.OpenReader(io.NewSectionReader(r, 0, size),
		excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return ErrDamaged
	}
	sheet := ""
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); err == nil && visible {
			sheet = name
			break
		}
	}
	if sheet == "" {
		return ErrEmpty
	}
	t.Kind = XLSX
	rows, err := hold(sheetRows(book, sheet))
	if err != nil {
		return err
	}
	t.records = func() iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for _, held := range rows {
				if !yield(held.Row, held.err) {
					return
				}
			}
		}
	}
	return nil
}

// heldRow is what a reading of a sheet yields.
type heldRow struct {
	Row
	err error
}

// hold reads a sheet once, which takes most of the time that a workbook takes. The error is ErrTooLarge; others are in
// the last row.
func hold(rows iter.Seq2[Row, error]) (held []heldRow, err error) {
	cells := 0
	for row, err := range rows {
		if cells += len(row.Cells); cells > maxHeld {
			return nil, ErrTooLarge
		}
		held = append(held, heldRow{row, err})
	}
	return held, nil
}

func kindOfZIP(z *zip.Reader) Kind {
	kind := ZIP
	for _, part := range z.File {
		switch name := strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/")); {
		case name == "xl/workbook.xml":
			return XLSX
		case name == "xl/workbook.bin":
			kind = XLSB
		case name == "mimetype" && kind == ZIP:
			kind = OpenDocument
		}
	}
	return kind
}

// checkParts refuses workbooks that would take too much memory or time, and those whose XML breaks off, of which
// excelize reads the rows before. A workbook may have its sheet in a part of any name.
func checkParts(z *zip.Reader) error {
	if len(z.File) > maxParts {
		return ErrTooLarge
	}
	var total uint64
	for _, part := range z.File {
		name := strings.ToLower(part.Name)
		size := part.UncompressedSize64
		total += size
		if size > maxUnpacked || total > maxUnpacked {
			return ErrTooLarge
		}
		if strings.HasSuffix(name, "sharedstrings.xml") && size > maxStrings {
			return ErrTooLarge
		}
	}
	for _, part := range z.File {
		ext := path.Ext(strings.ToLower(part.Name))
		if err := checkXML(part); err == ErrTooLarge || err != nil && (ext == ".xml" || ext == ".rels") {
			return err
		}
	}
	return nil
}

// checkXML reads the XML of a part without keeping it.
func checkXML(part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return ErrDamaged
	}
	defer in.Close()
	limited := &io.LimitedReader{R: in}
	tokens := xml.NewDecoder(limited)
	tokens.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for depth, cells := 0, 0; ; {
		limited.N = maxToken
		token, err := tokens.RawToken()
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			switch token.Name.Local {
			case "row":
				cells = 0
			case "c":
				cells++
			}
		case xml.EndElement:
			depth--
		}
		switch {
		case err == io.EOF && depth == 0:
			return nil
		case err != nil || depth < 0:
			return ErrDamaged
		case depth > maxDepth, cells > maxCells:
			return ErrTooLarge
		}
	}
}

// sheetRows reads the cells of a sheet as they are shown, but numbers that are
// shown with an exponent as they are stored.
func sheetRows(book *excelize.File, sheet string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		shown, err := book.Rows(sheet)
		if err != nil {
			yield(Row{}, ErrDamaged)
			return
		}
		stored := storedRows{book: book, sheet: sheet}
		for n := 1; shown.Next(); n++ {
			cells, err := shown.Columns()
			if err != nil {
				yield(Row{Number: n}, ErrDamaged)
				return
			}
			row := Row{Number: n, Cells: cells}
			if len(cells) > maxColumns {
				yield(row, &RowError{n, TooWide})
				return
			}
			for i, cell := range cells {
				if inexact.MatchString(cell) {
					cells[i] = stored.cell(n, i, cell)
				}
			}
			if filled(cells) > 0 && !yield(row, nil) {
				return
			}
		}
		if shown.Error() != nil {
			yield(Row{}, ErrDamaged)
		}
	}
}

// storedRows reads a sheet once more, as far as cells are asked for.
type storedRows struct {
	book  *excelize.File
	sheet string
	rows  *excelize.Rows
	row   int
	cells []string
}

// cell returns a cell as it is stored: a number with all digits that the file has.
// Rows are asked for in ascending order.
func (s *storedRows) cell(row, column int, shown string) string {
	if s.rows == nil {
		rows, err := s.book.Rows(s.sheet)
		if err != nil {
			return shown
		}
		s.rows = rows
	}
	for s.row < row && s.rows.Next() {
		s.row++
		s.cells, _ = s.rows.Columns(excelize.Options{RawCellValue: true})
	}
	if s.row != row || column >= len(s.cells) {
		return shown
	}
	return s.cells[column]
}
