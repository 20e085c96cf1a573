package platform

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// usual are options like those of the console.
var usual = Options{Fresh: 30 * time.Second, Stale: 24 * time.Hour, Budget: 12 * time.Second}

// seven is the query of tests that need one only.
var seven = Query{VDNID: 40, DefID: 7, Language: isales.English}

// refreshed is the query of a reader who wants something newer.
func refreshed(q Query) Query {
	q.Refresh = true
	return q
}

// world is a layer with everything around it, in a bubble.
type world struct {
	*testing.T
	*Layer
	platform *platform

	mu      sync.Mutex
	lookups map[string]int // what the observer was told
	ended   map[string]int
	changes []bool
}

func (w *world) Lookup(outcome string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lookups[outcome]++
}

func (w *world) Call(outcome string, _ time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended[outcome]++
}

// inBubble runs f in a bubble. Afterwards nothing may be under way: synctest
// reports goroutines that are left.
func inBubble(t *testing.T, o Options, f func(w *world), options ...isales.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{T: t, platform: new(platform), lookups: make(map[string]int), ended: make(map[string]int)}
		breaker := NewBreaker(w, func(down bool) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.changes = append(w.changes, down)
		})
		options = append([]isales.Option{isales.WithTransport(w.platform), isales.WithGate(breaker)}, options...)
		client, err := isales.New("https://isales.example.com",
			isales.Credentials{AccessKey: "ak", SecretKey: "sk"}, options...)
		if err != nil {
			t.Fatal(err)
		}
		if w.Layer, err = New(client, breaker, o); err != nil {
			t.Fatal(err)
		}
		f(w)
		time.Sleep(o.Budget)
		synctest.Wait()
		w.Layer.mu.Lock()
		defer w.Layer.mu.Unlock()
		if len(w.Layer.calls) != 0 || w.platform.inFlight != 0 {
			t.Errorf("%d shared calls and %d calls are left", len(w.Layer.calls), w.platform.inFlight)
		}
	})
}

// ask looks up q and shows what came of it. Nobody may get another's result.
func (w *world) ask(ctx context.Context, q Query) string {
	w.Helper()
	c, err := w.ExternalResult(ctx, q)
	if err != nil {
		if c != (Copy{ExternalResult: c.ExternalResult, Origin: c.Origin}) || c.ExternalResult != nil {
			w.Errorf("a copy %+v comes with error %v", c, err)
		}
		return show(err)
	}
	if c.VDNID != q.VDNID || c.DefID != fmt.Sprint(q.DefID) ||
		!strings.HasPrefix(c.DisplayResult, string(q.Language)+" ") {
		w.Errorf("asked for %+v, got VDN %d, ID %s, %q", q, c.VDNID, c.DefID, c.DisplayResult)
	}
	text := string(c.Origin) + " " + c.DisplayResult
	if c.Trouble != nil {
		text += ": " + show(c.Trouble)
	}
	if !c.RetryAt.IsZero() {
		text += ", again in " + time.Until(c.RetryAt).String()
	}
	return text
}

// want looks up q, for which no time may pass.
func (w *world) want(q Query, want string) {
	w.Helper()
	w.wantIn(0, q, want)
}

// wantIn looks up q, for which exactly the time may pass.
func (w *world) wantIn(took time.Duration, q Query, want string) {
	w.Helper()
	start := time.Now()
	if got := w.ask(w.Context(), q); got != want || time.Since(start) != took {
		w.Errorf("%s after %s, want %s after %s", got, time.Since(start), want, took)
	}
}

func (w *world) wantCalls(n int) {
	w.Helper()
	if got := w.platform.calls(); got != n {
		w.Errorf("%d calls, want %d", got, n)
	}
}

// wantTold compares everything that the observer was told.
func (w *world) wantTold(lookups, ended map[string]int) {
	w.Helper()
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !maps.Equal(w.lookups, lookups) || !maps.Equal(w.ended, ended) {
		w.Errorf("observer was told of look-ups %v and calls %v, want %v and %v", w.lookups, w.ended, lookups, ended)
	}
}

// show names an error with its values; of a transport error only a time-out has
// a time, since others depend on random pauses.
func show(err error) string {
	if e, ok := errors.AsType[*UnavailableError](err); ok {
		return "unavailable for " + time.Until(e.RetryAt).String() + ": " + show(e.Err)
	}
	if e, ok := errors.AsType[*isales.StatusError](err); ok {
		if e.RetryAfter != 0 {
			return fmt.Sprintf("status %d for %s", e.StatusCode, e.RetryAfter)
		}
		return fmt.Sprintf("status %d", e.StatusCode)
	}
	if e, ok := errors.AsType[*isales.TransportError](err); ok && e.Kind == isales.ErrTimeout {
		return "timeout after " + e.After.String()
	}
	if e, ok := errors.AsType[*isales.APIError](err); ok {
		return "API " + e.Code
	}
	if e, ok := errors.AsType[*isales.CodeMismatchError](err); ok {
		return "mismatch " + e.ResultCode + " " + e.ReturnCode
	}
	if e, ok := errors.AsType[*isales.DecodeError](err); ok {
		return "decode " + e.Field
	}
	switch {
	case err == ErrSlow:
		return "slow"
	case err == context.DeadlineExceeded:
		return "deadline"
	}
	return Outcome(err)
}
