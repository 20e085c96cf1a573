package platform

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"isales-console/isales"
)

// oldCopies is a VDN with two external results, of which the second can only be
// had as an old copy.
type oldCopies struct{}

func (oldCopies) ListExternalResults(context.Context, int, isales.Language) iter.Seq2[isales.ListedResult, error] {
	return func(yield func(isales.ListedResult, error) bool) {
		_ = yield(isales.ListedResult{DefID: "1"}, nil) && yield(isales.ListedResult{DefID: "2"}, nil)
	}
}

func (oldCopies) ExternalResult(_ context.Context, q Query) (Copy, error) {
	c := Copy{ExternalResult: &isales.ExternalResult{VDNID: q.VDNID, DefID: "1"}, Origin: Miss}
	if q.DefID == 2 {
		c.Origin, c.Trouble = Stale, ErrSlow
	}
	return c, nil
}

// TestCatalogHasNoOldCopies: what is known of them is why there is no newer one.
// A VDN without a code list says that too.
func TestCatalogHasNoOldCopies(t *testing.T) {
	codes, err := NewCodeLists(nil, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	catalogs, err := NewCatalogs(oldCopies{}, oldCopies{}, codes, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	reading := catalogs.Join(t.Context(), 40, isales.English, ReadIfStale)
	defer reading.Leave()
	read, err := reading.Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	failed := map[string]error{}
	for _, f := range read.Failed() {
		failed[f.DefID] = f.Err
	}
	if diff := cmp.Diff(map[string]error{"2": ErrSlow}, failed, cmpopts.EquateErrors()); diff != "" {
		t.Errorf("failed (-want +got)\n%s", diff)
	}
	if !errors.Is(read.CodesErr(), errNoCodeList) {
		t.Errorf("code list: %v, want %v", read.CodesErr(), errNoCodeList)
	}
}

// heavy has VDNs of one result with so many mappings.
type heavy int

func (heavy) ListExternalResults(context.Context, int, isales.Language) iter.Seq2[isales.ListedResult, error] {
	return func(yield func(isales.ListedResult, error) bool) { yield(isales.ListedResult{DefID: "1"}, nil) }
}

func (n heavy) ExternalResult(_ context.Context, q Query) (Copy, error) {
	return Copy{ExternalResult: &isales.ExternalResult{VDNID: q.VDNID, Mappings: make([]isales.Mapping, n)}}, nil
}

// TestCatalogsAreKeptByWeight: of large VDNs few are kept, and none for ever.
func TestCatalogsAreKeptByWeight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		codes, err := NewCodeLists(nil, slog.New(slog.DiscardHandler), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		source := heavy(maxCatalogBytes / 3 / 128)
		catalogs, err := NewCatalogs(source, source, codes, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		held := func() (n int) {
			synctest.Wait()
			catalogs.kept.CleanUp()
			for vdnID := range 6 {
				if catalogs.Held(vdnID, isales.English) != nil {
					n++
				}
			}
			return n
		}
		for vdnID := range 6 {
			reading := catalogs.Join(t.Context(), vdnID, isales.English, ReadIfStale)
			if _, err := reading.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			reading.Leave()
		}
		if n := held(); n < 1 || n > 2 {
			t.Errorf("%d catalogues of a third of the limit and a little are kept, want 1 or 2", n)
		}
		time.Sleep(readingKept + time.Minute)
		if n := held(); n != 0 {
			t.Errorf("%d catalogues are kept after an hour", n)
		}
	})
}
