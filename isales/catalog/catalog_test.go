package catalog_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

var _ catalog.Source = (*isales.Client)(nil)

func TestEmptyVDN(t *testing.T) {
	var steps []catalog.Progress
	c := read(t, &fake{}, catalog.Options{Progress: func(p catalog.Progress) { steps = append(steps, p) }})
	if diff := cmp.Diff(view{Results: []string{}, Failed: []string{}, For: map[string]string{"00008": ""},
		Unmapped: []string{"00008"}, Complete: true},
		viewOf(c, []string{"00008"})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, ok := c.Result("1"); ok || c.Results() != nil || c.Codes() != nil || c.Text("00008") != "" ||
		c.Unmapped(nil) != nil {
		t.Error("an empty VDN has something")
	}
	if diff := cmp.Diff([]catalog.Progress{{}}, steps); diff != "" {
		t.Errorf("reports (-want +got)\n%s", diff)
	}
}

// TestIncompleteList: what came of a list that does not add up is read, and the catalog
// is not complete.
func TestIncompleteList(t *testing.T) {
	f := &fake{rows: numbered(3), listErr: &isales.IncompleteError{Got: 3, Total: 4}}
	c, err := catalog.Read(t.Context(), f, 7, catalog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := []any{len(c.Results()), len(f.asked), len(c.Failed()), c.Complete(), c.ListErr()}
	if diff := cmp.Diff([]any{3, 3, 0, false, &isales.IncompleteError{Got: 3, Total: 4}}, got); diff != "" {
		t.Errorf("results, calls, failed, complete, error of the list (-want +got)\n%s", diff)
	}
}

func TestIDs(t *testing.T) {
	var rows []row
	tests := []struct{ id, err string }{
		{"12", ""}, {strconv.FormatInt(math.MaxInt64, 10), ""}, {"007", ""},
		{"12", "again"}, // the list has it twice
		{"", `isales: /data/defId: want a positive integer`}, {"0",
			`isales: /data/defId: want a positive integer`},
		{"-3", `isales: /data/defId: want a positive integer`}, {"+3",
			`isales: /data/defId: want a positive integer`},
		{"9223372036854775808", `isales: /data/defId: want a positive integer`},
	}
	for i, tt := range tests {
		rows = append(rows, row{ListedResult: isales.ListedResult{DefID: tt.id, Code: "r" + strconv.Itoa(i)}})
	}
	f := &fake{rows: rows}
	c := read(t, f, catalog.Options{Concurrency: 1})
	if got, want := strings.Join(f.asked, " "), "12 9223372036854775807 7"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
	results := c.Results()
	for i, tt := range tests {
		if tt.err == "again" {
			continue
		}
		text := ""
		if r := results[0]; r.Err != nil {
			text = r.Err.Error()
		}
		if r, ok := c.Result(tt.id); text != tt.err || results[0].DefID != tt.id || !ok ||
			r.Code != "r"+strconv.Itoa(i) {
			t.Errorf("result %q with code %s, error %q; want %q, r%d, %q", results[0].DefID, r.Code, text, tt.id, i,
				tt.err)
		}
		results = results[1:]
	}
	if len(results) != 0 {
		t.Errorf("%d results more", len(results))
	}
}

func TestListedButNotFound(t *testing.T) {
	rows := numbered(3)
	rows[0].err = &isales.NotFoundError{VDNID: 7, DefID: 1}
	c := read(t, notAnswering{&fake{rows: rows}, 3}, catalog.Options{})
	if got := ids(c.Failed()); got != "1 3" || c.Complete() {
		t.Errorf("failed %s, complete %v; want 1 3", got, c.Complete())
	}
	for _, r := range c.Failed() {
		if !errors.Is(r.Err, isales.ErrNotFound) || r.Code != "r"+r.DefID {
			t.Errorf("result %+v, want its code and ErrNotFound", r)
		}
	}
}

func TestContradictions(t *testing.T) {
	mappings := func(pairs ...string) (list []isales.Mapping) {
		for i, p := range pairs {
			vdn, def, _ := strings.Cut(p, "/")
			id, _ := strconv.Atoi(vdn)
			list = append(list, isales.Mapping{MapID: strconv.Itoa(i), VDNID: id, DefID: def, OBSCode: "00008"})
		}
		return list
	}
	tests := map[string]struct {
		answer isales.ExternalResult
		want   string
	}{
		"named": {isales.ExternalResult{VDNID: 7, DefID: "5",
			Mappings: mappings("7/5", "8/5", "7/6", "8/6", "0/5", "7/", "0/")},
			"1 2 3"},
		"left out": {isales.ExternalResult{Mappings: mappings("7/5", "8/5", "7/6", "8/6", "0/5", "7/", "0/", "0/6")},
			"1 2 3 7"},
		"VDN left out":        {isales.ExternalResult{DefID: "5", Mappings: mappings("7/5", "8/", "0/6")}, "1 2"},
		"ID left out":         {isales.ExternalResult{VDNID: 7, Mappings: mappings("7/5", "8/", "0/6")}, "1 2"},
		"ID written in full":  {isales.ExternalResult{VDNID: 7, DefID: "05", Mappings: mappings("7/05", "7/5")}, "1"},
		"a mapping with code": {isales.ExternalResult{Mappings: []isales.Mapping{{MapID: "x", VDNID: 9}}}, "x"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := read(t, &fake{rows: []row{{ListedResult: isales.ListedResult{DefID: "5"}, answer: tt.answer}}},
				catalog.Options{})
			var got []string
			for _, x := range c.Contradictions() {
				got = append(got, x.Mapping.MapID)
				if !slices.Contains(x.Result.Mappings, x.Mapping) || x.Result.DefID != "5" {
					t.Errorf("mapping %+v of the wrong result %+v", x.Mapping, x.Result)
				}
			}
			if strings.Join(got, " ") != tt.want || c.Mappings() != len(tt.answer.Mappings) {
				t.Errorf("contradictory: %v, of %d; want %s", got, c.Mappings(), tt.want)
			}
		})
	}
}

// notAnswering has neither a result nor an error for one ID.
type notAnswering struct {
	*fake
	id int64
}

func (n notAnswering) QueryExternalResult(ctx context.Context, vdnID int, defID int64) (*isales.ExternalResult, error) {
	if defID == n.id {
		return nil, nil
	}
	return n.fake.QueryExternalResult(ctx, vdnID, defID)
}

func TestDictionary(t *testing.T) {
	broken := errors.New("broken")
	f := &fake{rows: numbered(2), codesErr: broken,
		codes: []isales.OBSCodeText{{Code: "9", Text: "nine"}, {Code: "00001", Text: "one"}, {Code: "9", Text: "again"}, {}}}
	c := read(t, f, catalog.Options{})
	if !errors.Is(c.CodesErr(), broken) || c.CodesErr().Error() != "catalog: dictionary of VDN 7: broken" {
		t.Errorf("dictionary's error %v", c.CodesErr())
	}
	if diff := cmp.Diff([]isales.OBSCodeText{f.codes[0], f.codes[1], {}}, c.Codes()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := strings.Join(c.Unmapped([]string{"b", "00000", "9", "a", "b", ""}),
		" "); got != "9 a b" || c.Text("9") != "nine" || c.Text("a") != "" {
		t.Errorf("unmapped %q, text %q", got, c.Text("9"))
	}
}

func TestPreviousIsTakenOverWhileUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{rows: numbered(6)}
		f.rows[0].err = errors.New("broken")
		start := time.Now()
		first := read(t, f, catalog.Options{})
		time.Sleep(time.Minute)

		f.rows = numbered(7) // 7 is new, 6 goes, the order changes
		f.rows[1].DisplayResult, f.rows[2].Code = "renamed", "other"
		f.rows[3].answer.Mappings = nil // not seen: the list has not changed
		f.rows = append(f.rows[6:], f.rows[:5]...)
		f.asked = nil
		second := read(t, f, catalog.Options{Previous: first, Concurrency: 1})
		if got := strings.Join(f.asked, " "); got != "7 1 2 3" || !second.ReadAt().Equal(start) {
			t.Errorf("asked for %s, read at %s; want 7 1 2 3, %s", got, second.ReadAt(), start)
		}
		f.rows[4].answer.Mappings = numbered(4)[3].answer.Mappings
		if diff := cmp.Diff(read(t, f, catalog.Options{}).Results(), second.Results()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}

		f.asked = nil
		other, err := catalog.Read(t.Context(), f, 8, catalog.Options{Previous: second})
		if err != nil || len(f.asked) != 6 || !other.ReadAt().Equal(start.Add(time.Minute)) {
			t.Errorf("another VDN: %d calls, error %v; want 6", len(f.asked), err)
		}
	})
}

// TestCatalogCannotBeChanged: what is handed out and what it was made from are
// changed while others read it.
func TestCatalogCannotBeChanged(t *testing.T) {
	f := &fake{rows: numbered(4), codes: []isales.OBSCodeText{{Code: "00000", Text: "zero"}, {Code: "x"}}}
	f.rows[1].answer.Mappings = []isales.Mapping{{OBSCode: "00000"}, {OBSCode: "00000"}, {VDNID: 9}}
	c := read(t, f, catalog.Options{})
	later := read(t, f, catalog.Options{Previous: c})
	codes := []string{"00000", "00001", "x"}
	before, results := viewOf(c, codes), c.Results()
	for i := range results { // not to rely on the copy that is tested
		results[i].Mappings = slices.Clone(results[i].Mappings)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, list := range [][]catalog.Result{c.Results(), c.Failed(), c.ResultsFor("00000"),
				c.MappedTwice()[0].Results, c.Repeated()[0].Results} {
				clear(list)
			}
			clear(c.Codes())
			clear(c.MappedCodes())
			clear(c.Unmapped(nil))
		})
	}
	all.Wait()
	for _, r := range f.rows {
		clear(r.answer.Mappings)
	}
	for name, c := range map[string]*catalog.Catalog{"first": c, "later": later} {
		if diff := cmp.Diff(before, viewOf(c, codes)); diff != "" || c.Codes()[0].Text != "zero" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if diff := cmp.Diff(results, c.Results()); diff != "" {
			t.Errorf("%s: results (-want +got)\n%s", name, diff)
		}
	}
}
