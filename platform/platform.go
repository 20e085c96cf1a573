// Package platform stands between the pages and the client. It keeps copies, lets
// simultaneous visitors share one call, repeats what is safe to repeat, leaves a
// platform alone that is down, and then falls back on its copies. It also keeps
// the dictionaries of VDNs and whole-VDN catalogues.
package platform

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"isales-console/cache"
	"isales-console/isales"
)

// staleAfterWait is how long a visitor waits for a newer copy than the one that is
// kept already.
const staleAfterWait = 3 * time.Second

// BulkTimeout bounds bulk work, see isales.Bulk, with its waits for turns.
const BulkTimeout = 10 * time.Minute

// Query names one external result and the language of the platform's texts.
type Query struct {
	// VDNID is 1 to isales.MaxVDNID.
	VDNID int
	// DefID is 1 or more.
	DefID int64
	// Language is that of the platform's texts.
	Language isales.Language
	// Refresh asks the platform although a fresh copy is kept.
	Refresh bool
}

// String returns the query's VDN, ID and language: what one call answers.
func (q Query) String() string { return fmt.Sprintf("%d/%d/%s", q.VDNID, q.DefID, q.Language) }

// Origin says where an answer comes from.
type Origin string

// Values of Origin; empty for an answer that did not come through a Layer.
const (
	Miss   Origin = "miss"   // a call for this visitor
	Shared Origin = "joined" // a call that was under way for another visitor
	Hit    Origin = "hit"    // a fresh copy
	Stale  Origin = "stale"  // an old copy, because no newer one can be had
)

// Copy is an external result as the console holds it. It is read-only: visitors
// share it.
type Copy struct {
	*isales.ExternalResult
	// Origin says where the copy comes from.
	Origin Origin
	// Trouble is why a stale copy could not be renewed; nil for all others.
	Trouble error
	// RetryAt is when the platform is asked again; zero means at the next visit.
	RetryAt time.Time
}

// ErrSlow is the Trouble of a stale copy while the platform is still being
// asked.
var ErrSlow = errors.New("platform has not answered yet")

// Observer is told what happens, for metrics.
type Observer interface {
	// Lookup counts a look-up by its answer: an Origin, "error", or "canceled" by a
	// visitor who left.
	Lookup(outcome string)
	// Call counts a call to the platform by its [Outcome], with the time it took.
	Call(outcome string, took time.Duration)
}

// Options of a Layer.
type Options struct {
	// Fresh is how long a copy is as good as a new answer; 0 means never.
	Fresh time.Duration
	// Stale is how long a copy is kept for when the platform is down; 0 means that it
	// is not.
	Stale time.Duration
	// Budget bounds a look-up with all its waits and repetitions; positive. BulkTimeout
	// bounds those of bulk work.
	Budget time.Duration
}

// Layer answers look-ups. It is safe for concurrent use.
type Layer struct {
	Options
	client  *isales.Client
	clients map[isales.Language]*isales.Client // the client in each language
	breaker *Breaker
	copies  *cache.Cache[Query, *entry]
	store   CopyStore // nil when copies end with the process

	mu    sync.Mutex
	calls map[callKey]*call // under way
	group singleflight.Group
}

// New returns a layer in front of the client, whose gate is the breaker.
func New(client *isales.Client, breaker *Breaker, o Options) (*Layer, error) {
	l := &Layer{Options: o, client: client, breaker: breaker,
		clients: make(map[isales.Language]*isales.Client), calls: make(map[callKey]*call)}
	for _, language := range []isales.Language{isales.English, isales.Chinese} {
		l.clients[language] = client.InLanguage(language)
	}
	var err error
	l.copies, err = newCopies(o)
	return l, err
}

// ExternalResult returns an external result, or an error of isales.Client, or an
// *UnavailableError. When ctx ends it returns ctx's own error, at once.
func (l *Layer) ExternalResult(ctx context.Context, q Query) (Copy, error) {
	c, err := l.find(ctx, q)
	switch {
	case err == nil:
		l.breaker.observer.Lookup(string(c.Origin))
	case ctx.Err() != nil:
		l.breaker.observer.Lookup("canceled")
	default:
		l.breaker.observer.Lookup("error")
	}
	return c, err
}

func (l *Layer) find(ctx context.Context, q Query) (Copy, error) {
	key := q
	key.Refresh = false
	if e, ok := l.copies.GetIfPresent(key); ok {
		now := time.Now()
		if now.Before(e.until) && !(q.Refresh && e.refreshable(now)) {
			return e.answer(now)
		}
		if l.usable(e, now) {
			return l.renew(ctx, key, e.result)
		}
	}
	return l.first(ctx, key)
}

// first asks for a result of which no copy is at hand. That of another process stands in
// when the platform fails, or is slow.
func (l *Layer) first(ctx context.Context, key Query) (Copy, error) {
	v := l.join(ctx, key)
	defer l.leave(v.call)
	var slow <-chan time.Time // never, without a store
	if l.store != nil && isales.BulkOwner(ctx) == "" {
		timer := time.NewTimer(staleAfterWait)
		defer timer.Stop()
		slow = timer.C
	}
	for {
		select {
		case r := <-v.done:
			if r.Err != nil && mayServeStale(r.Err) {
				if old := l.recall(ctx, key); old != nil {
					return staleCopy(old, r.Err), nil
				}
			}
			return v.answer(r)
		case <-slow:
			if old := l.recall(ctx, key); old != nil {
				l.detach(v.call)
				return staleCopy(old, ErrSlow), nil
			}
		case <-ctx.Done():
			return Copy{}, ctx.Err()
		}
	}
}

// answer returns what a call came to.
func (v visit) answer(r singleflight.Result) (Copy, error) {
	if r.Err != nil {
		return Copy{Origin: v.origin}, r.Err
	}
	return Copy{ExternalResult: r.Val.(*isales.ExternalResult), Origin: v.origin}, nil
}

// renew asks for a newer copy than old, and returns old when none can be had.
func (l *Layer) renew(ctx context.Context, key Query, old *isales.ExternalResult) (Copy, error) {
	if down := l.breaker.Down(); down != nil {
		// Nobody waits for a platform that is known to be down: the first visitor after
		// the pause starts the attempt, and gets the copy like the others.
		if l.breaker.tryNow() {
			v := l.join(ctx, key)
			l.detach(v.call)
			l.leave(v.call)
		}
		return Copy{old, Stale, down.Err, down.RetryAt}, nil
	}
	v := l.join(ctx, key)
	defer l.leave(v.call)
	wait := staleAfterWait
	if isales.BulkOwner(ctx) != "" {
		wait = BulkTimeout
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	var err error
	select {
	case r := <-v.done:
		if err = r.Err; err == nil || !mayServeStale(err) {
			return v.answer(r)
		}
	case <-timer.C:
		l.detach(v.call)
		err = ErrSlow
	case <-ctx.Done():
		return Copy{}, ctx.Err()
	}
	return staleCopy(old, err), nil
}

// mayServeStale reports whether a copy may stand in for an error. An answer about
// the result, or about the console's right to it, is not covered up.
func mayServeStale(err error) bool {
	if e, ok := errors.AsType[*isales.APIError](err); ok {
		return !e.Parameter()
	}
	return !errors.Is(err, isales.ErrNotFound) && !errors.Is(err, isales.ErrUnauthorized) &&
		!errors.Is(err, isales.ErrForbidden)
}
