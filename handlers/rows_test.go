package handlers

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/views"
)

// rowsPage is a page of a result, to compare its rows as they are sent.
func rowsPage(t *testing.T, rows []views.ReadyRow) string {
	t.Helper()
	page, err := views.AppendResult(nil, &views.ResultPage{Page: views.Page{T: &views.English}, Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// freshRows are the rows as they are made when none is kept.
func freshRows(r *isales.ExternalResult, vdnID int, own *codeList, l *tongue) (rows []views.ReadyRow) {
	for _, row := range mappingRows(r, vdnID, own, l) {
		rows = append(rows, row.Ready())
	}
	return rows
}

// everyCode is a result with every documented code and some others, some of them
// with mappings that contradict it, in any order.
func everyCode() *isales.ExternalResult {
	r := &isales.ExternalResult{VDNID: 40, DefID: "1"}
	for _, code := range append(isales.OBSCodes(), isales.OBSCode{Code: "90001"}, isales.OBSCode{Code: "<b>"}, isales.OBSCode{}, isales.OBSCode{Code: "0"}) {
		r.Mappings = append(r.Mappings, isales.Mapping{OBSCode: code.Code, VDNID: 40, DefID: "1"})
		if len(r.Mappings)%5 == 0 {
			r.Mappings = append(r.Mappings, isales.Mapping{OBSCode: code.Code, VDNID: 41}, isales.Mapping{OBSCode: code.Code, DefID: "2"})
		}
	}
	return r
}

// TestResultRows: a row that is kept is the row as it would be made, in each
// language, with each dictionary and with none, whatever was shown before.
func TestResultRows(t *testing.T) {
	r := everyCode()
	lists := []*codeList{nil, {texts: map[string]string{}},
		{texts: map[string]string{"00605": "The switch is busy.", "90001": "<i>", "00008": "用户忙"}}, {texts: map[string]string{"00605": "Busy", "<b>": "bold"}}}
	for range 2 {
		for i := range tongues {
			for n, own := range lists {
				// A dictionary is of one language.
				if own != nil && n%len(tongues) != i {
					continue
				}
				want, got := freshRows(r, 40+n, own, &tongues[i]), resultRows(r, 40+n, own, &tongues[i])
				if diff := cmp.Diff(rowsPage(t, want), rowsPage(t, got)); diff != "" {
					t.Errorf("%s, dictionary %d (-made +kept)\n%s", tongues[i].tag, n, diff)
				}
			}
		}
	}
}

// TestRowsThatAreKept are those of codes that there is something to say about:
// whatever the platform sends, no more are kept than it and the documentation
// explain.
func TestRowsThatAreKept(t *testing.T) {
	own := &codeList{texts: map[string]string{"90001": "Not authorized", "90002": "Never mapped"}}
	r := &isales.ExternalResult{VDNID: 40, Mappings: []isales.Mapping{{OBSCode: "90001"}, {OBSCode: "00008"}, {OBSCode: "00605", VDNID: 41}, {}}}
	for i := range 1000 {
		r.Mappings = append(r.Mappings, isales.Mapping{OBSCode: fmt.Sprint("no code ", i)})
	}
	resultRows(r, 40, own, &tongues[0])
	if diff := cmp.Diff([]string{"00008", "90001"}, sortedKeys(own.ready.byCode)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestResultRowsAtOnce: pages of one VDN that are made at the same time.
func TestResultRowsAtOnce(t *testing.T) {
	r, own := everyCode(), &codeList{texts: map[string]string{"00605": "The switch is busy."}}
	want := rowsPage(t, freshRows(r, 40, own, &tongues[0]))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 3 {
				if got := rowsPage(t, resultRows(r, 40, own, &tongues[0])); got != want {
					t.Error("the rows differ")
				}
			}
		})
	}
	group.Wait()
}
