package platform

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"isales-console/isales"
)

// When the platform is taken to be down, and how it is tried then.
const (
	// downAfter calls in a row must have failed, and for at least downFor: a few
	// bad results side by side are not an outage.
	downAfter = 20
	downFor   = time.Second
	// tryEvery is how often a platform that is down gets one call.
	tryEvery = 4 * time.Second
	// tryFor bounds that call, unless the platform used to be slower: a call that
	// hangs would keep the next one from finding that it is back.
	tryFor = 3 * time.Second
	// throttledAfter calls in a row must have been told to come back later before
	// all calls do so.
	throttledAfter = 3
)

// UnavailableError is a call that was not made, because the platform is down or
// does not want to be asked.
type UnavailableError struct {
	// RetryAt is when it is asked again.
	RetryAt time.Time
	// Err is how the last call ended.
	Err error
}

func (e *UnavailableError) Error() string {
	return fmt.Sprintf("not asked before %s: %v", e.RetryAt.UTC().Format(time.RFC3339), e.Err)
}

// Unwrap is not there on purpose: the last call was another visitor's.

// Guard decides whether the platform may be called. It is the gate of a client,
// so that calls of all interfaces count. It is safe for concurrent use.
type Guard struct {
	observer Observer
	breaker  *gobreaker.TwoStepCircuitBreaker[struct{}]
	changed  func(down bool)

	mu        sync.Mutex
	failing   time.Time // when the calls began to fail; zero while they do not
	openedAt  time.Time
	last      error         // of a call that failed
	slowest   time.Duration // of the calls that were answered lately
	throttled int           // calls in a row
	pauseEnds time.Time
}

// NewGuard returns a guard. changed is called when the platform goes down and
// when it is back; it must not call the guard. Both may be nil.
func NewGuard(observer Observer, changed func(down bool)) *Guard {
	if observer == nil {
		observer = unobserved{}
	}
	g := &Guard{observer: observer, changed: changed}
	g.breaker = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Timeout: tryEvery,
		ReadyToTrip: func(c gobreaker.Counts) bool {
			return c.ConsecutiveFailures >= downAfter && g.failingFor() >= downFor
		},
		IsSuccessful:  func(err error) bool { return !isDown(err) },
		IsExcluded:    endedByCaller,
		OnStateChange: g.stateChanged,
	})
	return g
}

// Enter implements isales.Gate.
func (g *Guard) Enter() (limit time.Duration, done func(error), err error) {
	if paused := g.paused(); paused != nil {
		return 0, nil, paused
	}
	report, err := g.breaker.Allow()
	if err != nil {
		return 0, nil, g.down()
	}
	if g.breaker.State() == gobreaker.StateHalfOpen {
		g.mu.Lock()
		limit = max(tryFor, 2*g.slowest)
		g.mu.Unlock()
	}
	start := time.Now()
	return limit, func(err error) {
		took := time.Since(start)
		g.note(err, took)
		report(err)
		g.observer.Call(Outcome(err), took)
	}, nil
}

// Down returns why the platform is not to be asked now; nil when it may be.
func (g *Guard) Down() *UnavailableError {
	if paused := g.paused(); paused != nil {
		return paused
	}
	if g.breaker.State() == gobreaker.StateClosed {
		return nil
	}
	return g.down()
}

// State is "closed", "half-open" or "open", as circuit breakers have it.
func (g *Guard) State() string { return g.breaker.State().String() }

// tryNow reports that it is time to try whether the platform is back, and that
// nobody does so yet.
func (g *Guard) tryNow() bool {
	if g.paused() != nil || g.breaker.State() != gobreaker.StateHalfOpen {
		return false
	}
	c := g.breaker.Counts()
	return c.Requests == c.TotalExclusions // a try that was cancelled is none
}

func (g *Guard) paused() *UnavailableError {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pauseEnds.IsZero() || !time.Now().Before(g.pauseEnds) {
		return nil
	}
	return &UnavailableError{g.pauseEnds, g.last}
}

func (g *Guard) down() *UnavailableError {
	g.mu.Lock()
	defer g.mu.Unlock()
	at, soon := g.openedAt.Add(tryEvery), time.Now().Add(time.Second)
	if at.Before(soon) {
		at = soon
	}
	return &UnavailableError{at, g.last}
}

func (g *Guard) failingFor() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Since(g.failing)
}

// note remembers how a call ended. It comes before the breaker hears of it.
func (g *Guard) note(err error, took time.Duration) {
	if endedByCaller(err) {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if !isDown(err) {
		g.failing = time.Time{}
		g.slowest = max(took, g.slowest-g.slowest/64)
	} else if g.failing.IsZero() {
		g.failing = now
	}
	if err != nil {
		g.last = err
	}
	status, ok := errors.AsType[*isales.StatusError](err)
	if !ok || status.RetryAfter == 0 || status.StatusCode != http.StatusTooManyRequests && status.StatusCode != http.StatusServiceUnavailable {
		g.throttled = 0
		return
	}
	if g.throttled++; g.throttled >= throttledAfter {
		g.pauseEnds = now.Add(min(status.RetryAfter, longestHold))
	}
}

func (g *Guard) stateChanged(_ string, from, to gobreaker.State) {
	if to == gobreaker.StateOpen {
		g.mu.Lock()
		g.openedAt = time.Now()
		g.mu.Unlock()
	}
	// A try that failed is no news.
	if g.changed != nil && (from == gobreaker.StateClosed || to == gobreaker.StateClosed) {
		g.changed(to == gobreaker.StateOpen)
	}
}

// endedByCaller reports a call that says nothing about the platform. A timeout of
// the call itself is a TransportError.
func endedByCaller(err error) bool {
	return errors.Is(err, context.Canceled) || err == context.DeadlineExceeded
}

// isDown reports an error that says nothing about the query and everything about
// the platform or the way to it.
func isDown(err error) bool {
	if _, ok := errors.AsType[*isales.TransportError](err); ok {
		return true
	}
	status, ok := errors.AsType[*isales.StatusError](err)
	return ok && status.StatusCode >= http.StatusInternalServerError
}

type unobserved struct{}

func (unobserved) Lookup(string)              {}
func (unobserved) Call(string, time.Duration) {}
