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
	thousands     = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+$`)
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

func (f *textFile) open() *bufio.Reader {
	decoded := transform.NewReader(io.NewSectionReader(f.r, 0, f.size), f.encoding.decoder())
	return bufio.NewReaderSize(&lineReader{r: decoded}, 64<<10)
}

// findSeparator takes the separator that the first line names, else the one with
// which a header is found, else the one that parts most of the first lines. A
// header of one column means that nothing is parted, and so do numbers with commas
// between groups of three.
func (f *textFile) findSeparator() error {
	first, err := f.open().ReadString('\n')
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
	for _, comma := range "\t;," {
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
	for row, err := range f.records() {
		if err != nil || n == maxTrialRows {
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

// records reads the text record by record.
func (f *textFile) records() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		in := f.open()
		before := 0 // lines that are no rows of their own
		if f.named {
			_, _ = in.ReadString('\n')
		}
		lines := csv.NewReader(in)
		lines.Comma, lines.FieldsPerRecord, lines.LazyQuotes, lines.ReuseRecord = f.comma, -1, true, true
		for {
			cells, err := lines.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			line, _ := lines.FieldPos(0)
			row := Row{Number: line - before, Cells: cells}
			var bad error
			if len(cells) > maxColumns {
				yield(row, &RowError{row.Number, TooWide})
				return
			}
			for _, cell := range cells {
				before += strings.Count(cell, "\n")
				if len(cell) > maxCell && utf8.RuneCountInString(cell) > maxCell {
					bad = &RowError{row.Number, LongCell}
				}
			}
			if filled(cells) == 0 {
				continue
			}
			if !yield(row, bad) {
				return
			}
		}
	}
}
