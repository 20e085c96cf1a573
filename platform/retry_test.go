package platform

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
)

// TestWhatIsRepeated asks with each failure, and then with one that goes away.
func TestWhatIsRepeated(t *testing.T) {
	for name, tt := range failures {
		t.Run(name, func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(tt.reply)
				if got := w.ask(w.Context(), seven); got != tt.shown {
					w.Errorf("%s, want %s", got, tt.shown)
				}
				w.wantCalls(tt.calls)
				w.wantTold(map[string]int{"error": 1}, map[string]int{tt.outcome: tt.calls})
			}, isales.WithTimeout(time.Second))
			if tt.calls == 1 {
				return
			}
			for good := 2; good <= 3; good++ {
				inBubble(t, usual, func(w *world) {
					w.platform.behave(func(n int, _ *http.Request) reply {
						if n < good {
							return tt.reply
						}
						return reply{}
					})
					if got, want := w.ask(w.Context(), seven), "miss en_US "+string(rune('0'+good)); got != want {
						w.Errorf("%s, want %s", got, want)
					}
					w.wantCalls(good)
					w.wantTold(map[string]int{"miss": 1}, map[string]int{tt.outcome: good - 1, "ok": 1})
				})
			}
		})
	}
}

// TestErrorOfTheLastAttemptIsTold: the first one may have been another.
func TestErrorOfTheLastAttemptIsTold(t *testing.T) {
	replies := []reply{{err: refused}, {status: 503}, {err: io.ErrUnexpectedEOF}}
	tests := []struct {
		then  reply
		shown string
	}{{replies[2], "interrupted"}, {failed("02000007"), "API 02000007"}, {missing, "not_found"},
		{reply{status: 401}, "status 401"}}
	for _, tt := range tests {
		inBubble(t, usual, func(w *world) {
			w.platform.behave(func(n int, _ *http.Request) reply { return append(replies[:2:2], tt.then)[n-1] })
			if got := w.ask(w.Context(), seven); got != tt.shown {
				w.Errorf("%s, want %s", got, tt.shown)
			}
			w.wantCalls(3)
		})
	}
}

func TestPausesGrowAndAreRandom(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second, status: 504})
		seen := make(map[time.Duration]bool)
		least, most := [2]time.Duration{time.Hour, time.Hour}, [2]time.Duration{}
		for i := range 60 {
			// The breaker is not of interest here.
			w.breaker.record(nil, 0)
			w.breaker.circuit = NewBreaker(nil, nil).circuit
			w.ask(w.Context(), seven)
			made := w.platform.requests[3*i:]
			for k := range least {
				pause := made[k+1].at.Sub(made[k].at) - time.Second
				seen[pause] = true
				least[k], most[k] = min(least[k], pause), max(most[k], pause)
			}
		}
		const ms = time.Millisecond
		if least[0] < 50*ms || most[0] > 150*ms || least[1] < 75*ms || most[1] > 225*ms {
			w.Errorf("pauses from %s to %s, want 50ms to 150ms and 75ms to 225ms", least, most)
		}
		if len(seen) < 100 {
			w.Errorf("%d different pauses of 120, want them random", len(seen))
		}
	})
}

func TestEachAttemptIsSignedAnew(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: time.Second, err: reset})
		w.ask(w.Context(), seven)
		seen := make(map[string]bool)
		for _, r := range w.platform.requests {
			seen[r.authorization] = true
			if want := "auth-v2/ak/" + r.at.UTC().Format("2006-01-02T15:04:05Z/"); !strings.HasPrefix(r.authorization, want) {
				w.Errorf("signed %s, want %s…", r.authorization, want)
			}
		}
		if len(seen) != 3 {
			w.Errorf("%d signatures, want 3", len(seen))
		}
	})
}

func TestRetryAfterIsWaitedFor(t *testing.T) {
	tests := []struct {
		status, calls int
		retry         string
		wait          time.Duration
	}{
		{429, 3, "1", time.Second}, {429, 3, "2", 2 * time.Second}, {429, 1, "3", 0}, {429, 1, "0", 0},
		{502, 3, "2", 2 * time.Second}, {503, 3, "1", time.Second}, {503, 3, "2", 2 * time.Second},
		{503, 1, "3", 0}, {504, 3, "2", 2 * time.Second},
		{503, 1, "99999999", 0}, {500, 1, "1", 0}, {403, 1, "1", 0},
	}
	for _, tt := range tests {
		inBubble(t, usual, func(w *world) {
			start := time.Now()
			w.platform.always(reply{status: tt.status, retry: tt.retry})
			w.ask(w.Context(), seven)
			if took, want := time.Since(start), time.Duration(tt.calls-1)*tt.wait; took != want {
				w.Errorf("%d, %s s: took %s, want %s", tt.status, tt.retry, took, want)
			}
			w.wantCalls(tt.calls)
		})
	}
}

// TestBudget: all attempts and waits together.
func TestBudget(t *testing.T) {
	tests := map[string]struct {
		replies []reply
		calls   int
		took    time.Duration
		shown   string
	}{
		"call": {[]reply{{hang: true}}, 1, 3 * time.Second, "timeout after 3s"},
		"second call": {[]reply{{after: 2 * time.Second, err: reset}, {hang: true}}, 2, 3 * time.Second,
			"timeout after 3s"},
		"third call": {[]reply{{after: time.Second, err: reset}, {after: time.Second, status: 503},
			{hang: true}}, 3, 3 * time.Second, "timeout after 3s"},
		"no time to wait": {[]reply{{after: 1500 * time.Millisecond, status: 503, retry: "2"}}, 1,
			1500 * time.Millisecond, "status 503 for 2s"},
		"just enough": {[]reply{{after: 999 * time.Millisecond, status: 503, retry: "2"}, {}}, 2,
			2999 * time.Millisecond, "miss en_US 2"},
		"no pause": {[]reply{{after: 2960 * time.Millisecond, status: 503}}, 1, 2960 * time.Millisecond, "status 503"},
		"two waits": {[]reply{{status: 503, retry: "2"}, {status: 503, retry: "2"}}, 2, 2 * time.Second,
			"status 503 for 2s"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, Options{Fresh: time.Minute, Stale: time.Hour, Budget: 3 * time.Second}, func(w *world) {
				w.platform.behave(func(n int, _ *http.Request) reply { return tt.replies[min(n, len(tt.replies))-1] })
				w.wantIn(tt.took, seven, tt.shown)
				w.wantCalls(tt.calls)
			})
		})
	}
}

// TestTimeoutTellsTheWholeWait: for a turn, and for all attempts and pauses.
func TestTimeoutTellsTheWholeWait(t *testing.T) {
	inBubble(t, Options{Budget: time.Minute}, func(w *world) {
		w.platform.behave(func(n int, _ *http.Request) reply {
			return []reply{{after: 4 * time.Second, err: reset}, {hang: true}}[n-1]
		})
		start := time.Now()
		_, err := w.ExternalResult(w.Context(), seven)
		e, ok := errors.AsType[*isales.TransportError](err)
		if took := time.Since(start); !ok || e.Kind != isales.ErrTimeout || e.After != took ||
			took < 14050*time.Millisecond || took > 14150*time.Millisecond {
			w.Errorf("%v after %s, want a time-out of 4s, a pause, and 10s", err, took)
		}
		w.wantCalls(2)
	})
	inBubble(t, Options{Budget: time.Minute}, func(w *world) {
		w.platform.always(reply{after: 6 * time.Second})
		ahead := w.crowd(w.Context(), 1, seven)
		w.wantIn(5*time.Second, Query{VDNID: 40, DefID: 8, Language: isales.English}, "timeout after 5s")
		ahead.want(w, map[string]int{"miss en_US 1": 1})
		// The second had no turn while half of its time was left, and made no call.
		w.wantTold(map[string]int{"miss": 1, "error": 1}, map[string]int{"ok": 1})
	}, isales.WithMaxConcurrent(1))
}
