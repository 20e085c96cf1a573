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

// leaver is a look-up that can be left.
type leaver struct {
	leave  context.CancelFunc
	done   chan struct{}
	answer string
	took   time.Duration
}

// visit begins a look-up in a goroutine of its own.
func (w *world) visit(q Query) *leaver {
	ctx, leave := context.WithCancel(w.Context())
	v := &leaver{leave: leave, done: make(chan struct{})}
	start := time.Now()
	go func() {
		defer close(v.done)
		defer leave()
		v.answer = w.ask(ctx, q)
		v.took = time.Since(start)
	}()
	synctest.Wait()
	return v
}

// wantVisit waits for the end of a visit.
func (w *world) wantVisit(v *leaver, answer string, took time.Duration) {
	w.Helper()
	if <-v.done; v.answer != answer || v.took != took {
		w.Errorf("%s after %s, want %s after %s", v.answer, v.took, answer, took)
	}
}

// TestCallOutlivesItsFirstVisitor: also for those who come after the first left.
func TestCallOutlivesItsFirstVisitor(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second})
		first, second := w.visit(seven), w.visit(seven)
		time.Sleep(500 * time.Millisecond)
		first.leave()
		synctest.Wait()
		third := w.visit(seven)
		w.wantVisit(second, "joined en_US 1", time.Second)
		w.wantVisit(third, "joined en_US 1", 500*time.Millisecond)
		w.wantVisit(first, "canceled", 500*time.Millisecond)
		w.want(seven, "hit en_US 1")
		w.wantCalls(1)
		if n := w.platform.gaveUp(); n != 0 {
			w.Errorf("%d calls were given up", n)
		}
		w.wantTold(map[string]int{"canceled": 1, "joined": 2, "hit": 1}, map[string]int{"ok": 1})
	})
}

// TestAbandonedCallThatGoesOn for a while is not joined, and its end does not
// concern the next one.
func TestAbandonedCallThatGoesOn(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second, deaf: true, err: reset})
		first := w.visit(seven)
		time.Sleep(400 * time.Millisecond)
		first.leave()
		synctest.Wait()
		w.platform.always(reply{after: time.Second})
		second := w.visit(seven)
		time.Sleep(800 * time.Millisecond)
		third := w.visit(seven)
		w.wantVisit(first, "canceled", 400*time.Millisecond)
		w.wantVisit(second, "miss en_US 2", time.Second)
		w.wantVisit(third, "joined en_US 2", 200*time.Millisecond)
		w.wantCalls(2)
	})
}

// TestVisitorWhoLeftBefore the look-up waits for nothing.
func TestVisitorWhoLeftBefore(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{hang: true})
		ctx, leave := context.WithCancel(w.Context())
		leave()
		start := time.Now()
		if got := w.ask(ctx, seven); got != "canceled" || time.Since(start) != 0 {
			w.Errorf("%s after %s, want canceled at once", got, time.Since(start))
		}
	})
}

// TestCallForAnOldCopyGoesOn: a visitor who was shown an old copy after a wait
// wants the newer one to be kept, although all others leave.
func TestCallForAnOldCopyGoesOn(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: 5 * time.Second})
		first := w.visit(seven)
		old := &isales.ExternalResult{VDNID: 40, DefID: "7", DisplayResult: "en_US old"}
		w.copies.Set(seven, &entry{at: time.Now(), until: time.Now(), result: old})
		w.wantIn(3*time.Second, seven, "stale en_US old: slow")
		first.leave()
		w.wantVisit(first, "canceled", 3*time.Second)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		w.want(seven, "hit en_US 1")
		w.wantCalls(1)
	})
}

// TestPanic: all who wait get an error that names it, the process goes on, and the
// next visitor makes another call.
func TestPanic(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second, panics: true})
		var visitors sync.WaitGroup
		for range 3 {
			visitors.Go(func() {
				start := time.Now()
				_, err := w.ExternalResult(w.Context(), seven)
				if text := "panic: platform\n"; err == nil || !strings.HasPrefix(err.Error(), text) ||
					time.Since(start) != time.Second {
					w.Errorf("error %v after %s, want %q after 1s", err, time.Since(start), text)
				}
			})
		}
		visitors.Wait()
		w.platform.always(reply{})
		w.want(seven, "miss en_US 2")
		w.wantCalls(2)
	}, isales.WithMaxConcurrent(1))
}
