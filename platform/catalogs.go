package platform

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
)

// How the catalogues of VDNs are kept: reading one costs a call for each external
// result.
const (
	catalogFresh    = 10 * time.Minute
	maxCatalogs     = 32
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
	kept *otter.Cache[vdnKey, *Reading]
}

// NewCatalogs returns catalogues that are read through results, browser and codes,
// with their limits and copies; now is the clock.
func NewCatalogs(results Results, browser Browser, codes *CodeLists, now func() time.Time) (*Catalogs, error) {
	kept, err := otter.New(&otter.Options[vdnKey, *Reading]{MaximumSize: maxCatalogs})
	return &Catalogs{results: results, browser: browser, codes: codes, now: now, kept: kept}, err
}

// Reading is a catalogue that is being read, or was.
type Reading struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when catalog and err are final

	mu       sync.Mutex
	readers  int
	progress catalog.Progress
	changed  chan struct{} // closed and replaced at each progress

	catalog *catalog.Catalog
	err     error
}

// Join returns the reading of a VDN's catalogue: one that is under way, or whose
// catalogue is still of use, or a new one. ctx is the reason for a new reading and
// says whose bulk work that is, not its end. Each Join is followed by a Leave.
func (k *Catalogs) Join(ctx context.Context, vdnID int, l isales.Language, mode ReadMode) *Reading {
	key := vdnKey{vdnID, l}
	k.mu.Lock()
	defer k.mu.Unlock()
	old, ok := k.kept.GetIfPresent(key)
	if ok && old.usable(k.now(), mode) {
		old.mu.Lock()
		old.readers++
		old.mu.Unlock()
		return old
	}
	var previous *catalog.Catalog
	if ok && mode == ReadMissing && old.ended() {
		previous = old.catalog
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), BulkTimeout)
	r := &Reading{cancel: cancel, done: make(chan struct{}), readers: 1, changed: make(chan struct{})}
	k.kept.Set(key, r)
	background.Go(func() {
		defer cancel()
		r.catalog, r.err = background.Do(func() (*catalog.Catalog, error) {
			return catalog.Read(ctx, catalogSource{k, l}, vdnID,
				catalog.Options{Concurrency: catalogParallel, Progress: r.advance, Previous: previous})
		})
		close(r.done)
	})
	return r
}

// Held returns the catalogue that is kept of a VDN, however old, without a call; nil
// for none.
func (k *Catalogs) Held(vdnID int, l isales.Language) *catalog.Catalog {
	kept, ok := k.kept.GetIfPresent(vdnKey{vdnID, l})
	if !ok || !kept.ended() {
		return nil
	}
	return kept.catalog
}

// usable reports that a reading can serve another reader.
func (r *Reading) usable(now time.Time, mode ReadMode) bool {
	if !r.ended() {
		// The last reader to leave has cancelled it.
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.readers > 0
	}
	if r.err != nil {
		return false
	}
	switch mode {
	case ReadAll:
		return now.Sub(r.catalog.ReadAt()) < minReload
	case ReadMissing:
		return r.catalog.Complete()
	}
	return now.Sub(r.catalog.ReadAt()) < catalogFresh
}

func (r *Reading) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// Leave says that a reader wants no more. When nobody does, the calls stop.
func (r *Reading) Leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.readers--; r.readers == 0 && !r.ended() {
		r.cancel()
	}
}

func (r *Reading) advance(p catalog.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress = p
	close(r.changed)
	r.changed = make(chan struct{})
}

// Progress returns how far the reading is, and a channel that closes at the next
// progress.
func (r *Reading) Progress() (catalog.Progress, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress, r.changed
}

// Done closes when the reading has ended; Wait then returns at once.
func (r *Reading) Done() <-chan struct{} { return r.done }

// Wait returns the catalogue when it is read, or why it could not be read. When ctx
// ends before, it returns ctx's own error.
func (r *Reading) Wait(ctx context.Context) (*catalog.Catalog, error) {
	select {
	case <-r.done:
		return r.catalog, r.err
	default:
	}
	select {
	case <-r.done:
		return r.catalog, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
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
