package platform

import (
	"errors"
	"time"

	"isales-console/cache"
	"isales-console/isales"
)

const (
	// minRefresh bounds how often reloads of a page lead to calls.
	minRefresh = 2 * time.Second
	// notFoundFresh is short, because a result may be created at any moment.
	notFoundFresh = 5 * time.Second
	// maxHold bounds how long a Retry-After is believed.
	maxHold = time.Minute
	// maxCopyBytes bounds the memory of all copies together, roughly.
	maxCopyBytes = 32 << 20
)

// entry is what is known of an external result since a point in time: a copy, or
// that it does not exist, or that the platform is not to be asked for a while.
type entry struct {
	at     time.Time
	result *isales.ExternalResult
	err    error
	until  time.Time // when it is no longer fresh
}

// newCopies returns no copies yet; each is kept for as long as it may be of use.
func newCopies(o Options) (*cache.Cache[Query, *entry], error) {
	return cache.New[Query](maxCopyBytes, max(o.Fresh, o.Stale, maxHold), (*entry).weight)
}

// weight is that of the answer's text, of the decoded fields, and of the pointers to
// them, in bytes.
func (e *entry) weight() int {
	if e.result == nil {
		return 512
	}
	return 1024 + 2*len(e.result.Raw) + 128*len(e.result.Mappings)
}

// refreshable reports whether a reload may ask for a newer answer. It does not
// lift the hold of a throttling platform.
func (e *entry) refreshable(now time.Time) bool {
	return now.Sub(e.at) >= minRefresh && !errors.Is(e.err, isales.ErrThrottled)
}

// answer returns the copy, or the error, of a fresh entry.
func (e *entry) answer(now time.Time) (Copy, error) {
	if status, ok := errors.AsType[*isales.StatusError](e.err); ok {
		rest := *status
		rest.RetryAfter = e.until.Sub(now)
		return Copy{}, &rest
	}
	return Copy{ExternalResult: e.result, Origin: Hit}, e.err
}

// Held returns the copy that is kept of an external result, fresh or stale, without a
// call; nil for none.
func (l *Layer) Held(q Query) *isales.ExternalResult {
	q.Refresh = false
	if e, ok := l.copies.GetIfPresent(q); ok && l.usable(e, time.Now()) {
		return e.result
	}
	return nil
}

// usable reports whether an entry holds a copy that may be shown, fresh or stale.
func (l *Layer) usable(e *entry, now time.Time) bool {
	return e.result != nil && (now.Sub(e.at) < l.Stale || now.Before(e.until))
}

// keep stores the platform's answer. Of errors it stores only that the result
// does not exist, and that the platform is not to be asked for a while.
func (l *Layer) keep(key Query, r *isales.ExternalResult, err error) {
	e := &entry{at: time.Now(), result: r, err: err}
	switch {
	case err == nil:
		if l.Fresh == 0 && l.Stale == 0 {
			return
		}
		e.until = e.at.Add(l.Fresh)
		l.save(key, r)
	case errors.Is(err, isales.ErrNotFound):
		e.until = e.at.Add(min(notFoundFresh, l.Fresh))
	case errors.Is(err, isales.ErrThrottled):
		// A copy, even an old one, is worth more than a refusal.
		if old, ok := l.copies.GetIfPresent(key); ok && l.usable(old, e.at) {
			return
		}
		status, _ := errors.AsType[*isales.StatusError](err)
		e.until = e.at.Add(min(status.RetryAfter, maxHold))
	default:
		return
	}
	l.copies.Set(key, e)
}
