package platform

import (
	"context"
	"maps"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// TestCopyStandsIn tries each failure against a copy that is no longer fresh.
func TestCopyStandsIn(t *testing.T) {
	for name, tt := range failures {
		t.Run(name, func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.want(seven, "miss en_US 1")
				time.Sleep(30 * time.Second)
				w.platform.always(tt.reply)
				want, lookups := tt.shown, map[string]int{"miss": 1, "error": 1}
				if tt.covered {
					want, lookups = "stale en_US 1: "+tt.shown, map[string]int{"miss": 1, "stale": 1}
				}
				if got := w.ask(w.Context(), seven); got != want {
					w.Errorf("%s, want %s", got, want)
				}
				w.wantCalls(1 + tt.calls)
				ended := map[string]int{"ok": 1}
				ended[tt.outcome] += tt.calls
				w.wantTold(lookups, ended)

				w.platform.always(reply{err: refused})
				want = "stale en_US 1: unreachable"
				switch name {
				case "no result": // it is gone, and so is the copy
					want = "not_found"
				case "429, 1 s": // three times in a row: nothing is asked
					want = "stale en_US 1: status 429 for 1s, again in 1s"
				}
				if got := w.ask(w.Context(), seven); got != want {
					w.Errorf("then %s, want %s", got, want)
				}
			}, isales.WithTimeout(time.Second))
		})
	}
}

// TestCopyGetsTooOld: a copy stands in while it is younger than Stale.
func TestCopyGetsTooOld(t *testing.T) {
	for _, stale := range []time.Duration{31 * time.Second, time.Minute, 2 * time.Hour} {
		inBubble(t, Options{Fresh: 30 * time.Second, Stale: stale, Budget: time.Second}, func(w *world) {
			w.want(seven, "miss en_US 1")
			w.platform.always(reply{status: 500})
			time.Sleep(stale - 1)
			w.want(seven, "stale en_US 1: status 500")
			time.Sleep(time.Nanosecond)
			w.want(seven, "status 500")
			w.wantTold(map[string]int{"miss": 1, "stale": 1, "error": 1}, map[string]int{"ok": 1, "http_status": 2})
		})
	}
}

// TestNewerCopyTakesOver: the copy is as old as the last answer.
func TestNewerCopyTakesOver(t *testing.T) {
	inBubble(t, Options{Fresh: 30 * time.Second, Stale: time.Minute, Budget: time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(59 * time.Second)
		w.want(seven, "miss en_US 2")
		w.platform.always(reply{status: 500})
		time.Sleep(59 * time.Second)
		w.want(seven, "stale en_US 2: status 500")
		time.Sleep(time.Second)
		w.want(seven, "status 500")
	})
}

func TestRefreshFallsBackOnTheCopy(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		w.platform.always(reply{status: 500})
		time.Sleep(2 * time.Second)
		w.want(refreshed(seven), "stale en_US 1: status 500")
		w.want(seven, "hit en_US 1")
		w.platform.always(reply{status: 403})
		w.want(refreshed(seven), "status 403")
		w.want(seven, "hit en_US 1")
	})
}

// TestRefreshFallsBackOnAFreshCopy, also when copies are kept for no longer.
func TestRefreshFallsBackOnAFreshCopy(t *testing.T) {
	inBubble(t, Options{Fresh: 30 * time.Second, Budget: time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		w.platform.always(reply{status: 500})
		time.Sleep(30*time.Second - 1)
		w.want(refreshed(seven), "stale en_US 1: status 500")
		w.want(seven, "hit en_US 1")
		time.Sleep(time.Nanosecond)
		w.want(refreshed(seven), "status 500")
		w.wantTold(map[string]int{"miss": 1, "stale": 1, "hit": 1, "error": 1}, map[string]int{"ok": 1, "http_status": 2})
	})
}

// TestFreshCopySurvivesThrottling: a refresh must not lose a fresh copy.
func TestFreshCopySurvivesThrottling(t *testing.T) {
	inBubble(t, Options{Fresh: 30 * time.Second, Budget: time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		w.platform.always(reply{status: 429, retry: "7"})
		time.Sleep(10 * time.Second)
		w.want(refreshed(seven), "stale en_US 1: status 429 for 7s")
		w.want(seven, "hit en_US 1")
	})
}

// TestThrottledCopy: the copy is shown, and it is not lost.
func TestThrottledCopy(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{status: 429, retry: "7"})
		w.want(seven, "stale en_US 1: status 429 for 7s")
		w.platform.always(reply{status: 500})
		w.want(seven, "stale en_US 1: status 500")
		w.platform.always(reply{})
		w.want(seven, "miss en_US 4")
	})
}

// TestThrottledWithoutACopy: one that is too old does not keep the hold from
// being set.
func TestThrottledWithoutACopy(t *testing.T) {
	for _, stale := range []time.Duration{0, 31 * time.Second} {
		inBubble(t, Options{Fresh: 30 * time.Second, Stale: stale, Budget: time.Second}, func(w *world) {
			w.want(seven, "miss en_US 1")
			time.Sleep(31 * time.Second)
			w.platform.always(reply{status: 429, retry: "7"})
			w.want(seven, "status 429 for 7s")
			w.want(refreshed(seven), "status 429 for 7s")
			time.Sleep(7*time.Second - 1)
			w.want(seven, "status 429 for 1ns")
			w.wantCalls(2)
			w.platform.always(reply{})
			time.Sleep(time.Nanosecond)
			w.want(seven, "miss en_US 3")
		})
	}
}

func TestPatience(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{after: 5 * time.Second})
		both := w.crowd(w.Context(), 2, seven)
		time.Sleep(time.Second)
		late := w.crowd(w.Context(), 1, seven)
		time.Sleep(time.Second + 1)
		w.wantIn(3*time.Second-1, seven, "joined en_US 2")
		both.want(w, map[string]int{"stale en_US 1: slow": 2})
		late.want(w, map[string]int{"stale en_US 1: slow": 1})
		w.want(seven, "hit en_US 2")
		w.wantCalls(2)
		w.wantTold(map[string]int{"miss": 1, "stale": 3, "joined": 1, "hit": 1}, map[string]int{"ok": 2})
	})
}

func TestPatienceIsExact(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{after: 3*time.Second - 1})
		w.wantIn(3*time.Second-1, seven, "miss en_US 2")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{after: 3*time.Second + 1})
		w.wantIn(3*time.Second, seven, "stale en_US 2: slow")
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		w.want(seven, "hit en_US 3")
		w.wantCalls(3)
	})
}

// TestHangingPlatform: each visitor has the copy after 3 s; the call goes on
// without them until its own time is over.
func TestHangingPlatform(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{hang: true})
		for range 3 {
			w.wantIn(3*time.Second, seven, "stale en_US 1: slow")
		}
		w.wantCalls(2)
		w.wantIn(time.Second, seven, "stale en_US 1: timeout after 10s")
		w.wantCalls(2)
		w.wantTold(map[string]int{"miss": 1, "stale": 4}, map[string]int{"ok": 1, "timeout": 1})
	})
}

// TestCallOutlivesTheVisitorWithACopy, but not the one who goes before.
func TestCallOutlivesTheVisitorWithACopy(t *testing.T) {
	tests := []struct {
		leaves    time.Duration
		answer    string
		abandoned int
		then      string
	}{
		{3*time.Second - 1, "deadline", 1, "miss en_US 3"},
		{3*time.Second + 1, "stale en_US 1: slow", 0, "hit en_US 2"},
	}
	for _, tt := range tests {
		inBubble(t, usual, func(w *world) {
			w.want(seven, "miss en_US 1")
			time.Sleep(30 * time.Second)
			w.platform.behave(func(n int, _ *http.Request) reply {
				if n == 2 {
					return reply{after: 4 * time.Second}
				}
				return reply{}
			})
			ctx, cancel := context.WithTimeout(w.Context(), tt.leaves)
			defer cancel()
			if got := w.ask(ctx, seven); got != tt.answer {
				w.Errorf("%s, want %s", got, tt.answer)
			}
			time.Sleep(2 * time.Second)
			w.want(seven, tt.then)
			if n := w.platform.gaveUp(); n != tt.abandoned {
				w.Errorf("%d calls were given up, want %d", n, tt.abandoned)
			}
		})
	}
}

// TestJoiningACallThatGoesOnByItself: who joins it may leave without ending it.
func TestJoiningACallThatGoesOnByItself(t *testing.T) {
	inBubble(t, Options{Fresh: 30 * time.Second, Stale: 35 * time.Second, Budget: 12 * time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		time.Sleep(30 * time.Second)
		w.platform.always(reply{after: 8 * time.Second})
		w.wantIn(3*time.Second, seven, "stale en_US 1: slow")
		time.Sleep(2 * time.Second) // the copy is too old now
		ctx, leave := context.WithCancel(w.Context())
		gone := w.crowd(ctx, 1, seven)
		stays := w.crowd(w.Context(), 1, seven)
		leave()
		gone.want(w, map[string]int{"canceled": 1})
		stays.want(w, map[string]int{"joined en_US 2": 1})
		w.wantCalls(2)
		if !maps.Equal(w.lookups, map[string]int{"miss": 1, "stale": 1, "canceled": 1, "joined": 1}) {
			w.Errorf("told of %v", w.lookups)
		}
	})
}
