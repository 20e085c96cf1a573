// Package platform is the console's way to external results. It keeps copies,
// lets simultaneous visitors share one call, repeats what is safe to repeat,
// leaves a platform alone that is down, and then falls back on its copies.
package platform

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
)

const (
	// patience is how long a visitor waits for a newer copy than the one that is
	// there already.
	patience = 3 * time.Second
	// refreshAfter keeps a reader who reloads from asking again and again.
	refreshAfter = 2 * time.Second
	// notFoundFresh is short, because a result may be created at any moment.
	notFoundFresh = 5 * time.Second
	// longestHold bounds how long a Retry-After is believed.
	longestHold = time.Minute
	// mostBytes bounds the memory of all copies together, roughly.
	mostBytes = 32 << 20
)

// Query names one external result and the language of the platform's texts.
type Query struct {
	// VDNID is 1 to isales.MaxVDNID.
	VDNID int
	// DefID is 1 or more.
	DefID int64
	// Language is what the platform is asked to speak.
	Language isales.Language
	// Refresh asks the platform even though a fresh copy is there.
	Refresh bool
}

// Origin says how an answer was come by.
type Origin string

// Values of Origin; the empty one is of an answer that was not got through a
// Layer.
const (
	Miss   Origin = "miss"   // by a call for this visitor
	Shared Origin = "joined" // by a call that was under way for another one
	Hit    Origin = "hit"    // it is a fresh copy
	Stale  Origin = "stale"  // it is an old copy, since no newer one can be had
)

// Copy is an external result as the console holds it. Nobody changes it.
type Copy struct {
	*isales.ExternalResult
	// Origin says where the copy comes from.
	Origin Origin
	// Trouble is why a stale copy could not be renewed; nil for all others.
	Trouble error
	// RetryAt is when the platform is asked again; zero for at the next visit.
	RetryAt time.Time
}

// ErrSlow is the Trouble of a stale copy while the platform is still being
// asked.
var ErrSlow = errors.New("platform has not answered yet")

// Observer is told what happens, for metrics.
type Observer interface {
	// Lookup is told how a look-up was answered: an Origin, "error", or "canceled"
	// by a visitor who left.
	Lookup(outcome string)
	// Call is told how a call to the platform ended, and what it took.
	Call(outcome string, took time.Duration)
}

// Options of a Layer.
type Options struct {
	// Fresh is how long a copy is as good as a new answer; 0 for never.
	Fresh time.Duration
	// Stale is how long a copy is kept for when the platform is down; 0 for not.
	Stale time.Duration
	// Budget bounds a look-up with all its waits and repetitions; positive.
	Budget time.Duration
	// Detached returns the context, without an end, of a call that a visitor's look-up
	// is the reason for; nil means one that is empty.
	Detached func(visitor context.Context) context.Context
}

// Layer answers look-ups. It is safe for concurrent use.
type Layer struct {
	Options
	client *isales.Client
	spoken map[isales.Language]*isales.Client // the client in each language
	guard  *Guard
	kept   *otter.Cache[Query, *entry]

	mu      sync.Mutex
	flights map[Query]*flight
}

// entry is what is known of an external result since a point in time: a copy, or
// that there is none.
type entry struct {
	at     time.Time
	result *isales.ExternalResult
	err    error
	until  time.Time // when it is no longer fresh
}

// New returns a layer in front of the client, whose gate is the guard.
func New(client *isales.Client, guard *Guard, o Options) (*Layer, error) {
	l := &Layer{Options: o, client: client, guard: guard, flights: make(map[Query]*flight), spoken: make(map[isales.Language]*isales.Client)}
	if l.Detached == nil {
		l.Detached = func(context.Context) context.Context { return context.Background() }
	}
	for _, language := range []isales.Language{isales.English, isales.Chinese} {
		l.spoken[language] = client.InLanguage(language)
	}
	var err error
	l.kept, err = otter.New(&otter.Options[Query, *entry]{
		MaximumWeight: mostBytes,
		// The text of the answer, what was decoded from it, and what points to it.
		Weigher: func(_ Query, e *entry) uint32 {
			if e.result == nil {
				return 512
			}
			return uint32(1024 + 2*len(e.result.Raw) + 128*len(e.result.Mappings))
		},
		// By default, each entry that is set starts a goroutine for the little that
		// there is to do afterwards.
		Executor: func(tidy func()) { tidy() },
	})
	return l, err
}

// ExternalResult returns an external result, or an error of isales.Client, or an
// *UnavailableError. When ctx ends it returns ctx's own error: at once, except to
// the visitor whose goroutine makes a call that others wait for, who gets it when
// the call has ended.
func (l *Layer) ExternalResult(ctx context.Context, q Query) (Copy, error) {
	c, err := l.find(ctx, q)
	switch {
	case err == nil:
		l.guard.observer.Lookup(string(c.Origin))
	case ctx.Err() != nil:
		l.guard.observer.Lookup("canceled")
	default:
		l.guard.observer.Lookup("error")
	}
	return c, err
}

// Keeps counts a look-up that is answered with r without asking for it, and
// reports whether r is still the fresh copy; if not, nothing is counted.
func (l *Layer) Keeps(q Query, r *isales.ExternalResult) bool {
	e, ok := l.kept.GetIfPresent(q)
	if !ok || e.result != r || !time.Now().Before(e.until) {
		return false
	}
	l.guard.observer.Lookup(string(Hit))
	return true
}

func (l *Layer) find(ctx context.Context, q Query) (Copy, error) {
	key := q
	key.Refresh = false
	var old *isales.ExternalResult
	if e, ok := l.kept.GetIfPresent(key); ok {
		now := time.Now()
		if now.Before(e.until) && !(q.Refresh && e.refreshable(now)) {
			return e.answer(now)
		}
		if e.result != nil && (now.Sub(e.at) < l.Stale || now.Before(e.until)) {
			old = e.result
		}
	}
	if old != nil {
		return l.renew(ctx, key, old)
	}
	f, origin := l.join(ctx, key, true)
	if origin == Miss {
		return l.lead(ctx, f)
	}
	defer l.leave(f)
	select {
	case <-f.done:
		return Copy{ExternalResult: f.result, Origin: Shared}, f.err
	case <-ctx.Done():
		return Copy{}, ctx.Err()
	}
}

// refreshable reports whether a reader may ask for something newer. The hold of
// a throttling platform is not for readers to lift.
func (e *entry) refreshable(now time.Time) bool {
	return now.Sub(e.at) >= refreshAfter && !errors.Is(e.err, isales.ErrThrottled)
}

// answer returns what is kept.
func (e *entry) answer(now time.Time) (Copy, error) {
	if status, ok := errors.AsType[*isales.StatusError](e.err); ok {
		rest := *status
		rest.RetryAfter = e.until.Sub(now)
		return Copy{}, &rest
	}
	return Copy{ExternalResult: e.result, Origin: Hit}, e.err
}

// renew asks for a newer copy than old, and returns old when that is of no avail.
func (l *Layer) renew(ctx context.Context, key Query, old *isales.ExternalResult) (Copy, error) {
	if down := l.guard.Down(); down != nil {
		// Nobody waits for a platform that is known to be down: whoever comes when
		// it is time to try starts the attempt, and has the copy.
		if l.guard.tryNow() {
			f, _ := l.join(ctx, key, false)
			l.keepFlying(f)
			l.leave(f)
		}
		return Copy{old, Stale, down.Err, down.RetryAt}, nil
	}
	f, origin := l.join(ctx, key, false)
	defer l.leave(f)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-f.done:
	case <-timer.C:
		l.keepFlying(f)
		return Copy{ExternalResult: old, Origin: Stale, Trouble: ErrSlow}, nil
	case <-ctx.Done():
		return Copy{}, ctx.Err()
	}
	if f.err == nil {
		return Copy{ExternalResult: f.result, Origin: origin}, nil
	}
	if !coverable(f.err) {
		return Copy{}, f.err
	}
	c := Copy{ExternalResult: old, Origin: Stale, Trouble: f.err}
	if down, ok := errors.AsType[*UnavailableError](f.err); ok {
		c.Trouble, c.RetryAt = down.Err, down.RetryAt
	}
	return c, nil
}

// coverable reports whether a copy may stand in for an error. What the platform
// says about the result or about our right to it is not covered up.
func coverable(err error) bool {
	if e, ok := errors.AsType[*isales.APIError](err); ok {
		return !e.Parameter()
	}
	return !errors.Is(err, isales.ErrNotFound) && !errors.Is(err, isales.ErrUnauthorized) && !errors.Is(err, isales.ErrForbidden)
}
