package platform

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// breakDown lets the platform fail with r until the breaker opens; seven has a
// copy that is no longer fresh.
func (w *world) breakDown(r reply) {
	w.Helper()
	w.want(seven, "miss en_US 1")
	time.Sleep(30 * time.Second)
	w.platform.always(r)
	for i := range 7 {
		other := seven
		other.DefID = int64(100 + i)
		w.ask(w.Context(), other)
		time.Sleep(time.Second)
	}
	if w.breaker.State() != "open" {
		w.Fatalf("the breaker is %s after %d calls", w.breaker.State(), w.platform.calls())
	}
	time.Sleep(time.Until(w.breaker.openedAt.Add(untilTry)))
	w.platform.requests = nil
}

// cold is a query without a copy.
var cold = Query{VDNID: 40, DefID: 99, Language: seven.Language}

func TestVisitorWithACopyStartsTheProbe(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.breakDown(reply{err: refused})
		w.platform.always(reply{after: time.Second})
		w.want(seven, "stale en_US 1: unreachable, again in 1s")
		synctest.Wait()
		w.wantCalls(1)
		w.want(seven, "stale en_US 1: unreachable, again in 1s")
		w.want(cold, "unavailable for 1s: unreachable")
		time.Sleep(time.Second)
		synctest.Wait()
		w.want(seven, "hit en_US 1")
		if c, _ := w.ExternalResult(w.Context(), seven); time.Since(c.ReceivedAt) != 0 {
			w.Errorf("the copy is %s old, want the new one", time.Since(c.ReceivedAt))
		}
		w.wantIn(time.Second, cold, "miss en_US 2")
		w.wantCalls(2)
		if len(w.changes) != 2 || !w.changes[0] || w.changes[1] {
			w.Errorf("told of changes %t, want down and back", w.changes)
		}
	})
}

func TestOpenBreakerKeepsVisitorsOut(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.breakDown(reply{err: refused})
		w.ask(w.Context(), cold) // the probe; its repetition is refused
		w.wantCalls(1)
		w.platform.always(reply{})
		time.Sleep(2 * time.Second)
		left := time.Until(w.breaker.openedAt.Add(4 * time.Second)).String()
		w.want(seven, "stale en_US 1: unreachable, again in "+left)
		w.want(refreshed(seven), "stale en_US 1: unreachable, again in "+left)
		w.want(cold, "unavailable for "+left+": unreachable")
		w.wantCalls(1)
	})
}

// TestFreshCopiesNeedNoPlatform, and nobody starts a probe for them.
func TestFreshCopiesNeedNoPlatform(t *testing.T) {
	inBubble(t, Options{Fresh: time.Hour, Stale: time.Hour, Budget: time.Second}, func(w *world) {
		w.breakDown(reply{err: refused})
		w.want(seven, "hit en_US 1")
		synctest.Wait()
		w.wantCalls(0)
		w.want(refreshed(seven), "stale en_US 1: unreachable, again in 1s")
		synctest.Wait()
		w.wantCalls(1)
	})
}

func TestProbeThatHangsIsBounded(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.breakDown(reply{err: refused})
		w.platform.always(reply{hang: true})
		w.wantIn(3*time.Second, cold, "timeout after 3s")
		w.want(cold, "unavailable for 4s: timeout after 3s")
		w.want(seven, "stale en_US 1: timeout after 3s, again in 4s")
		time.Sleep(untilTry)
		w.want(seven, "stale en_US 1: timeout after 3s, again in 1s")
		time.Sleep(3*time.Second + 1)
		synctest.Wait()
		w.want(seven, "stale en_US 1: timeout after 3s, again in 3.999999999s")
		w.wantCalls(2)
	})
}

// TestProberWhoLeaves: others must find out that the platform is back, whether
// they have a copy or not.
func TestProberWhoLeaves(t *testing.T) {
	for _, next := range []struct {
		Query
		shown, then string
	}{
		{seven, "stale en_US 1: unreachable, again in 1s", "hit en_US 2"},
		{cold, "miss en_US 2", "hit en_US 2"},
	} {
		inBubble(t, usual, func(w *world) {
			w.breakDown(reply{err: refused})
			w.platform.always(reply{hang: true})
			ctx, leave := context.WithCancel(w.Context())
			gone := w.crowd(ctx, 1, cold)
			leave()
			gone.want(w, map[string]int{"canceled": 1})
			synctest.Wait()
			w.wantCalls(1)
			w.platform.always(reply{})
			w.want(next.Query, next.shown)
			synctest.Wait()
			w.want(next.Query, next.then)
			w.wantCalls(2)
		})
	}
}

// TestSimultaneousVisitorsMakeOneProbe, however many pages they want.
func TestSimultaneousVisitorsMakeOneProbe(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.breakDown(reply{err: refused})
		w.platform.always(reply{hang: true})
		copies := w.crowd(w.Context(), 40, seven)
		var colds []*crowd
		for i := range 10 {
			q := cold
			q.DefID += int64(i)
			colds = append(colds, w.crowd(w.Context(), 4, q))
		}
		copies.want(w, map[string]int{"stale en_US 1: unreachable, again in 1s": 40})
		for _, c := range colds {
			c.want(w, map[string]int{"unavailable for 1s: unreachable": 4})
		}
		w.wantCalls(1)
	})
}

// TestPauseOfAThrottlingPlatform: nobody asks, and copies are shown.
func TestPauseOfAThrottlingPlatform(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{status: 429, retry: "20"})
		for i := range 3 {
			q := cold
			q.DefID += int64(i)
			w.want(q, "status 429 for 20s")
		}
		other := cold
		other.DefID = 98
		time.Sleep(time.Second)
		w.want(other, "unavailable for 19s: status 429 for 20s")
		w.want(cold, "status 429 for 19s")
		w.want(seven, "stale en_US 1: status 429 for 20s, again in 19s")
		w.wantCalls(4)
		w.platform.always(reply{})
		time.Sleep(19 * time.Second)
		w.want(seven, "miss en_US 5")
		w.want(other, "miss en_US 6")
		if w.changes != nil {
			w.Errorf("told of changes %t, want none", w.changes)
		}
	})
}

// TestBreakerOpensWhileAVisitorWaits: the call fails, and its repetition is
// refused. The copy says when the platform is asked again.
func TestBreakerOpensWhileAVisitorWaits(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		for range 19 {
			_, done, err := w.breaker.Enter()
			if err != nil {
				w.Fatal(err)
			}
			done(brokenCall)
		}
		time.Sleep(time.Second)
		w.platform.always(reply{after: 10 * time.Millisecond, status: 503, retry: "1"})
		both := w.crowd(w.Context(), 2, seven)
		both.want(w, map[string]int{"stale en_US 1: status 503 for 1s, again in 3s": 2})
		w.wantCalls(2)
		w.want(cold, "unavailable for 3s: status 503 for 1s")
		w.wantTold(map[string]int{"miss": 1, "stale": 2, "error": 1},
			map[string]int{"ok": 1, "interrupted": 19, "http_status": 1})
	})
}
