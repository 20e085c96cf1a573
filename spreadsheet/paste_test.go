package spreadsheet

import (
	"slices"
	"strings"
	"testing"
)

// TestPasted: which texts are copies of a table, with the cells of their last row, and which are lists or prose.
func TestPasted(t *testing.T) {
	tests := map[string]struct {
		text, header, last string // cells joined by bars; last is empty for what is no table
	}{
		"nothing":                         {"", "", ""},
		"not text":                        {"\x00\x01\x02\x03", "", ""},
		"a list":                          {"140\n141\n142", "", ""},
		"a name above a list":             {"defId\n140\n141", "", ""},
		"names of two columns":            {"name,defId\nbusy,140", "name|defId", "busy|140"},
		"names below a title":             {"Report\nname,defId\nbusy,140", "name|defId", "busy|140"},
		"names alone":                     {"name,defId", "name|defId", "name|defId"},
		"two cells":                       {"40\t140", "", ""},
		"two rows of two cells":           {"40\t140\n41\t141", "", ""},
		"three cells":                     {"40\t140\tbusy", "", "40|140|busy"},
		"three cells with commas":         {"40,140,busy", "", ""},
		"three cells, then two":           {"40\t140\tbusy\n41\t141", "", "41|141"},
		"a first row of words":            {"who,what\n40,140", "", "40|140"},
		"a first row with a digit":        {"who,what2\n40,140", "", ""},
		"rows of another width":           {"who,what\n40,140,141", "", ""},
		"a last row of another width":     {"who,what\n40,140\n41", "", ""},
		"a row between of another width":  {"who,what\n40\n41,141", "", ""},
		"words alone":                     {"who,what", "", ""},
		"the name of phone numbers alone": {"phone1", "", "phone1"},
		"one column of phone numbers":     {"手机号\n00000000001\n00000000002", "", "00000000002"},
		"one column with an unknown name": {"who\n40\n41", "", ""},
	}
	for name, tt := range tests {
		table, ok := Pasted(tt.text)
		var header, last string
		if ok {
			header = strings.Join(table.Header, "|")
			for row, err := range table.All() {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				last = strings.Join(slices.Clone(row.Cells), "|")
			}
		}
		if ok != (tt.last != "") || header != tt.header || last != tt.last {
			t.Errorf("%s: table %t, header %q, last row %q", name, ok, header, last)
		}
	}
}
