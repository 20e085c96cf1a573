package spreadsheet

import "strings"

// Pasted reads a text that was copied out of a table. ok is false for a list, for one
// record that no tab parts, and for prose: what is no more than numbers with something
// between them.
//
// A text is a table when a header of several columns has a known name, when the tabs of
// a spreadsheet part it into three columns or more, or when all its records have the same
// number of cells below a first one without a digit. One column is a table when it is
// named as that of phone numbers.
func Pasted(text string) (t *Table, ok bool) {
	t, err := Open(strings.NewReader(text), int64(len(text)))
	if err != nil || t.Kind != Text || t.list {
		return nil, false
	}
	if len(t.Header) > 1 {
		return t, true
	}
	if t.header > 0 {
		return nil, false // a name above a list
	}
	records, width, even, digits := 0, 0, true, false
	for row, err := range t.records() {
		if err != nil {
			return nil, false
		}
		if records++; records == 1 {
			width = filled(row.Cells)
			digits = strings.ContainsAny(strings.Join(row.Cells, ""), "0123456789")
		}
		even = even && filled(row.Cells) == width
	}
	return t, width == 1 || t.separator == '\t' && width > 2 || even && records > 1 && !digits
}
