package platform

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// TestStress mixes pages, languages, refreshes, visitors who leave and all
// failures. Each answer is the right result (ask sees to that), in time,
// and nothing is left (inBubble does).
func TestStress(t *testing.T) {
	var all []reply
	for _, f := range failures {
		all = append(all, f.reply)
	}
	inBubble(t, Options{Fresh: 2 * time.Second, Stale: 20 * time.Second, Budget: 6 * time.Second}, func(w *world) {
		w.platform.behave(func(int, *http.Request) reply {
			switch second := time.Now().Second() % 15; {
			case second >= 3 && second < 6:
				return all[rand.IntN(len(all))]
			case second >= 8 && second < 12: // the breaker opens
				return reply{err: refused}
			}
			return reply{after: rand.N(40 * time.Millisecond)}
		})
		var visitors sync.WaitGroup
		const crowd, each = 80, 60
		for range crowd {
			visitors.Go(func() {
				for range each {
					w.stroll()
				}
			})
		}
		visitors.Wait()
		time.Sleep(6 * time.Second) // calls that go on by themselves
		synctest.Wait()
		told := 0
		for _, n := range w.lookups {
			told += n
		}
		for _, outcome := range []string{"miss", "joined", "hit", "stale", "error", "canceled"} {
			if w.lookups[outcome] == 0 {
				w.Errorf("no look-up ended as %q", outcome)
			}
		}
		if told != crowd*each || w.platform.most > 10 || len(w.changes) == 0 {
			w.Errorf("told of %d look-ups, %d calls at once, changes %t; want %d, 10 at most, and some", told, w.platform.most, w.changes, crowd*each)
		}
		w.Logf("%d calls; look-ups %v; calls %v; changes %t", w.platform.calls(), w.lookups, w.ended, w.changes)
	}, isales.WithMaxConcurrent(10), isales.WithTimeout(4*time.Second))
}

// stroll is one visit after a while.
func (w *world) stroll() {
	time.Sleep(rand.N(time.Second))
	q := Query{VDNID: 40 + rand.IntN(2), DefID: 101 + rand.Int64N(30), Language: isales.English, Refresh: rand.IntN(4) == 0}
	if rand.IntN(2) == 0 {
		q.Language = isales.Chinese
	}
	ctx := w.Context()
	if rand.IntN(3) == 0 {
		limited, cancel := context.WithTimeout(ctx, rand.N(60*time.Millisecond))
		defer cancel()
		ctx = limited
	}
	start := time.Now()
	w.ask(ctx, q)
	if took := time.Since(start); took > 6*time.Second {
		w.Errorf("%+v took %s", q, took)
	}
}
