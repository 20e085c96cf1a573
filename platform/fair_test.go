package platform

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// bulk looks up n results of a VDN with ten workers, as a batch or a catalogue does.
func (w *world) bulk(owner string, vdnID, n int) (took time.Duration) {
	start := time.Now()
	var workers sync.WaitGroup
	for first := range 10 {
		workers.Go(func() {
			for i := first; i < n; i += 10 {
				q := Query{VDNID: vdnID, DefID: int64(1 + i), Language: isales.English}
				if _, err := w.ExternalResult(isales.Bulk(w.Context(), owner), q); err != nil {
					w.Errorf("bulk work of %s, result %d: %v", owner, i+1, err)
				}
			}
		})
	}
	workers.Wait()
	return time.Since(start)
}

// TestOneVisitorCannotStarveOthers: sixty batches of one visitor are under way; another's
// look-up waits for a turn to end, another's coverage has every second turn, and no
// batch fails for having waited. Alone, bulk work has all the turns.
func TestOneVisitorCannotStarveOthers(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: 200 * time.Millisecond})
		if took := w.bulk("alice", 1, 100); took != 2*time.Second {
			w.Errorf("100 calls alone took %s, want 2s", took)
		}
		var batches sync.WaitGroup
		for vdnID := range 60 {
			batches.Go(func() { w.bulk("alice", 100+vdnID, 50) })
		}
		time.Sleep(10*time.Second + 100*time.Millisecond)
		synctest.Wait()
		if _, waiting := w.client.Load(); waiting != 590 {
			w.Errorf("%d calls wait, want 590", waiting)
		}
		start := time.Now()
		if got := w.ask(w.Context(), seven); !strings.HasPrefix(got, "miss ") || time.Since(start) != 300*time.Millisecond {
			w.Errorf("a look-up: %s after %s, want an answer after 300ms", got, time.Since(start))
		}
		time.Sleep(100 * time.Millisecond)
		if took := w.bulk("bob", 2, 100); took != 4100*time.Millisecond {
			w.Errorf("100 calls beside alice's took %s, want 4.1s", took)
		}
		batches.Wait()
	}, isales.WithMaxConcurrent(10))
}

// TestLookupsDoNotWaitWithBulkWork: a look-up does not share a call of bulk work, which
// waits behind all look-ups; bulk work shares a look-up's.
func TestLookupsDoNotWaitWithBulkWork(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second})
		inBulk := func() context.Context { return isales.Bulk(w.Context(), "alice") }
		var others sync.WaitGroup
		others.Go(func() { w.ask(inBulk(), Query{VDNID: 1, DefID: 1, Language: isales.English}) })
		synctest.Wait()
		var origins [3]Origin
		for i, ctx := range []context.Context{inBulk(), w.Context(), inBulk()} {
			others.Go(func() {
				c, err := w.ExternalResult(ctx, seven)
				if origins[i] = c.Origin; err != nil {
					w.Error(err)
				}
			})
			synctest.Wait()
		}
		others.Wait()
		if want := [3]Origin{Miss, Miss, Shared}; origins != want {
			w.Errorf("origins %q, want %q", origins, want)
		}
	}, isales.WithMaxConcurrent(1))
}
