package platform

import (
	"context"
	"errors"
	"time"

	"isales-console/isales"
)

// flight is a look-up under way, and whoever waits for it.
type flight struct {
	key Query
	// ctx is the flight's own: the first visitor may go away, and the others still
	// want the answer.
	ctx    context.Context
	cancel context.CancelFunc

	// Final when done is closed, and when fly has returned.
	result *isales.ExternalResult
	err    error

	// Guarded by Layer.mu.
	done     chan struct{} // nil until someone joins who does not make the call
	visitors int
	free     bool // goes on without visitors
	landed   bool // is off the list
}

// errPanicked is what those who wait are told of a call that panics. The panic
// goes on in the goroutine that made the call.
var errPanicked = errors.New("platform: the look-up panicked")

// join returns the flight for a query: one that is under way, or a new one. With
// lead a new one is the caller's, to be passed to lead; otherwise it is in a
// goroutine of its own. ctx is the reason for a call, not its end. Each join is
// followed by a lead or a leave.
func (l *Layer) join(ctx context.Context, key Query, lead bool) (*flight, Origin) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, ok := l.flights[key]
	if !ok {
		f = &flight{key: key}
		f.ctx, f.cancel = context.WithTimeout(l.Detached(ctx), l.Budget)
		l.flights[key] = f
	}
	f.visitors++
	if !ok && lead {
		return f, Miss
	}
	if f.done == nil {
		f.done = make(chan struct{})
	}
	if ok {
		return f, Shared
	}
	go l.fly(f)
	return f, Miss
}

// lead makes the call in the goroutine of the first visitor: starting another
// one, whose stack has to grow, costs much of what a look-up costs. If he leaves
// while others wait, he still makes it for them.
func (l *Layer) lead(ctx context.Context, f *flight) (Copy, error) {
	stay := context.AfterFunc(ctx, func() { l.leave(f) })
	defer stay()
	l.fly(f)
	if err := ctx.Err(); err != nil {
		return Copy{}, err
	}
	return Copy{ExternalResult: f.result, Origin: Miss}, f.err
}

// leave says that a visitor waits no more. When nobody does, the call ends.
func (l *Layer) leave(f *flight) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f.visitors--; f.visitors == 0 && !f.free {
		f.cancel()
		l.land(f) // whoever comes now needs another one
	}
}

// keepFlying lets a flight go on whoever leaves.
func (l *Layer) keepFlying(f *flight) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.free = true
}

// land takes a flight off the list; l.mu is held.
func (l *Layer) land(f *flight) {
	if !f.landed {
		f.landed = true
		delete(l.flights, f.key)
	}
}

// fly makes the call and tells all who wait.
func (l *Layer) fly(f *flight) {
	defer l.end(f)
	f.err = errPanicked
	f.result, f.err = l.ask(f.ctx, f.key)
	// Kept before it lands: in between, a visitor would start another call.
	l.keep(f.key, f.result, f.err)
}

func (l *Layer) end(f *flight) {
	f.cancel()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.land(f)
	if f.done != nil {
		close(f.done)
	}
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
