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

// When the platform is taken to be down, and how often it is tried then.
const (
	// downAfter calls in a row must have failed, and for at least downFor: a few
	// bad results side by side are not an outage.
	downAfter = 20
	downFor   = time.Second
	// tryEvery is how often a platform that is down gets one call.
	tryEvery = 4 * time.Second
	// tryFor bounds that call, unless the platform used to be slower: a hanging call
	// would delay the next attempt.
	tryFor = 3 * time.Second
	// throttledAfter calls in a row must have been answered with a Retry-After before
	// all calls are held back.
	throttledAfter = 3
)

// UnavailableError is a call that was not made, because the platform is down or
// asked for a pause.
type UnavailableError struct {
	// RetryAt is when it is asked again.
	RetryAt time.Time
	// Err is how the last call ended.
	Err error
}

func (e *UnavailableError) Error() string {
	return fmt.Sprintf("not asked before %s: %v", e.RetryAt.UTC().Format(time.RFC3339), e.Err)
}

// No Unwrap: Err belongs to an earlier request, and errors.Is must not match it.

// Breaker decides whether the platform may be called. It is the gate of a client,
// so that calls of all interfaces count. It is safe for concurrent use.
type Breaker struct {
	observer Observer
	circuit  *gobreaker.TwoStepCircuitBreaker[struct{}]
	changed  func(down bool)

	mu        sync.Mutex
	failing   time.Time // when the calls began to fail; zero while they do not
	openedAt  time.Time
	last      error         // the latest that said that the platform is down, or asks for a pause
	slowest   time.Duration // of the calls that were answered lately
	throttled int           // calls in a row
	pauseEnds time.Time
}

// NewBreaker returns a closed breaker. changed is called when the platform goes
// down and when it is back; it must not call the breaker. Both may be nil.
func NewBreaker(observer Observer, changed func(down bool)) *Breaker {
	if observer == nil {
		observer = unobserved{}
	}
	b := &Breaker{observer: observer, changed: changed}
	b.circuit = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Timeout: tryEvery,
		ReadyToTrip: func(c gobreaker.Counts) bool {
			return c.ConsecutiveFailures >= downAfter && b.failingFor() >= downFor
		},
		IsSuccessful:  func(err error) bool { return !isDown(err) },
		IsExcluded:    endedByCaller,
		OnStateChange: b.stateChanged,
	})
	return b
}

// Enter implements isales.Gate.
func (b *Breaker) Enter() (limit time.Duration, done func(error), err error) {
	if paused := b.paused(); paused != nil {
		return 0, nil, paused
	}
	report, err := b.circuit.Allow()
	if err != nil {
		return 0, nil, b.down()
	}
	if b.circuit.State() == gobreaker.StateHalfOpen {
		b.mu.Lock()
		limit = max(tryFor, 2*b.slowest)
		b.mu.Unlock()
	}
	start := time.Now()
	return limit, func(err error) {
		took := time.Since(start)
		b.record(err, took)
		report(err)
		b.observer.Call(Outcome(err), took)
	}, nil
}

// Down returns why the platform is not to be asked now; nil if it may be asked.
func (b *Breaker) Down() *UnavailableError {
	if paused := b.paused(); paused != nil {
		return paused
	}
	if b.circuit.State() == gobreaker.StateClosed {
		return nil
	}
	return b.down()
}

// State is "closed", "half-open" or "open", as circuit breakers have it.
func (b *Breaker) State() string { return b.circuit.State().String() }

// tryNow reports that it is time to try the platform again and that no attempt is
// under way.
func (b *Breaker) tryNow() bool {
	if b.paused() != nil || b.circuit.State() != gobreaker.StateHalfOpen {
		return false
	}
	c := b.circuit.Counts()
	return c.Requests == c.TotalExclusions // a cancelled attempt does not count
}

func (b *Breaker) paused() *UnavailableError {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pauseEnds.IsZero() || !time.Now().Before(b.pauseEnds) {
		return nil
	}
	return &UnavailableError{b.pauseEnds, b.last}
}

func (b *Breaker) down() *UnavailableError {
	b.mu.Lock()
	defer b.mu.Unlock()
	at, soon := b.openedAt.Add(tryEvery), time.Now().Add(time.Second)
	if at.Before(soon) {
		at = soon
	}
	return &UnavailableError{at, b.last}
}

func (b *Breaker) failingFor() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Since(b.failing)
}

// record remembers how a call ended. It precedes the report to the circuit, which
// asks failingFor.
func (b *Breaker) record(err error, took time.Duration) {
	if endedByCaller(err) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if !isDown(err) {
		b.failing = time.Time{}
		b.slowest = max(took, b.slowest-b.slowest/64)
	} else {
		b.last = err
		if b.failing.IsZero() {
			b.failing = now
		}
	}
	status, ok := errors.AsType[*isales.StatusError](err)
	if !ok || status.RetryAfter == 0 ||
		status.StatusCode != http.StatusTooManyRequests && status.StatusCode != http.StatusServiceUnavailable {
		b.throttled = 0
		return
	}
	b.last = err
	if b.throttled++; b.throttled >= throttledAfter {
		b.pauseEnds = now.Add(min(status.RetryAfter, maxHold))
	}
}

func (b *Breaker) stateChanged(_ string, from, to gobreaker.State) {
	if to == gobreaker.StateOpen {
		b.mu.Lock()
		b.openedAt = time.Now()
		b.mu.Unlock()
	}
	// A failed attempt, half-open to open, is not a change.
	if b.changed != nil && (from == gobreaker.StateClosed || to == gobreaker.StateClosed) {
		b.changed(to == gobreaker.StateOpen)
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
