package catalog_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/isales/isalestest"
)

// row is an external result as a fake platform has it: what it lists and what it
// answers, or its error.
type row struct {
	isales.ListedResult
	answer isales.ExternalResult
	err    error
}

// view is everything that a catalog says about a VDN, results as their IDs.
type view struct {
	Results, Failed, Mapped, Unmapped []string
	For                               map[string]string
	Twice, Repeated, Contradictions   []string
	Mappings                          int
	Complete                          bool
}

func ids(results []catalog.Result) string {
	var list []string
	for _, r := range results {
		list = append(list, r.DefID)
	}
	return strings.Join(list, " ")
}

// viewOf asks the catalog about the codes, which are sorted, and takes them for
// known.
func viewOf(c *catalog.Catalog, codes []string) view {
	v := view{
		Mapped: c.MappedCodes(), Unmapped: c.Unmapped(codes), Mappings: c.Mappings(), Complete: c.Complete(),
		Results: strings.Fields(ids(c.Results())), Failed: strings.Fields(ids(c.Failed())), For: make(map[string]string),
	}
	for _, code := range codes {
		v.For[code] = ids(c.ResultsFor(code))
	}
	for _, use := range c.MappedTwice() {
		v.Twice = append(v.Twice, use.Code+": "+ids(use.Results))
	}
	for _, use := range c.Repeated() {
		v.Repeated = append(v.Repeated, use.Code+": "+ids(use.Results))
	}
	for _, x := range c.Contradictions() {
		v.Contradictions = append(v.Contradictions, x.Result.DefID+" "+x.Mapping.MapID)
	}
	return v
}

// naive computes the view of rows with different IDs, in the plainest way.
func naive(vdnID int, rows []row, codes []string) view {
	v := view{Complete: true, Results: []string{}, Failed: []string{}, For: make(map[string]string)}
	for _, r := range rows {
		v.Results = append(v.Results, r.DefID)
		if r.err != nil {
			v.Failed = append(v.Failed, r.DefID)
			v.Complete = false
			continue
		}
		v.Mappings += len(r.answer.Mappings)
		for _, m := range r.answer.Mappings {
			if m.VDNID != 0 && m.VDNID != vdnID || m.DefID != "" && m.DefID != r.DefID {
				v.Contradictions = append(v.Contradictions, r.DefID+" "+m.MapID)
			}
		}
	}
	for _, code := range codes {
		v.addCode(code, rows)
	}
	return v
}

func (v *view) addCode(code string, rows []row) {
	var in, repeated []string
	for _, r := range rows {
		n := 0
		for _, m := range r.answer.Mappings {
			if r.err == nil && m.OBSCode == code {
				n++
			}
		}
		if n > 0 {
			in = append(in, r.DefID)
		}
		if n > 1 {
			repeated = append(repeated, r.DefID)
		}
	}
	v.For[code] = strings.Join(in, " ")
	if len(in) == 0 {
		v.Unmapped = append(v.Unmapped, code)
	} else {
		v.Mapped = append(v.Mapped, code)
	}
	if len(in) > 1 {
		v.Twice = append(v.Twice, code+": "+strings.Join(in, " "))
	}
	if len(repeated) > 0 {
		v.Repeated = append(v.Repeated, code+": "+strings.Join(repeated, " "))
	}
}

// fake is a platform in memory. It answers each call and each page of the
// dictionary after the latency.
type fake struct {
	rows              []row
	codes             []isales.OBSCodeText
	listErr, codesErr error // come at the end of the list
	latency           time.Duration
	slow              map[int64]time.Duration // instead of the latency, by ID

	mu             sync.Mutex
	asked          []string // the IDs, in the order of the calls
	inFlight, most int      // calls for details
	others         int      // calls for lists under way
}

func (f *fake) wait(ctx context.Context, latency time.Duration) error {
	select {
	case <-time.After(latency):
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fake) ListExternalResults(ctx context.Context, _ int) iter.Seq2[isales.ListedResult, error] {
	return func(yield func(isales.ListedResult, error) bool) {
		if err := f.wait(ctx, f.latency); err != nil {
			yield(isales.ListedResult{}, err)
			return
		}
		for _, r := range f.rows {
			r.Total = len(f.rows)
			if !yield(r.ListedResult, nil) {
				return
			}
		}
		if f.listErr != nil {
			yield(isales.ListedResult{}, f.listErr)
		}
	}
}

func (f *fake) ListOBSCodes(ctx context.Context, _ int) iter.Seq2[isales.OBSCodeText, error] {
	return func(yield func(isales.OBSCodeText, error) bool) {
		f.count(&f.others, 1)
		defer f.count(&f.others, -1)
		for _, c := range f.codes {
			if err := f.wait(ctx, f.latency); err != nil {
				yield(isales.OBSCodeText{}, err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if f.codesErr != nil {
			yield(isales.OBSCodeText{}, f.codesErr)
		}
	}
}

func (f *fake) QueryExternalResult(ctx context.Context, _ int, defID int64) (*isales.ExternalResult, error) {
	f.count(&f.inFlight, 1)
	defer f.count(&f.inFlight, -1)
	id := strconv.FormatInt(defID, 10)
	f.mu.Lock()
	f.asked = append(f.asked, id)
	f.most = max(f.most, f.inFlight)
	f.mu.Unlock()
	if err := f.wait(ctx, cmp.Or(f.slow[defID], f.latency)); err != nil {
		return nil, err
	}
	for _, r := range f.rows {
		if strings.TrimLeft(r.DefID, "0") == id {
			if r.err != nil {
				return nil, r.err
			}
			return &r.answer, nil
		}
	}
	return nil, nil
}

func (f *fake) count(n *int, by int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*n += by
}

// numbered returns n rows with the IDs 1 to n, each mapping a code of its own.
func numbered(n int) (rows []row) {
	for i := range n {
		id := strconv.Itoa(i + 1)
		rows = append(rows, row{
			ListedResult: isales.ListedResult{DefID: id, DisplayResult: "result " + id, Code: "r" + id},
			answer: isales.ExternalResult{VDNID: 7, DefID: id,
				Mappings: []isales.Mapping{{MapID: "m" + id, DefID: id, OBSCode: fmt.Sprintf("%05d", i), VDNID: 7}}},
		})
	}
	return rows
}

// rowsOf returns what the simulator knows of its only VDN, and its dictionary's
// codes, sorted.
func rowsOf(d *isalestest.Data) (rows []row, codes []string) {
	vdn := d.VDNs[0]
	for _, r := range vdn.Results {
		var mappings []isales.Mapping
		for _, m := range r.Mappings {
			mappings = append(mappings,
				isales.Mapping{MapID: m.MapID, DefID: r.DefID, OBSCode: m.FailCode, VDNID: vdn.ID})
		}
		rows = append(rows, row{
			ListedResult: isales.ListedResult{DefID: r.DefID, DisplayResult: r.DisplayResult, Code: r.Code},
			answer:       isales.ExternalResult{Mappings: mappings},
		})
	}
	for _, c := range vdn.Codes {
		codes = append(codes, c.Code)
	}
	slices.Sort(codes)
	return rows, codes
}

// newPair starts a simulator that serves d and a client with at most 10 calls in
// flight.
func newPair(t *testing.T, d *isalestest.Data) (*isalestest.Server, *isales.Client) {
	t.Helper()
	s := isalestest.NewServer(t, isalestest.Options{Data: d})
	c, err := isales.New(s.URL, isales.Credentials{AccessKey: s.AccessKey, SecretKey: s.SecretKey},
		isales.WithCACertificates(s.CertificatePEM()), isales.WithMaxConcurrent(10))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return s, c
}

func read(t *testing.T, s catalog.Source, options catalog.Options) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Read(t.Context(), s, 7, options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
