package handlers

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/safetext"
	"isales-console/spreadsheet"
)

// hostileResult has every cell that a spreadsheet could misread.
func hostileResult() *isales.ExternalResult {
	return &isales.ExternalResult{
		VDNID: 40, DefID: "1", DisplayResult: `=HYPERLINK("https://example.invalid","x")`, Code: "002",
		Mappings: []isales.Mapping{
			{MapID: "+1", OBSCode: "@9", DefID: "1", VDNID: 41},
			{MapID: "1059886898", OBSCode: "00008", DefID: "=2", VDNID: 40},
			{MapID: "", OBSCode: ""},
			{MapID: "a \"b\"\nc,d", OBSCode: "－1"},
		},
		ReceivedAt: testNow(),
	}
}

// FuzzResultCSV reads the file back: no text may break out of its cell, and none
// is lost; control characters are visible.
//
//	go test ./handlers -fuzz FuzzResultCSV
func FuzzResultCSV(f *testing.F) {
	for _, m := range hostileResult().Mappings {
		f.Add("=1", "002", m.MapID, m.OBSCode)
	}
	f.Add("a\r\nb", `"`, "\r", `\.`)
	f.Add(",", " 0", "\ufeff", "\x00\xff")
	f.Fuzz(func(t *testing.T, display, code, mapID, obsCode string) {
		r := &isales.ExternalResult{DisplayResult: display, Code: code,
			Mappings: []isales.Mapping{{MapID: mapID, OBSCode: obsCode}, {MapID: obsCode, OBSCode: mapID}}}
		sheet := resultSheet(english40, resultID{40, 1}, r, mappingRows(r, english40, nil))
		file, ok := strings.CutPrefix(csvText(t, sheet), "\ufeff")
		if !ok {
			t.Fatal("no byte order mark")
		}
		lines, err := csv.NewReader(strings.NewReader(file)).ReadAll()
		if err != nil {
			t.Fatalf("%v in\n%s", err, file)
		}
		want := [][]string{sheet.Columns}
		for i, m := range r.Mappings {
			row := mappingRows(r, english40, nil)[i]
			want = append(want, []string{"40", "1", display, code, m.OBSCode, strings.TrimSpace(m.OBSCode + " " + row.Meaning),
				row.Meaning, row.Group, row.ReleasedBy, row.Action.Text, row.Suggests, m.MapID, "", "", textTwin(code, display)})
		}
		for _, line := range want[1:] {
			for i, cell := range line {
				line[i] = spreadsheet.EscapeFormula(safetext.Line(cell))
			}
		}
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		for _, line := range lines[1:] {
			for _, cell := range line {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
					t.Errorf("%q is a formula", cell)
				}
			}
		}
	})
}
