package spreadsheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// Properties describe a workbook.
type Properties struct {
	Title, Creator string
	Language       string // tag of the language of its texts
}

// textFormat is the number format "@" of text cells: 00605 keeps its zeros also when its cell is edited.
const textFormat = 49

// Workbook writes an XLSX file of at least one sheet, in their order. Equal sheets make equal bytes. Texts are text
// cells: none is ever a number or a formula. Control characters are visible; a text that Excel has no room for ends
// with an ellipsis. The error is that of a name or a row that Excel does not allow.
func Workbook(about Properties, sheets ...Sheet) ([]byte, error) {
	book := newBook()
	defer book.Close()
	if err := book.SetSheetName(firstSheet, sheets[0].Name); err != nil {
		return nil, err
	}
	for _, s := range sheets {
		if _, err := book.NewSheet(s.Name); err != nil {
			return nil, err
		}
		if err := writeSheet(book, s); err != nil {
			return nil, err
		}
	}
	err := book.SetDocProps(&excelize.DocProperties{Title: about.Title, Creator: about.Creator, Language: about.Language})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = book.Write(&b)
	return b.Bytes(), err
}

// firstSheet is the one that a new workbook has.
const firstSheet = "Sheet1"

// inMemory keeps a workbook there: excelize moves sheets above 16 MiB to temporary files where it can, and below a file
// it cannot.
var inMemory = excelize.Options{TmpDir: os.DevNull}

// newBook returns an empty workbook.
func newBook() *excelize.File {
	return excelize.NewFile(inMemory).SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		return &sortedZIP{w, map[string]*bytes.Buffer{}}
	})
}

// writeSheet fills an empty sheet: the header bold, above the rows when they are scrolled, with a filter.
func writeSheet(book *excelize.File, s Sheet) error {
	bold, err := book.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	plain, err := book.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return err
	}
	// NewStreamWriter would write that of an empty sheet.
	if err := book.SetSheetDimension(s.Name, ""); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	err = w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	for i, width := range s.widths() {
		err = errors.Join(err, w.SetColWidth(i+1, i+1, width))
	}
	header := make([]any, len(s.Columns))
	for i, name := range s.Columns {
		header[i] = name
	}
	err = errors.Join(err, w.SetRow("A1", cells(header, bold)))
	last := 1
	for row := range s.Rows {
		if err != nil {
			return err
		}
		last++
		err = w.SetRow("A"+strconv.Itoa(last), cells(row, plain))
	}
	corner, nameErr := excelize.CoordinatesToCellName(len(s.Columns), last)
	return errors.Join(err, nameErr, book.AutoFilter(s.Name, "A1:"+corner, nil), w.Flush())
}

// cells gives the texts of a row their style.
func cells(row []any, style int) []any {
	list := make([]any, len(row))
	for i, cell := range row {
		switch cell.(type) {
		case nil, int:
			list[i] = cell
		default:
			list[i] = excelize.Cell{StyleID: style, Value: fit(text(cell))}
		}
	}
	return list
}

// fit cuts a text that is longer than a cell of Excel may be, at a space if there is one: half a code is another code.
func fit(text string) string {
	if len(text) <= maxCell {
		return text
	}
	units := utf16.Encode([]rune(text))
	if len(units) <= maxCell {
		return text
	}
	text = string(utf16.Decode(units[:maxCell-1]))
	return text[:cmp.Or(strings.LastIndexByte(text, ' ')+1, len(text))] + "…"
}

// sortedZIP writes the parts of a workbook by their names: excelize keeps sheets in no order.
type sortedZIP struct {
	out   io.Writer
	parts map[string]*bytes.Buffer
}

// Create begins a part.
func (z *sortedZIP) Create(name string) (io.Writer, error) {
	z.parts[name] = new(bytes.Buffer)
	return z.parts[name], nil
}

// AddFS is not supported.
func (*sortedZIP) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the file.
func (z *sortedZIP) Close() error {
	file := zip.NewWriter(z.out)
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		part, err := file.Create(name)
		if err == nil {
			_, err = z.parts[name].WriteTo(part)
		}
		if err != nil {
			return err
		}
	}
	return file.Close()
}
