package isales_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// gate notes what it is told and lets everything through.
type gate struct {
	limit   time.Duration
	entered int
	told    []error
}

func (g *gate) Enter() (time.Duration, func(error), error) {
	g.entered++
	return g.limit, func(err error) { g.told = append(g.told, err) }, nil
}

// transport answers each request after a while, or its context ends first.
type transport struct {
	after    time.Duration
	status   int
	err      error
	requests int
}

func (tr *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	tr.requests++
	timer := time.NewTimer(tr.after)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if tr.err != nil {
		return nil, tr.err
	}
	return &http.Response{StatusCode: tr.status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

// gated returns a client with a time-out of 8 s behind the gate.
func gated(t *testing.T, g *gate, tr *transport, options ...isales.Option) *isales.Client {
	t.Helper()
	options = append([]isales.Option{isales.WithGate(g), isales.WithTransport(tr), isales.WithTimeout(8 * time.Second)},
		options...)
	c, err := isales.New("https://isales.example.com", isales.Credentials{AccessKey: "ak", SecretKey: "sk"}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestGateIsToldHowACallEnded: a caller's time that was over well before that of
// a call says nothing about the platform. The caller gets a timeout.
func TestGateIsToldHowACallEnded(t *testing.T) {
	hang := transport{after: time.Hour}
	tests := map[string]struct {
		transport
		caller, limit time.Duration
		told          error // identical, or what it is a kind of
		after         time.Duration
	}{
		"answered":                 {transport{status: 200}, time.Hour, 0, nil, 0},
		"answered in time":         {transport{status: 200, after: time.Second}, 2 * time.Second, 0, nil, time.Second},
		"time of the call":         {hang, time.Hour, 0, isales.ErrTimeout, 8 * time.Second},
		"caller, not much earlier": {hang, 4 * time.Second, 0, isales.ErrTimeout, 4 * time.Second},
		"caller, well before":      {hang, 4*time.Second - 1, 0, context.DeadlineExceeded, 4*time.Second - 1},
		"limit":                    {hang, time.Hour, 3 * time.Second, isales.ErrTimeout, 3 * time.Second},
		"503": {transport{status: 503, after: time.Second}, 2 * time.Second, 0, isales.ErrStatus,
			time.Second},
		"reset": {transport{err: syscall.ECONNRESET, after: time.Second}, 2 * time.Second, 0,
			isales.ErrInterrupted, time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &gate{limit: tt.limit}
				c := gated(t, g, &tt.transport)
				ctx, cancel := context.WithTimeout(t.Context(), tt.caller)
				defer cancel()
				start := time.Now()
				_, err := c.QueryExternalResult(ctx, 40, 7)
				if took := time.Since(start); took != tt.after {
					t.Errorf("took %s, want %s", took, tt.after)
				}
				if len(g.told) != 1 || !errors.Is(g.told[0], tt.told) {
					t.Fatalf("told %v, want %v", g.told, tt.told)
				}
				if bare := g.told[0] == context.DeadlineExceeded; bare != (tt.told == context.DeadlineExceeded) {
					t.Errorf("told %#v", g.told[0])
				}
				if late := tt.told == context.DeadlineExceeded || tt.told == isales.ErrTimeout; errors.Is(err,
					isales.ErrTimeout) != late {
					t.Errorf("the caller is told %v", err)
				}
			})
		})
	}
}

// TestGateIsToldOfALateTurn: a turn comes while at least half of the time is left
// for the call, and what becomes of it counts.
func TestGateIsToldOfALateTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, tr := new(gate), &transport{after: 6 * time.Second, status: 200}
		tooSlow := func(err error) bool { return errors.Is(err, isales.ErrTimeout) }
		c := gated(t, g, tr, isales.WithMaxConcurrent(1))
		go c.QueryExternalResult(t.Context(), 40, 1)
		synctest.Wait()
		time.Sleep(3 * time.Second)
		start := time.Now()
		_, err := c.QueryExternalResult(t.Context(), 40, 2)
		if took := time.Since(start); !errors.Is(err, isales.ErrTimeout) || took != 8*time.Second {
			t.Errorf("%v after %s, want a time-out after 8s", err, took)
		}
		if len(g.told) != 2 || g.told[0] != nil || !tooSlow(g.told[1]) || g.told[1] == context.DeadlineExceeded {
			t.Errorf("told %#v, want of an answer and of a time-out", g.told)
		}
	})
}

// TestNoCallWithoutTime: a turn that comes when the caller's time is over is not
// used, and the next caller has it.
func TestNoCallWithoutTime(t *testing.T) {
	g, tr := new(gate), &transport{status: 200}
	c := gated(t, g, tr, isales.WithMaxConcurrent(1))
	over, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	gone, leave := context.WithCancel(t.Context())
	leave()
	for range 64 { // a free turn and the end are chosen between at random
		if _, err := c.QueryExternalResult(over, 40, 7); !errors.Is(err, isales.ErrTimeout) {
			t.Fatalf("%v, want a time-out", err)
		}
		if _, err := c.QueryExternalResult(gone, 40, 7); !errors.Is(err, context.Canceled) {
			t.Fatalf("%v, want that the caller has left", err)
		}
	}
	if g.entered != 0 || tr.requests != 0 {
		t.Errorf("%d calls entered the gate and %d were made, want none", g.entered, tr.requests)
	}
	if inFlight, waiting := c.Load(); inFlight != 0 || waiting != 0 {
		t.Errorf("%d calls in flight, %d waiting", inFlight, waiting)
	}
	c.QueryExternalResult(t.Context(), 40, 7)
	if g.entered != 1 || tr.requests != 1 {
		t.Errorf("%d calls entered the gate and %d were made, want 1", g.entered, tr.requests)
	}
}

// TestGateIsToldOfAPanic: a call that panics is over, and its slot is free.
func TestGateIsToldOfAPanic(t *testing.T) {
	g := new(gate)
	c := gated(t, g, nil, isales.WithMaxConcurrent(1), isales.WithTransport(panicking{}))
	for range 2 {
		func() {
			defer func() {
				if recover() != "in the transport" {
					t.Error("the panic did not come through")
				}
			}()
			_, _ = c.QueryExternalResult(t.Context(), 40, 7)
		}()
	}
	if want := []error{context.Canceled, context.Canceled}; !slices.Equal(g.told, want) {
		t.Errorf("told %v, want %v", g.told, want)
	}
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("in the transport") }
