package platform

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

func TestManyPagesAtOnce(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: 50 * time.Millisecond})
		start := time.Now()
		var visitors sync.WaitGroup
		for i := range 500 {
			visitors.Go(func() {
				q := Query{VDNID: 40, DefID: int64(1 + i), Language: isales.English}
				if c, err := w.ExternalResult(w.Context(), q); err != nil || c.Origin != Miss {
					w.Errorf("page %d: %q, error %v", i, c.Origin, err)
				}
			})
		}
		synctest.Wait()
		if inFlight, waiting := w.client.Load(); inFlight != 10 || waiting != 490 {
			w.Errorf("%d calls in flight, %d waiting; want 10 and 490", inFlight, waiting)
		}
		visitors.Wait()
		if took := time.Since(start); took != 2500*time.Millisecond || w.platform.most != 10 {
			w.Errorf("took %s with %d in flight at most, want 2.5s with 10", took, w.platform.most)
		}
		w.wantTold(map[string]int{"miss": 500}, map[string]int{"ok": 500})
		if inFlight, waiting := w.client.Load(); inFlight != 0 || waiting != 0 {
			w.Errorf("%d calls in flight, %d waiting afterwards", inFlight, waiting)
		}
	}, isales.WithMaxConcurrent(10))
}

// TestWaitingForATurnIsNoFailure of the platform: it was not asked.
func TestWaitingForATurnIsNoFailure(t *testing.T) {
	inBubble(t, Options{Budget: 5 * time.Second}, func(w *world) {
		w.platform.always(reply{after: 6 * time.Second})
		var ahead sync.WaitGroup
		ahead.Go(func() {
			if _, err := w.client.QueryExternalResult(w.Context(), 40, 1); err != nil {
				w.Error(err)
			}
		})
		synctest.Wait()
		var waiting []*crowd
		for i := range 60 {
			q := cold
			q.DefID += int64(i)
			waiting = append(waiting, w.crowd(w.Context(), 1, q))
			time.Sleep(10 * time.Millisecond)
		}
		for _, c := range waiting {
			c.want(w, map[string]int{"timeout after 5s": 1})
		}
		w.wantTold(map[string]int{"error": 60}, map[string]int{})
		ahead.Wait()
		w.wantCalls(1)
		if w.breaker.State() != "closed" {
			w.Errorf("the breaker is %s", w.breaker.State())
		}
		w.wantTold(map[string]int{"error": 60}, map[string]int{"ok": 1})
	}, isales.WithMaxConcurrent(1))
}
