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

// TestResultCSV compares a whole file byte for byte.
func TestResultCSV(t *testing.T) {
	r := hostileResult()
	got := csvText(t, resultSheet(english40, resultID{40, 1}, r, mappingRows(r, english40, nil)))
	own := `40,1,"'=HYPERLINK(""https://example.invalid"",""x"")",002,`
	const (
		unknown = `No meaning documented: the code is not in the vendor's list`
		ask     = `,Not known,,Cannot tell,Ask the administrator whether to retry: ` +
			`the vendor's documents found so far do not explain this code.,`
		why  = `,Not known,,Cannot tell,Ask the administrator why the platform sends no code with this mapping.,`
		twin = `,"002 =HYPERLINK(""https://example.invalid"",""x"")"`
	)
	want := "\ufeff" + strings.Join([]string{
		"vdnId,defId,displayResult,externalResultCode,obsCode,codeAndDescription,description,group,releasedBy,action,suggests,mapId,warnings,note,codeAndDisplayResult",
		own + `'@9,'@9 ` + unknown + "," + unknown + ask + `'+1,The platform files this mapping under VDN 41.,` + twin,
		own + `00008,00008 The called party is being forwarded,The called party is being forwarded,Forwarded,,Retry later,Look for another number of the customer. ` +
			`Call again on another day at the earliest: the forwarding must be off first.,1059886898,The platform files this mapping under external result =2.,` + twin,
		own + `,The platform sent no OBS result code with this mapping,The platform sent no OBS result code with this mapping` + why + `,,` + twin,
		own + `'－1,'－1 ` + unknown + "," + unknown + ask + "\"a \"\"b\"\"␊c,d\",," + twin,
		"",
	}, "\r\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestResultCSVWithoutMappings still has a line with what there is.
func TestResultCSVWithoutMappings(t *testing.T) {
	r := &isales.ExternalResult{DisplayResult: "待定", Code: "014"}
	sheet := resultSheet(english40, resultID{40, 1402245671}, r, nil)
	got := csvText(t, sheet)
	want := "\ufeff" + strings.Join(sheet.Columns, ",") + "\r\n40,1402245671,待定,014,,,,,,,,,,,014 待定\r\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
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
