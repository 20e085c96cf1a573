package platform

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// crowd lets n visitors look up a query at the same moment and counts how they
// were answered.
type crowd struct {
	visitors sync.WaitGroup
	mu       sync.Mutex
	answers  map[string]int
}

func (w *world) crowd(ctx context.Context, n int, q Query) *crowd {
	c := &crowd{answers: make(map[string]int)}
	for range n {
		c.visitors.Go(func() {
			answer := w.ask(ctx, q)
			c.mu.Lock()
			defer c.mu.Unlock()
			c.answers[answer]++
		})
	}
	synctest.Wait()
	return c
}

func (c *crowd) want(w *world, want map[string]int) {
	w.Helper()
	c.visitors.Wait()
	if !maps.Equal(c.answers, want) {
		w.Errorf("answers %v, want %v", c.answers, want)
	}
}

func TestSimultaneousVisitorsShareACall(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second})
		start := time.Now()
		half := w.crowd(w.Context(), 32, seven)
		time.Sleep(900 * time.Millisecond)
		rest := w.crowd(w.Context(), 32, refreshed(seven))
		half.want(w, map[string]int{"miss en_US 1": 1, "joined en_US 1": 31})
		rest.want(w, map[string]int{"joined en_US 1": 32})
		if took := time.Since(start); took != time.Second {
			w.Errorf("took %s, want 1s", took)
		}
		w.want(seven, "hit en_US 1")
		w.wantCalls(1)
		w.wantTold(map[string]int{"miss": 1, "joined": 63, "hit": 1}, map[string]int{"ok": 1})
	})
}

func TestDifferentQueriesDoNotShare(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second})
		chinese, other, elsewhere := seven, seven, seven
		chinese.Language, other.DefID, elsewhere.VDNID = isales.Chinese, 8, 41
		var crowds []*crowd
		for _, q := range []Query{seven, chinese, other, elsewhere} {
			crowds = append(crowds, w.crowd(w.Context(), 4, q))
		}
		for i, language := range []isales.Language{isales.English, isales.Chinese, isales.English, isales.English} {
			crowds[i].want(w, map[string]int{fmt.Sprintf("miss %s %d", language, i+1): 1,
				fmt.Sprintf("joined %s %d", language, i+1): 3})
		}
		w.wantCalls(4)
	})
}

func TestAllVisitorsLeave(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.behave(func(n int, _ *http.Request) reply { return reply{hang: n == 1} })
		ctx, leave := context.WithCancel(w.Context())
		early := w.crowd(ctx, 32, seven)
		late, cancel := context.WithTimeout(w.Context(), 2*time.Second)
		defer cancel()
		others := w.crowd(late, 32, seven)
		time.Sleep(time.Second)
		leave()
		synctest.Wait()
		if w.platform.gaveUp() != 0 {
			w.Error("the call was given up although visitors wait")
		}
		early.want(w, map[string]int{"canceled": 32})
		others.want(w, map[string]int{"deadline": 32})
		// At the same moment: the call that ends must not be joined any more.
		w.want(seven, "miss en_US 2")
		synctest.Wait()
		if n := w.platform.gaveUp(); n != 1 {
			w.Errorf("%d calls were given up, want 1", n)
		}
		w.wantCalls(2)
		w.wantTold(map[string]int{"canceled": 64, "miss": 1}, map[string]int{"canceled": 1, "ok": 1})
	})
}

func TestErrorsAreShared(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second, status: 500})
		w.crowd(w.Context(), 64, seven).want(w, map[string]int{"status 500": 64})
		w.wantCalls(1)
		w.crowd(w.Context(), 2, seven).want(w, map[string]int{"status 500": 2})
		w.wantCalls(2)
		w.wantTold(map[string]int{"error": 66}, map[string]int{"http_status": 2})
	})
}

// TestVisitorWhoIsGoneGetsNothing: with a copy as without.
func TestVisitorWhoIsGoneGetsNothing(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{hang: true})
		ctx, leave := context.WithCancel(w.Context())
		gone := w.crowd(ctx, 3, seven)
		leave()
		gone.want(w, map[string]int{"canceled": 3})
		synctest.Wait()
		w.wantCalls(2)
		if n := w.platform.gaveUp(); n != 1 {
			w.Errorf("%d calls were given up, want 1", n)
		}
	})
}
