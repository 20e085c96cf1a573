package handlers

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/platform"
)

// How the catalogues of VDNs are kept: reading one costs a call for each
// external result.
const (
	catalogFresh    = 10 * time.Minute
	catalogTimeout  = 10 * time.Minute
	mostCatalogs    = 32
	catalogParallel = 10
	// againAfter keeps a reader who reloads from reading a VDN again and again.
	againAfter = 10 * time.Second
)

// renewal says what to read of a VDN whose catalogue is there already.
type renewal int

const (
	whenOld     renewal = iota // all, once it is no longer fresh
	whatMissing                // what failed before
	everything
)

// Browser reads the lists of VDNs.
type Browser interface {
	// ListExternalResults yields the external results of a VDN, all pages.
	ListExternalResults(ctx context.Context, vdnID int, l isales.Language) iter.Seq2[isales.ListedResult, error]
}

// ListExternalResults asks for all pages of the list.
func (d Direct) ListExternalResults(ctx context.Context, vdnID int, l isales.Language) iter.Seq2[isales.ListedResult, error] {
	return d.client.InLanguage(l).ListExternalResults(ctx, vdnID)
}

// catalogs keeps what was read of whole VDNs.
type catalogs struct {
	console *Console
	mu      sync.Mutex
	kept    *otter.Cache[codesKey, *reading]
}

func newCatalogs(c *Console) (*catalogs, error) {
	kept, err := otter.New(&otter.Options[codesKey, *reading]{MaximumSize: mostCatalogs})
	return &catalogs{console: c, kept: kept}, err
}

// reading is a catalogue that is being read, or was.
type reading struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when catalog and err are final

	mu       sync.Mutex
	readers  int
	progress catalog.Progress
	changed  chan struct{} // closed and replaced at each progress

	catalog *catalog.Catalog
	err     error
}

// join returns the reading of a VDN's catalogue, one that is under way or a new
// one. Each join is followed by a leave.
func (k *catalogs) join(ctx context.Context, vdnID int, l isales.Language, again renewal) *reading {
	key := codesKey{vdnID, l}
	k.mu.Lock()
	defer k.mu.Unlock()
	old, ok := k.kept.GetIfPresent(key)
	if ok && old.usable(k.console.Now(), again) {
		old.mu.Lock()
		old.readers++
		old.mu.Unlock()
		return old
	}
	var previous *catalog.Catalog
	if ok && again == whatMissing && old.ended() {
		previous = old.catalog
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), catalogTimeout)
	read := &reading{cancel: cancel, done: make(chan struct{}), readers: 1, changed: make(chan struct{})}
	k.kept.Set(key, read)
	go func() {
		defer cancel()
		read.catalog, read.err = catalog.Read(ctx, source{k.console, l}, vdnID,
			catalog.Options{Concurrency: catalogParallel, Progress: read.advance, Previous: previous})
		close(read.done)
	}()
	return read
}

// usable reports that a reading can serve another reader.
func (r *reading) usable(now time.Time, again renewal) bool {
	if !r.ended() {
		// Whoever was last to leave has cancelled it.
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.readers > 0
	}
	if r.err != nil {
		return false
	}
	switch again {
	case everything:
		return now.Sub(r.catalog.ReadAt()) < againAfter
	case whatMissing:
		return r.catalog.Complete()
	}
	return now.Sub(r.catalog.ReadAt()) < catalogFresh
}

func (r *reading) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// leave says that a reader wants no more. When nobody does, the calls stop.
func (r *reading) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.readers--; r.readers == 0 && !r.ended() {
		r.cancel()
	}
}

func (r *reading) advance(p catalog.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress = p
	close(r.changed)
	r.changed = make(chan struct{})
}

// look returns the progress, and a channel that closes at the next one.
func (r *reading) look() (catalog.Progress, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress, r.changed
}

// wait returns the catalogue when it is complete.
func (r *reading) wait(ctx context.Context) (*catalog.Catalog, error) {
	select {
	case <-r.done:
		return r.catalog, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// source lets the catalogue read through the console's own ways, with their
// limits and copies.
type source struct {
	console  *Console
	language isales.Language
}

func (s source) ListExternalResults(ctx context.Context, vdnID int) iter.Seq2[isales.ListedResult, error] {
	return s.console.Browser.ListExternalResults(ctx, vdnID, s.language)
}

func (s source) QueryExternalResult(ctx context.Context, vdnID int, defID int64) (*isales.ExternalResult, error) {
	found, err := s.console.Results.ExternalResult(ctx, platform.Query{VDNID: vdnID, DefID: defID, Language: s.language})
	if err == nil && found.Trouble != nil {
		// A picture of the whole VDN is of one time: an old copy is no part of it.
		return nil, found.Trouble
	}
	return found.ExternalResult, err
}

var errNoCodeLists = errors.New("no code lists")

func (s source) ListOBSCodes(ctx context.Context, vdnID int) iter.Seq2[isales.OBSCodeText, error] {
	return func(yield func(isales.OBSCodeText, error) bool) {
		list := s.console.codes.begin(ctx, vdnID, s.language)
		if list == nil {
			yield(isales.OBSCodeText{}, errNoCodeLists)
			return
		}
		found, _ := s.console.codes.wait(ctx, list, vdnID, s.language, codesTimeout)
		if found == nil {
			yield(isales.OBSCodeText{}, errNoCodeLists)
			return
		}
		for _, code := range found.codes {
			if !yield(code, nil) {
				return
			}
		}
	}
}
