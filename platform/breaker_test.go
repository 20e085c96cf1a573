package platform

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// Errors as a call may end.
var (
	brokenCall      = &isales.TransportError{Kind: isales.ErrInterrupted, Err: reset}
	errCanceledCall = fmt.Errorf("isales: %w", context.Canceled)
)

// gate drives a breaker without a client.
type gate struct {
	*testing.T
	*Breaker
	changes []bool
}

func guarded(t *testing.T, f func(g *gate)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		g := &gate{T: t}
		g.Breaker = NewBreaker(nil, func(down bool) { g.changes = append(g.changes, down) })
		f(g)
	})
}

// call makes a call that takes a while and ends with err.
func (g *gate) call(took time.Duration, err error) {
	g.Helper()
	g.start(0)(took, err)
}

// start begins a call with the limit; what it returns ends it.
func (g *gate) start(limit time.Duration) func(took time.Duration, err error) {
	g.Helper()
	got, done, err := g.Enter()
	if err != nil {
		g.Fatalf("refused: %v", show(err))
	}
	if got != limit {
		g.Errorf("limit %s, want %s", got, limit)
	}
	return func(took time.Duration, err error) {
		time.Sleep(took)
		done(err)
	}
}

// open brings the breaker to think that the platform is down.
func (g *gate) open() {
	g.Helper()
	for range 19 {
		g.call(0, brokenCall)
	}
	g.call(time.Second, brokenCall)
	g.wantRefused("unavailable for 4s: interrupted")
}

// wantRefused tries a call, and asks without one.
func (g *gate) wantRefused(want string) {
	g.Helper()
	_, done, err := g.Enter()
	if done != nil || err == nil || show(err) != want {
		g.Errorf("Enter: %v, want %s", err, want)
	}
	if down := g.Down(); down == nil || show(down) != want {
		g.Errorf("Down: %v, want %s", down, want)
	}
}

func (g *gate) want(state string, changes ...bool) {
	g.Helper()
	if g.State() != state || !slices.Equal(g.changes, changes) {
		g.Errorf("%s after changes %t, want %s after %t", g.State(), g.changes, state, changes)
	}
	if state == "closed" && g.Down() != nil {
		g.Errorf("down: %v", g.Down())
	}
}

func TestBreakerOpens(t *testing.T) {
	tests := map[string]struct {
		failures int
		took     time.Duration // for all of them
		state    string
	}{
		"19 in a minute":    {19, time.Minute, "closed"},
		"20 in nearly 1 s":  {20, time.Second - 1, "closed"},
		"20 in 1 s":         {20, time.Second, "open"},
		"500 in nearly 1 s": {500, time.Second - 1, "closed"},
		"20 in an hour":     {20, time.Hour, "open"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			guarded(t, func(g *gate) {
				for range tt.failures - 1 {
					g.call(0, brokenCall)
				}
				g.want("closed")
				g.call(tt.took, brokenCall)
				if tt.state == "closed" {
					g.want("closed")
					return
				}
				g.want("open", true)
				g.wantRefused("unavailable for 4s: interrupted")
			})
		})
	}
}

// TestLaterFailureOpens: failures side by side do, when another one follows.
func TestLaterFailureOpens(t *testing.T) {
	guarded(t, func(g *gate) {
		for range 500 {
			g.call(0, brokenCall)
		}
		g.call(time.Second-1, brokenCall)
		g.want("closed")
		g.call(1, brokenCall)
		g.want("open", true)
	})
}

func TestWhatOpensTheBreaker(t *testing.T) {
	type outcome struct {
		err  error
		down bool
	}
	tests := map[string]outcome{"complete": {}, "canceled": {errCanceledCall, false},
		"time of the caller": {context.DeadlineExceeded, false},
		"timeout by a deadline": {&isales.TransportError{Kind: isales.ErrTimeout, Err: context.DeadlineExceeded},
			true}, "not JSON": {&isales.NotJSONError{StatusCode: 200}, false}}
	for _, kind := range []error{isales.ErrTimeout, isales.ErrUnreachable, isales.ErrInterrupted, isales.ErrTLS} {
		tests[kind.Error()] = outcome{&isales.TransportError{Kind: kind, Err: reset}, true}
	}
	for _, status := range []int{302, 400, 401, 403, 404, 429, 499, 500, 501, 502, 503, 504, 599} {
		tests[fmt.Sprint(status)] = outcome{&isales.StatusError{StatusCode: status}, status >= 500}
	}
	tests["too large"] = outcome{fmt.Errorf("isales: %w", isales.ErrTooLarge), false}
	tests["API"] = outcome{&isales.APIError{Code: "0299999"}, false}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			guarded(t, func(g *gate) {
				for range 20 {
					g.call(time.Second, tt.err)
				}
				if tt.down {
					g.want("open", true)
				} else {
					g.want("closed")
				}
			})
		})
	}
}

// TestSuccessBetweenFailures begins the count and the time anew; what says
// nothing about the platform does neither.
func TestSuccessBetweenFailures(t *testing.T) {
	for _, good := range []error{nil, &isales.StatusError{StatusCode: 401}, &isales.NotJSONError{}} {
		guarded(t, func(g *gate) {
			for range 3 {
				for range 19 {
					g.call(time.Second, brokenCall)
				}
				g.call(0, good)
			}
			g.want("closed")
			for range 500 {
				g.call(0, brokenCall)
			}
			g.want("closed")
			g.call(time.Second, brokenCall)
			g.want("open", true)
		})
	}
	guarded(t, func(g *gate) {
		for range 19 {
			g.call(time.Second, brokenCall)
			g.call(0, errCanceledCall)
			g.call(0, context.DeadlineExceeded)
		}
		g.want("closed")
		g.call(0, brokenCall)
		g.want("open", true)
	})
}

func TestUnavailableErrorIsNobodysElse(t *testing.T) {
	guarded(t, func(g *gate) {
		g.open()
		_, _, err := g.Enter()
		if errors.Is(err, isales.ErrInterrupted) || errors.Is(err, reset) {
			g.Error("another visitor's error is found in it")
		}
		if want := "not asked before 2000-01-01T00:00:05Z: isales: connection interrupted after 0s: " +
			"read tcp: connection reset by peer"; err.Error() != want {
			g.Errorf("%s, want %s", err, want)
		}
	})
}

// TestLastErrorIsTold: the reason is that of the latest call that was one, and not what
// a call from before comes to.
func TestLastErrorIsTold(t *testing.T) {
	guarded(t, func(g *gate) {
		g.open()
		time.Sleep(untilTry)
		g.start(3*time.Second)(0, &isales.StatusError{StatusCode: 502})
		g.wantRefused("unavailable for 4s: status 502")
	})
	for _, err := range []error{&isales.NotFoundError{VDNID: 40, DefID: 7}, &isales.APIError{Code: "02000007"},
		&isales.StatusError{StatusCode: 401}, &isales.NotJSONError{}} {
		guarded(t, func(g *gate) {
			before, later := g.start(0), g.start(0)
			for range 3 {
				g.call(0, throttled(429, time.Minute))
			}
			before(0, err)
			g.wantRefused("unavailable for 1m0s: status 429 for 1m0s")
			time.Sleep(time.Minute)
			g.open()
			later(0, err)
			g.wantRefused("unavailable for 4s: interrupted")
		})
	}
}
