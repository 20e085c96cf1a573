package spreadsheet

import (
	"iter"
	"strconv"

	"golang.org/x/text/width"

	"isales-console/safetext"
)

// Sheet is a table to be written: as CSV, or as a sheet of a workbook.
type Sheet struct {
	// Name is that of the sheet in a workbook: 1 to 31 characters without : \ / ? * [ and ].
	Name    string
	Columns []string
	// Rows have a cell for each column: a string, which stays a text even when all of it is digits, an int from 0 on
	// for what is counted, or nil for none.
	// They are asked for more than once.
	Rows iter.Seq[[]any]
}

// text is a cell as it is shown, on one line. A cell of any other type than those of [Sheet] panics.
func text(cell any) string {
	switch cell := cell.(type) {
	case nil:
		return ""
	case int:
		return strconv.Itoa(cell)
	}
	return safetext.Line(cell.(string))
}

// The width of a column in characters.
const (
	minWidth     = 8
	maxWidth     = 60
	filterButton = 4    // of a header
	maxMeasured  = 1000 // rows
)

// widths returns how wide each column is shown: as its longest cell, within limits.
func (s Sheet) widths() []float64 {
	list := make([]float64, len(s.Columns))
	for i, name := range s.Columns {
		list[i] = float64(max(minWidth, textWidth(name)+filterButton))
	}
	n := 0
	for row := range s.Rows {
		for i, cell := range row {
			list[i] = min(max(list[i], float64(textWidth(text(cell))+1)), maxWidth)
		}
		if n++; n == maxMeasured {
			break
		}
	}
	return list
}

// textWidth counts the characters of a text up to maxWidth; Chinese ones are twice as wide.
func textWidth(s string) (n int) {
	for _, r := range s {
		if n >= maxWidth {
			break
		}
		n++
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}
