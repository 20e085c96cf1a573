package platform

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"isales-console/cache"
	"isales-console/isales"
	"isales-console/isales/background"
)

// How the code lists of VDNs are kept. They change rarely.
const (
	codesFresh = time.Hour
	codesKept  = 24 * time.Hour // for when the list cannot be read
	// codesRetry is the pause after a failure.
	codesRetry       = 30 * time.Second
	codesTimeout     = 20 * time.Second
	maxCodeListBytes = 8 << 20 // of each kind, roughly
	// maxCodeLoads is how many lists are read at once: look-ups come first.
	maxCodeLoads = 2
)

// errCodesPaused is a code list that is not asked for, because the platform failed
// to give another one shortly before.
var errCodesPaused = errors.New("code lists are paused after a failure")

// vdnKey names what is kept of a VDN.
type vdnKey struct {
	vdnID    int
	language isales.Language
}

// CodeList is a VDN's own code list in one language, being read or read. A nil
// CodeList has no texts.
type CodeList struct {
	key     vdnKey
	started time.Time
	done    chan struct{} // closed when the fields below are final
	ended   time.Time
	codes   []isales.OBSCodeText
	texts   map[string]string
	short   *isales.IncompleteError // how the list does not add up; nil when it does
	err     error
}

// NewCodeList returns a code list that was read at a time.
func NewCodeList(codes []isales.OBSCodeText, readAt time.Time) *CodeList {
	l := &CodeList{done: make(chan struct{})}
	l.finish(codes, nil, readAt)
	return l
}

// finish sets what is known of a list in the end.
func (l *CodeList) finish(codes []isales.OBSCodeText, err error, at time.Time) {
	l.codes, l.err, l.ended, l.texts = codes, err, at, make(map[string]string, len(codes))
	for _, c := range codes {
		l.texts[c.Code] = c.Text
	}
	close(l.done)
}

// Text returns the VDN's own text for a code; empty when it has none.
func (l *CodeList) Text(code string) string {
	if l == nil {
		return ""
	}
	return l.texts[code]
}

// Codes returns the list in the platform's order, read-only.
func (l *CodeList) Codes() []isales.OBSCodeText {
	if l == nil {
		return nil
	}
	return l.codes
}

// ReadAt is when the list was read. Like Text and Codes, it is for lists that
// CodeLists.Wait returned.
func (l *CodeList) ReadAt() time.Time { return l.ended }

// final reports that the reading has ended.
func (l *CodeList) final() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// weight is about how many bytes the list takes; little while it is read.
func (l *CodeList) weight() int {
	if !l.final() {
		return 1024
	}
	weight := 1024
	for _, code := range l.codes {
		weight += 128 + len(code.Text)
	}
	return weight
}

// complete reports that the list was read.
func (l *CodeList) complete() bool { return l.final() && l.err == nil }

// outdated reports that a list is to be read again.
func (l *CodeList) outdated(now time.Time) bool {
	if !l.final() {
		return false
	}
	if l.err != nil {
		return now.Sub(l.ended) >= codesRetry
	}
	return now.Sub(l.ended) >= codesFresh
}

// CodeLists keeps the code lists of VDNs. It is safe for concurrent use.
type CodeLists struct {
	lister CodeLister // nil when there are no code lists
	log    *slog.Logger
	now    func() time.Time
	slots  chan struct{}
	store  CopyStore // nil when lists end with the process

	mu          sync.Mutex
	pausedUntil time.Time
	latest      *cache.Cache[vdnKey, *CodeList] // read, being read, or failed
	good        *cache.Cache[vdnKey, *CodeList] // the last that could be read
}

// NewCodeLists returns code lists that are read by the lister; with nil there are
// none. Failures are logged; now is the clock.
func NewCodeLists(lister CodeLister, log *slog.Logger, now func() time.Time) (*CodeLists, error) {
	c := &CodeLists{lister: lister, log: log, now: now, slots: make(chan struct{}, maxCodeLoads)}
	var err error
	if c.latest, err = cache.New[vdnKey](maxCodeListBytes, codesKept, (*CodeList).weight); err != nil {
		return nil, err
	}
	c.good, err = cache.New[vdnKey](maxCodeListBytes, codesKept, (*CodeList).weight)
	return c, err
}

// Start begins to read a list unless a fresh one is kept, and returns it for Wait.
// It never waits. ctx is the reason for a reading, not its end. The list is nil
// when there are no code lists.
func (c *CodeLists) Start(ctx context.Context, vdnID int, l isales.Language) *CodeList {
	if c.lister == nil {
		return nil
	}
	key := vdnKey{vdnID, l}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if list, ok := c.latest.GetIfPresent(key); ok && !list.outdated(now) {
		return list
	}
	list := &CodeList{key: key, started: now, done: make(chan struct{})}
	if now.Before(c.pausedUntil) {
		return c.paused(ctx, list)
	}
	c.latest.Set(key, list)
	background.Go(func() { c.load(context.WithoutCancel(ctx), list) })
	return list
}

// paused ends a list that is not asked for; c.mu is held. One that another process has
// saved is looked for all the same.
func (c *CodeLists) paused(ctx context.Context, list *CodeList) *CodeList {
	if _, have := c.good.GetIfPresent(list.key); have || c.store == nil {
		list.finish(nil, errCodesPaused, list.started)
		return list
	}
	background.Go(func() {
		c.recall(ctx, list.key)
		c.mu.Lock()
		defer c.mu.Unlock()
		list.finish(nil, errCodesPaused, c.now())
	})
	return list
}

// load reads a list for all who wait and for later visitors.
func (c *CodeLists) load(ctx context.Context, list *CodeList) {
	c.slots <- struct{}{}
	defer func() { <-c.slots }()
	// Look-ups wait for it too.
	ctx, cancel := context.WithTimeout(isales.Bulk(ctx, ""), codesTimeout)
	defer cancel()
	codes, err := background.Do(func() ([]isales.OBSCodeText, error) {
		return c.lister.OBSCodes(ctx, list.key.vdnID, list.key.language)
	})
	if _, short := errors.AsType[*isales.IncompleteError](err); err != nil && !short {
		c.recall(ctx, list.key)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	// What does not add up is kept like other lists: asking again brings the same.
	if list.short, _ = errors.AsType[*isales.IncompleteError](err); list.short != nil {
		err = nil
	}
	list.finish(codes, err, c.now())
	if err == nil {
		c.good.Set(list.key, list)
		c.latest.Set(list.key, list) // now that its weight is known
		c.save(list)
		return
	}
	if _, ofVDN := errors.AsType[*isales.APIError](err); !ofVDN {
		// Not about this VDN: asking for others would only be more load.
		c.pausedUntil = list.ended.Add(codesRetry)
	}
	c.log.Warn("code list not read; pages explain codes by the documentation",
		"vdn_id", list.key.vdnID, "language", string(list.key.language), "error", err.Error())
}

// Wait returns a list of Start when it is read within a time of its start, or an
// older copy, or nil. complete is false when the VDN has a list that could not be
// had.
func (c *CodeLists) Wait(ctx context.Context, list *CodeList, within time.Duration) (found *CodeList, complete bool) {
	if list == nil {
		return nil, true
	}
	if list.complete() {
		return list, true
	}
	old, haveOld := c.good.GetIfPresent(list.key)
	if !list.final() && !haveOld {
		timer := time.NewTimer(within - c.now().Sub(list.started))
		defer timer.Stop()
		select {
		case <-list.done:
		case <-timer.C:
		case <-ctx.Done():
		}
		if list.complete() {
			return list, true
		}
		old, haveOld = c.good.GetIfPresent(list.key) // another process may have had it
	}
	return old, haveOld
}
