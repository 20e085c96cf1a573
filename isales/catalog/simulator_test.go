package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/isales/isalestest"
)

func TestReadAgreesWithTheSimulatorsData(t *testing.T) {
	// The second has every result mapping codes several times over.
	for name, d := range map[string]*isalestest.Data{"300 x 4": isalestest.Generate(7, 300, 4),
		"4 x 250": isalestest.Generate(7, 4, 250)} {
		t.Run(name, func(t *testing.T) {
			_, client := newPair(t, d)
			c := read(t, client.InLanguage(isales.English), catalog.Options{})
			rows, codes := rowsOf(d)
			want := naive(7, rows, codes)
			if diff := cmp.Diff(want, viewOf(c, codes)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if len(want.Unmapped) != 12 || len(want.Twice) != 108 ||
				want.Mappings != len(rows)*len(d.VDNs[0].Results[0].Mappings) {
				t.Errorf("%d unmapped, %d twice, %d mappings: the data does not test much", len(want.Unmapped),
					len(want.Twice), want.Mappings)
			}
			for _, r := range rows {
				got, ok := c.Result(r.DefID)
				want := catalog.Result{DefID: r.DefID, DisplayResult: r.DisplayResult, Code: r.Code,
					Mappings: r.answer.Mappings}
				if diff := cmp.Diff(want, got); !ok || diff != "" {
					t.Fatalf("result %s: found %v (-want +got)\n%s", r.DefID, ok, diff)
				}
			}
			var dictionary []isales.OBSCodeText
			for _, e := range d.VDNs[0].Codes {
				dictionary = append(dictionary, isales.OBSCodeText{Code: e.Code, Text: e.English})
				if got := c.Text(e.Code); got != e.English {
					t.Errorf("text of %s: got %q, want %q", e.Code, got, e.English)
				}
			}
			if diff := cmp.Diff(dictionary, c.Codes()); diff != "" || c.CodesErr() != nil || c.VDNID() != 7 {
				t.Errorf("VDN %d, dictionary's error %v (-want +got)\n%s", c.VDNID(), c.CodesErr(), diff)
			}
		})
	}
}

func TestEveryCallIsMadeOnce(t *testing.T) {
	d := isalestest.Generate(7, 300, 4)
	s, client := newPair(t, d)
	read(t, client, catalog.Options{})
	want := []string{}
	for page := range 6 {
		want = append(want, fmt.Sprintf("7/queryOBSResults?pageNum=%d&pageSize=50", page+1))
	}
	for page := range 3 {
		want = append(want, fmt.Sprintf("7/queryOBSResultCode?pageNum=%d&pageSize=50", page+1))
	}
	for _, r := range d.VDNs[0].Results {
		want = append(want, "7/"+r.DefID+"/queryObsResultDetail?")
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, calls(s)); diff != "" {
		t.Errorf("calls (-want +got)\n%s", diff)
	}
}

// calls returns the calls that the simulator received, sorted.
func calls(s *isalestest.Server) (paths []string) {
	for _, r := range s.Requests() {
		_, path, _ := strings.Cut(r.Path, "/campaigns/")
		paths = append(paths, path+"?"+r.RawQuery)
	}
	slices.Sort(paths)
	return paths
}

// failingDetails makes every tenth result fail, by its ID.
func failingDetails(r isalestest.Request, _ int) isalestest.Fault {
	if r.Operation == isalestest.OperationDetail && strings.HasSuffix(r.DefID, "7") {
		return isalestest.FaultStatus503
	}
	return isalestest.FaultNone
}

func TestFailedDetailsAreKeptAndAskedAgain(t *testing.T) {
	d := isalestest.Generate(7, 300, 4)
	s, client := newPair(t, d)
	s.SetDecider(failingDetails)
	var told catalog.Progress
	first := read(t, client, catalog.Options{Progress: func(p catalog.Progress) { told = p }})

	rows, codes := rowsOf(d)
	whole := naive(7, rows, codes)
	again := []string{"queryOBSResultCode", "queryOBSResultCode", "queryOBSResultCode"}
	again = append(again, slices.Repeat([]string{"queryOBSResults"}, 6)...)
	for i := range rows {
		if strings.HasSuffix(rows[i].DefID, "7") {
			rows[i].err = isales.ErrStatus
			again = append(again, rows[i].DefID)
		}
	}
	if diff := cmp.Diff(naive(7, rows, codes), viewOf(first, codes)); diff != "" {
		t.Errorf("with failures (-want +got)\n%s", diff)
	}
	if want := (catalog.Progress{Listed: 300, ListTotal: 300, Done: 300, Total: 300, Failed: 30}); told != want {
		t.Errorf("told %+v at last, want %+v", told, want)
	}
	for i, r := range first.Results() {
		if !errors.Is(r.Err,
			rows[i].err) || r.Err != nil && (r.Mappings != nil || r.DisplayResult != rows[i].DisplayResult) {
			t.Errorf("result %d is %+v, want error %v", i, r, rows[i].err)
		}
	}

	s.SetDecider(nil)
	s.ResetRequests()
	var steps []catalog.Progress
	second := read(t, client,
		catalog.Options{Previous: first, Progress: func(p catalog.Progress) { steps = append(steps, p) }})
	slices.Sort(again)
	if diff := cmp.Diff(again, subjects(s)); diff != "" {
		t.Errorf("asked again (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(whole, viewOf(second, codes)); diff != "" {
		t.Errorf("read again (-want +got)\n%s", diff)
	}
	want := catalog.Progress{Listed: 300, ListTotal: 300, Done: 270, Total: 300}
	if len(steps) != 300+31 || steps[300] != want {
		t.Errorf("%d reports, the first after the list is %+v; want 331 and %+v", len(steps), steps[300], want)
	}
}

// subjects returns the IDs that were asked for, and the operation of calls that
// have none, sorted.
func subjects(s *isalestest.Server) (asked []string) {
	for _, r := range s.Requests() {
		if r.DefID != "" {
			asked = append(asked, r.DefID)
		} else {
			asked = append(asked, r.Operation)
		}
	}
	slices.Sort(asked)
	return asked
}

func TestListsThatFail(t *testing.T) {
	fault := func(operation string, from int) func(isalestest.Request, int) isalestest.Fault {
		return func(r isalestest.Request, n int) isalestest.Fault {
			if r.Operation == operation && !strings.HasPrefix(r.RawQuery, fmt.Sprintf("pageNum=%d&", from-1)) {
				return isalestest.FaultStatus503
			}
			return isalestest.FaultNone
		}
	}
	d := isalestest.Generate(7, 60, 4)
	s, client := newPair(t, d)

	s.SetDecider(fault(isalestest.OperationCodes, 2)) // page 1 is good
	c := read(t, client, catalog.Options{})
	rows, _ := rowsOf(d)
	if !errors.Is(c.CodesErr(), isales.ErrStatus) || len(c.Codes()) != 50 || c.Mappings() != 240 || !c.Complete() {
		t.Errorf("without a dictionary: error %v, %d codes, %d mappings, complete %v", c.CodesErr(), len(c.Codes()),
			c.Mappings(), c.Complete())
	}
	if got := ids(c.ResultsFor(rows[5].answer.Mappings[1].OBSCode)); !strings.Contains(got, rows[5].DefID) {
		t.Errorf("without a dictionary the second code of %s leads to %q", rows[5].DefID, got)
	}

	for from := 1; from <= 2; from++ { // nothing, then page 1 only
		s.ResetRequests()
		s.SetDecider(fault(isalestest.OperationResults, from))
		c, err := catalog.Read(t.Context(), client, 7, catalog.Options{})
		if !errors.Is(err, isales.ErrStatus) || c != nil || !strings.HasPrefix(err.Error(),
			"catalog: results of VDN 7: ") {
			t.Errorf("without a list: %v, error %v", c, err)
		}
		if n := len(s.Requests()); n != from {
			t.Errorf("%d calls, want %d", n, from)
		}
	}
}
