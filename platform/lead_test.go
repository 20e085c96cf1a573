package platform

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// visit is a look-up that can be left.
type visit struct {
	leave  context.CancelFunc
	done   chan struct{}
	answer string // "panic" and the value for one that panics
	took   time.Duration
}

// visit begins a look-up in a goroutine of its own.
func (w *world) visit(q Query) *visit {
	ctx, leave := context.WithCancel(w.Context())
	v := &visit{leave: leave, done: make(chan struct{})}
	start := time.Now()
	go func() {
		defer close(v.done)
		defer leave()
		defer func() {
			v.took = time.Since(start)
			if p := recover(); p != nil {
				v.answer = "panic " + p.(string)
			}
		}()
		v.answer = w.ask(ctx, q)
	}()
	synctest.Wait()
	return v
}

// wantVisit waits for the end of a visit.
func (w *world) wantVisit(v *visit, answer string, took time.Duration) {
	w.Helper()
	if <-v.done; v.answer != answer || v.took != took {
		w.Errorf("%s after %s, want %s after %s", v.answer, v.took, answer, took)
	}
}

// TestFirstVisitorMakesTheCallForTheOthers: also for those who come when he has
// left. He himself gets nothing.
func TestFirstVisitorMakesTheCallForTheOthers(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second})
		first, second := w.visit(seven), w.visit(seven)
		time.Sleep(500 * time.Millisecond)
		first.leave()
		synctest.Wait()
		third := w.visit(seven)
		w.wantVisit(second, "joined en_US 1", time.Second)
		w.wantVisit(third, "joined en_US 1", 500*time.Millisecond)
		w.wantVisit(first, "canceled", time.Second)
		w.want(seven, "hit en_US 1")
		w.wantCalls(1)
		if n := w.platform.gaveUp(); n != 0 {
			w.Errorf("%d calls were given up", n)
		}
		w.wantTold(map[string]int{"canceled": 1, "joined": 2, "hit": 1}, map[string]int{"ok": 1})
	})
}

// TestOnlyVisitorLeaves: the call ends with him, and he with it.
func TestOnlyVisitorLeaves(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{hang: true})
		v := w.visit(seven)
		time.Sleep(500 * time.Millisecond)
		v.leave()
		w.wantVisit(v, "canceled", 500*time.Millisecond)
		if n := w.platform.gaveUp(); n != 1 {
			w.Errorf("%d calls were given up, want 1", n)
		}
		w.platform.always(reply{})
		w.want(seven, "miss en_US 2")
		w.wantTold(map[string]int{"canceled": 1, "miss": 1}, map[string]int{"canceled": 1, "ok": 1})
	})
}

// TestLastOfTheOthersLeaves: the call ends with him, and so does the wait of the
// first visitor, who left before.
func TestLastOfTheOthersLeaves(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{hang: true})
		visits := []*visit{w.visit(seven), w.visit(seven), w.visit(seven)}
		for i, v := range visits {
			time.Sleep(time.Second)
			if n := w.platform.gaveUp(); n != 0 {
				w.Errorf("given up after %d of %d left", i, len(visits))
			}
			v.leave()
			synctest.Wait()
		}
		w.platform.always(reply{})
		w.want(seven, "miss en_US 2")
		w.wantVisit(visits[0], "canceled", 3*time.Second)
		w.wantVisit(visits[1], "canceled", 2*time.Second)
		w.wantVisit(visits[2], "canceled", 3*time.Second)
		w.wantCalls(2)
	})
}

// TestAbandonedCallThatGoesOn for a while is nobody's: it is not joined, and its
// end does not concern the next one.
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
		w.wantVisit(first, "canceled", time.Second)
		w.wantVisit(second, "miss en_US 2", time.Second)
		w.wantVisit(third, "joined en_US 2", 200*time.Millisecond)
		w.wantCalls(2)
	})
}

// TestVisitorWhoLeftBeforeHeCame waits for nothing.
func TestVisitorWhoLeftBeforeHeCame(t *testing.T) {
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

// TestCallThatAnotherCopyWantsGoesOn: a visitor with an old copy, who was patient
// in vain, wants the newer one to be kept whoever leaves.
func TestCallThatAnotherCopyWantsGoesOn(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: 5 * time.Second})
		first := w.visit(seven)
		old := &isales.ExternalResult{VDNID: 40, DefID: "7", DisplayResult: "en_US old"}
		w.kept.Set(seven, &entry{at: time.Now(), until: time.Now(), result: old})
		w.wantIn(3*time.Second, seven, "stale en_US old: slow")
		first.leave()
		w.wantVisit(first, "canceled", 5*time.Second)
		w.want(seven, "hit en_US 1")
		w.wantCalls(1)
	})
}

// TestPanic: it is the first visitor's, also when he has left, and the others do
// not wait for ever. Whoever comes then makes another call.
func TestPanic(t *testing.T) {
	for _, leaves := range []bool{false, true} {
		inBubble(t, usual, func(w *world) {
			w.platform.always(reply{after: time.Second, panics: true})
			first := w.visit(seven)
			var others sync.WaitGroup
			for range 3 {
				others.Go(func() {
					start := time.Now()
					_, err := w.ExternalResult(w.Context(), seven)
					if !errors.Is(err, errPanicked) || time.Since(start) != time.Second {
						w.Errorf("error %v after %s, want %v after 1s", err, time.Since(start), errPanicked)
					}
				})
			}
			synctest.Wait()
			if leaves {
				first.leave()
			}
			w.wantVisit(first, "panic platform", time.Second)
			others.Wait()
			w.platform.always(reply{})
			w.want(seven, "miss en_US 2")
			w.wantCalls(2)
		}, isales.WithMaxConcurrent(1))
	}
}
