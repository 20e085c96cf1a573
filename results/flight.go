package results

import (
	"context"
	"errors"
	"time"

	"isales-console/isales"
)

// flight is a look-up under way, and whoever waits for it.
type flight struct {
	done   chan struct{} // closed when result and err are final
	result *isales.ExternalResult
	err    error

	cancel   context.CancelFunc
	visitors int  // guarded by Layer.mu
	free     bool // guarded by Layer.mu: goes on without visitors
}

// join returns the flight for a query: one that is under way, or a new one. Each
// join is followed by a leave.
func (l *Layer) join(key Query) (*flight, Origin) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f, ok := l.flights[key]; ok {
		f.visitors++
		return f, Joined
	}
	// The context is the flight's own: the first visitor may go away, and the
	// others still want the answer.
	ctx, cancel := context.WithTimeout(context.Background(), l.Budget)
	f := &flight{done: make(chan struct{}), cancel: cancel, visitors: 1}
	l.flights[key] = f
	go l.fly(ctx, key, f)
	return f, Asked
}

// leave says that a visitor waits no more. When nobody does, the call ends.
func (l *Layer) leave(key Query, f *flight) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.visitors--; f.visitors == 0 && !f.free {
		f.cancel()
		l.land(key, f) // whoever comes now needs another one
	}
}

// keepFlying lets a flight go on whoever leaves.
func (l *Layer) keepFlying(f *flight) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.free = true
}

// land takes a flight off the list; l.mu is held.
func (l *Layer) land(key Query, f *flight) {
	if l.flights[key] == f {
		delete(l.flights, key)
	}
}

func (l *Layer) fly(ctx context.Context, key Query, f *flight) {
	defer f.cancel()
	f.result, f.err = l.ask(ctx, key)
	// Kept before it lands: in between, a visitor would start another call.
	l.keep(key, f.result, f.err)
	l.mu.Lock()
	l.land(key, f)
	l.mu.Unlock()
	close(f.done)
}

// keep remembers what the platform said. Errors are not kept, except that there
// is no such result, and that the platform does not want to be asked for a while.
func (l *Layer) keep(key Query, r *isales.ExternalResult, err error) {
	e := &entry{at: time.Now(), result: r, err: err}
	switch {
	case err == nil:
		if l.Fresh == 0 && l.Stale == 0 {
			return
		}
		e.until = e.at.Add(l.Fresh)
	case errors.Is(err, isales.ErrNotFound):
		e.until = e.at.Add(min(notFoundFresh, l.Fresh))
	case errors.Is(err, isales.ErrThrottled):
		// A copy, even an old one, is worth more than a refusal.
		if old, ok := l.kept.GetIfPresent(key); ok && old.result != nil && (e.at.Sub(old.at) < l.Stale || e.at.Before(old.until)) {
			return
		}
		status, _ := errors.AsType[*isales.StatusError](err)
		e.until = e.at.Add(min(status.RetryAfter, longestHold))
	default:
		return
	}
	l.kept.Set(key, e)
}
