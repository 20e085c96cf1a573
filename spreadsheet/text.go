package spreadsheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// noSeparator is in no text: each line is one cell.
const noSeparator = '\x1f'

var (
	separatorLine = regexp.MustCompile(`(?i)^\x{feff}?"?sep=(.)"?$`)
	thousands     = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.0+)?$`)
)

// textFile is a text with its encoding and separator.
type textFile struct {
	r        io.ReaderAt
	size     int64
	encoding charset
	comma    rune
	named    bool // the first line names the separator and is no row
}

func (t *Table) openText(r io.ReaderAt, size int64, head []byte) error {
	enc, err := detect(r, size, head)
	if err != nil {
		return err
	}
	f := textFile{r: r, size: size, encoding: enc}
	if err := f.findSeparator(); err != nil {
		return err
	}
	t.Encoding, t.separator, t.records = enc.name, f.comma, f.records
	return nil
}

// open returns the text as UTF-8 with line feeds. Reading ends after limited.N bytes.
func (f *textFile) open() (in *bufio.Reader, limited *io.LimitedReader) {
	text := transform.Chain(f.encoding.decoder(), loneCR{})
	limited = &io.LimitedReader{R: transform.NewReader(io.NewSectionReader(f.r, 0, f.size), text), N: maxRecord}
	return bufio.NewReaderSize(limited, 64<<10), limited
}

// findSeparator takes the separator that the first line names, else the one with
// which a header is found, else the one that parts most of the first lines. A
// header of one column means that nothing is parted, and so do numbers with commas
// between groups of three.
func (f *textFile) findSeparator() error {
	in, _ := f.open()
	first, err := in.ReadString('\n')
	if err != nil && err != io.EOF {
		return err
	}
	if m := separatorLine.FindStringSubmatch(strings.TrimRight(first, "\r\n")); m != nil {
		f.comma, _ = utf8.DecodeRuneInString(m[1])
		if f.named = true; f.comma != '"' {
			return nil
		}
	}
	best := 0
	f.comma = noSeparator
	for _, comma := range "\t;,|" {
		trial := *f
		trial.comma = comma
		if score := trial.score(); score > best {
			best, f.comma = score, comma
		}
	}
	return nil
}

// score says how well a separator suits; 0 when it parts nothing.
func (f *textFile) score() int {
	n, parted, header, grouped := 0, 0, 0, 0
	for row := range f.records() {
		if row.Cells == nil || n == maxTrialRows {
			break
		}
		if n++; n <= maxHeaderRow {
			if score, _ := matchHeader(row.Cells); score > 0 && len(row.Cells) == 1 {
				return 0
			} else if score > 0 {
				header = 1000
			}
		}
		if filled(row.Cells) > 1 {
			parted++
		}
		if thousands.MatchString(strings.Join(row.Cells, ",")) {
			grouped++
		}
	}
	if parted == 0 || f.comma == ',' && grouped == n {
		return 0
	}
	return header + parted
}

// records reads the text record by record. It ends at one of more than maxRecord bytes, whose cells are not known.
func (f *textFile) records() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		in, limited := f.open()
		before := 0 // lines that are no rows of their own
		if f.named {
			_, _ = in.ReadString('\n')
		}
		lines := csv.NewReader(in)
		lines.Comma, lines.FieldsPerRecord, lines.LazyQuotes, lines.ReuseRecord = f.comma, -1, true, true
		for {
			limited.N = maxRecord
			cells, err := lines.Read()
			cut := limited.N <= 0
			switch {
			case errors.Is(err, io.EOF) && cut: // so far there are empty lines alone
				before++ // lines counts the end as one
				continue
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(Row{}, err)
				return
			}
			line, _ := lines.FieldPos(0)
			row := Row{Number: line - before, Cells: cells}
			switch {
			case len(cells) > maxColumns:
				yield(row, &RowError{row.Number, TooWide})
				return
			case cut:
				yield(Row{Number: row.Number}, &RowError{row.Number, LongCell})
				return
			}
			long := false
			for _, cell := range cells {
				before += strings.Count(cell, "\n")
				long = long || len(cell) > maxCell && utf8.RuneCountInString(cell) > maxCell
			}
			if err = nil; long {
				err = &RowError{row.Number, LongCell}
			}
			if filled(cells) > 0 && !yield(row, err) {
				return
			}
		}
	}
}
