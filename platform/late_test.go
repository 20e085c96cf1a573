package platform

import (
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"isales-console/isales"
)

// TestStrictGoodput: a well platform goes on answering what it can.
func TestStrictGoodput(t *testing.T) {
	for _, rate := range []int{6, 8, 20} {
		t.Run(fmt.Sprintf("%d a second", rate), func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(reply{after: 2 * time.Second})
				if answers := w.overload(rate); answers["miss"] < 590 || w.changes != nil {
					w.Errorf("%v, changes %t, want about 600 answers", answers, w.changes)
				}
			}, isales.WithMaxConcurrent(10))
		})
	}
}

// TestStrictHang: a platform that hangs is found to be down under any load.
func TestStrictHang(t *testing.T) {
	for _, rate := range []int{1, 4, 6, 8, 20} {
		t.Run(fmt.Sprintf("%d a second", rate), func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(reply{hang: true})
				answers := w.overload(rate)
				if w.Logf("%v, %d calls %v", answers, w.platform.calls(), w.ended); len(w.changes) != 1 {
					w.Errorf("changes %t, want down", w.changes)
				}
			}, isales.WithMaxConcurrent(10))
		})
	}
}

// TestStrictDialTimeout: packets are dropped; the dialer gives up after 5 s.
func TestStrictDialTimeout(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: 5 * time.Second, err: &net.OpError{Op: "dial", Net: "tcp", Err: os.ErrDeadlineExceeded}})
		answers := w.overload(1)
		if w.Logf("%v, %d calls %v", answers, w.platform.calls(), w.ended); len(w.changes) != 1 {
			w.Errorf("changes %t, want down", w.changes)
		}
	}, isales.WithMaxConcurrent(10))
}

// TestStrictFreshCopySurvivesThrottling: a refresh must not lose a fresh copy.
func TestStrictFreshCopySurvivesThrottling(t *testing.T) {
	inBubble(t, Options{Fresh: 30 * time.Second, Budget: time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		w.platform.always(reply{status: 429, retry: "7"})
		time.Sleep(10 * time.Second)
		w.want(refreshed(seven), "stale en_US 1: status 429 for 7s")
		w.want(seven, "hit en_US 1")
	})
}
