package platform

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"isales-console/isales"
)

// overload lets visitors come at a rate for 2 minutes, each to another page,
// and counts how they were answered.
func (w *world) overload(rate int) map[string]int {
	var visitors sync.WaitGroup
	var mu sync.Mutex
	answers := make(map[string]int)
	for i := range 120 * rate {
		visitors.Go(func() {
			c, err := w.ExternalResult(w.Context(), Query{VDNID: 40, DefID: int64(1 + i), Language: isales.English})
			how := string(c.Origin)
			if _, ok := errors.AsType[*UnavailableError](err); ok {
				how = "unavailable"
			} else if err != nil {
				how = Outcome(err)
			}
			mu.Lock()
			defer mu.Unlock()
			answers[how]++
		})
		time.Sleep(time.Second / time.Duration(rate))
	}
	visitors.Wait()
	return answers
}

// TestTooMuchLoadIsNoOutage: a well platform that takes 2 s, 10 calls at once,
// answers 5 visitors a second. Those who wait too long must not close it to all.
func TestTooMuchLoadIsNoOutage(t *testing.T) {
	for _, rate := range []int{4, 6, 8, 20} {
		t.Run(fmt.Sprintf("%d a second", rate), func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(reply{after: 2 * time.Second})
				answers := w.overload(rate)
				w.Logf("%v; %d calls %v", answers, w.platform.calls(), w.ended)
				if w.changes != nil || w.ended["timeout"] != 0 {
					w.Errorf("told of changes %t and calls %v, want no change and no time-out", w.changes, w.ended)
				}
				want := map[string]int{"miss": 120 * rate}
				if late := answers["timeout"]; late > 0 && rate > 5 {
					want = map[string]int{"miss": 120*rate - late, "timeout": late}
				}
				if !maps.Equal(answers, want) {
					w.Errorf("answers %v, want %v", answers, want)
				}
			}, isales.WithMaxConcurrent(10))
		})
	}
}

// TestHangIsFoundUnderAnyLoad: calls without an answer, and connections that are
// never made, are an outage however many visitors there are.
func TestHangIsFoundUnderAnyLoad(t *testing.T) {
	dial := reply{after: 5 * time.Second, err: &net.OpError{Op: "dial", Net: "tcp", Err: os.ErrDeadlineExceeded}}
	for name, how := range map[string]reply{"hang": {hang: true}, "no connection": dial} {
		for _, rate := range []int{1, 6, 20} {
			t.Run(fmt.Sprintf("%s, %d a second", name, rate), func(t *testing.T) {
				inBubble(t, usual, func(w *world) {
					w.platform.always(how)
					if w.overload(rate); len(w.changes) != 1 {
						w.Errorf("changes %t, want down", w.changes)
					}
				}, isales.WithMaxConcurrent(10))
			})
		}
	}
}
