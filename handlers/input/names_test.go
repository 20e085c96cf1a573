package input

import (
	"strings"
	"testing"

	"isales-console/spreadsheet"
)

// TestNames: a name that text may put before an ID is the name of such a column too.
func TestNames(t *testing.T) {
	fields := map[field]spreadsheet.Field{fieldDef: spreadsheet.DefID, fieldVDN: spreadsheet.VDNID}
	plural := map[string]bool{"ids": true, "defids": true, "externalresult": true, "外显结果": true} // not of a column of IDs
	for name, f := range names {
		if plural[name] {
			continue
		}
		file := name + ",x\n7,y\n"
		table, err := spreadsheet.Open(strings.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		if column, ok := table.Find(fields[f]); column != 0 || !ok {
			t.Errorf("%q is no name of a column", name)
		}
	}
}
