package platform

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"isales-console/cache"
	"isales-console/isales"
	"isales-console/isales/catalog"
)

// How the catalogues of VDNs are kept: reading one costs a call for each external
// result.
const (
	catalogFresh    = 10 * time.Minute
	maxCatalogBytes = 96 << 20 // of all of them, roughly
	catalogParallel = 10
	// minReload bounds how often reloads of a page read a VDN.
	minReload = 10 * time.Second
)

// ReadMode says what to read of a VDN whose catalogue is kept.
type ReadMode int

// Values of ReadMode.
const (
	ReadIfStale ReadMode = iota // all, once it is no longer fresh
	ReadMissing                 // what failed before
	ReadAll                     // all, but not again within 10 s
)

// Catalogs keeps the catalogues of whole VDNs. It is safe for concurrent use.
type Catalogs struct {
	results Results
	browser Browser
	codes   *CodeLists
	now     func() time.Time

	mu   sync.Mutex
	kept *cache.Cache[vdnKey, *Reading[*catalog.Catalog]]
}

// NewCatalogs returns catalogues that are read through results, browser and codes,
// with their limits and copies; now is the clock.
func NewCatalogs(results Results, browser Browser, codes *CodeLists, now func() time.Time) (*Catalogs, error) {
	kept, err := newReadings[vdnKey](maxCatalogBytes, (*catalog.Catalog).Weight)
	return &Catalogs{results: results, browser: browser, codes: codes, now: now, kept: kept}, err
}

// Join returns the reading of a VDN's catalogue: one that is under way, or whose
// catalogue is still of use, or a new one. ctx is the reason for a new reading and
// says whose bulk work that is, not its end. Each Join is followed by a Leave.
func (k *Catalogs) Join(ctx context.Context, vdnID int, l isales.Language, mode ReadMode) *Reading[*catalog.Catalog] {
	key := vdnKey{vdnID, l}
	k.mu.Lock()
	defer k.mu.Unlock()
	old, ok := k.kept.GetIfPresent(key)
	if ok && usable(old, k.now(), mode) && old.join() {
		return old
	}
	var previous *catalog.Catalog
	if ok && mode == ReadMissing && old.ended() {
		previous = old.value
	}
	r := startReading(ctx, func(ctx context.Context, advance func(catalog.Progress)) (*catalog.Catalog, error) {
		return catalog.Read(ctx, catalogSource{k, l}, vdnID,
			catalog.Options{Concurrency: catalogParallel, Progress: advance, Previous: previous})
	})
	keepReading(k.kept, key, r)
	return r
}

// Held returns the catalogue that is kept of a VDN, however old, without a call; nil
// for none.
func (k *Catalogs) Held(vdnID int, l isales.Language) *catalog.Catalog {
	kept, ok := k.kept.GetIfPresent(vdnKey{vdnID, l})
	if !ok || !kept.ended() {
		return nil
	}
	return kept.value
}

// usable reports that what a reading has, or will have, is still of use.
func usable(r *Reading[*catalog.Catalog], now time.Time, mode ReadMode) bool {
	switch {
	case !r.ended():
		return true
	case r.err != nil:
		return false
	case mode == ReadAll:
		return now.Sub(r.value.ReadAt()) < minReload
	case mode == ReadMissing:
		return r.value.Complete()
	}
	return now.Sub(r.value.ReadAt()) < catalogFresh
}

// catalogSource lets a catalogue be read with the limits and copies of look-ups.
type catalogSource struct {
	*Catalogs
	language isales.Language
}

func (s catalogSource) ListExternalResults(ctx context.Context, vdnID int) iter.Seq2[isales.ListedResult, error] {
	return s.browser.ListExternalResults(ctx, vdnID, s.language)
}

func (s catalogSource) QueryExternalResult(ctx context.Context, vdnID int,
	defID int64) (*isales.ExternalResult, error) {
	found, err := s.results.ExternalResult(ctx, Query{VDNID: vdnID, DefID: defID, Language: s.language})
	if err == nil && found.Trouble != nil {
		// A catalogue shows one time: an old copy is no part of it.
		return nil, found.Trouble
	}
	return found.ExternalResult, err
}

var errNoCodeList = errors.New("no code list")

func (s catalogSource) ListOBSCodes(ctx context.Context, vdnID int) iter.Seq2[isales.OBSCodeText, error] {
	return func(yield func(isales.OBSCodeText, error) bool) {
		found, _ := s.codes.Wait(ctx, s.codes.Start(ctx, vdnID, s.language), codesTimeout)
		if found == nil {
			yield(isales.OBSCodeText{}, errNoCodeList)
			return
		}
		for _, code := range found.codes {
			if !yield(code, nil) {
				return
			}
		}
		if found.short != nil {
			yield(isales.OBSCodeText{}, found.short)
		}
	}
}
