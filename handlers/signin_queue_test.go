package handlers

import (
	"context"
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// held is a password hash that takes until it is released, and counts how many
// are computed at once.
type held struct {
	running, most, all atomic.Int64
	release            chan struct{}
}

func (h *held) matches(string) bool {
	h.all.Add(1)
	now := h.running.Add(1)
	for most := h.most.Load(); now > most && !h.most.CompareAndSwap(most, now); most = h.most.Load() {
	}
	<-h.release
	h.running.Add(-1)
	return false
}

// newHeld returns a console whose hashes take until they are released. The
// channel of their places is made anew, for fake time.
func newHeld(t *testing.T) (*guarded, *held) {
	places := hashing
	hashing = make(chan struct{}, cap(places))
	t.Cleanup(func() { hashing = places })
	g, h := newTimed(t), &held{release: make(chan struct{})}
	g.Users.lookup("alice").hash, g.Users.lookup("bob").hash = h, h
	return g, h
}

// TestHashesAtOnce: fifty attempts at once take the memory of a few hashes.
func TestHashesAtOnce(t *testing.T) {
	if got, want := cap(hashing), max(2, runtime.GOMAXPROCS(0)); got != want {
		t.Errorf("%d hashes at once, want %d", got, want)
	}
	synctest.Test(t, func(t *testing.T) {
		g, h := newHeld(t)
		var refused atomic.Int64
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if g.attempt(t, fmt.Sprintf("192.0.2.%d:1", i), fmt.Sprint("user", i), "x").Code == 401 {
					refused.Add(1)
				}
			})
		}
		synctest.Wait()
		if got := h.running.Load(); got != int64(cap(hashing)) {
			t.Errorf("%d hashes run, want %d", got, cap(hashing))
		}
		close(h.release)
		wg.Wait()
		if h.most.Load() != int64(cap(hashing)) || h.all.Load() != 50 || refused.Load() != 50 {
			t.Errorf("%d hashes, %d at once, %d answers 401; want 50, %d, 50", h.all.Load(), h.most.Load(), refused.Load(), cap(hashing))
		}
	})
}

// TestHashQueueEnds: nobody waits longer than five seconds for a turn.
func TestHashQueueEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, h := newHeld(t)
		var wg sync.WaitGroup
		for i := range cap(hashing) {
			wg.Go(func() { g.attempt(t, fmt.Sprintf("192.0.2.%d:1", i), fmt.Sprint("user", i), "x") })
		}
		synctest.Wait()
		start := time.Now()
		rec := g.attempt(t, "198.51.100.1:1", "alice", passwordOf("alice"))
		if waited := time.Since(start); waited != longestHashQueue {
			t.Errorf("waited %s, want %s", waited, longestHashQueue)
		}
		checkThrottled(t, rec, "5", "5 seconds")
		if h.all.Load() != int64(cap(hashing)) {
			t.Errorf("%d hashes, want %d", h.all.Load(), cap(hashing))
		}
		if n := strings.Count(g.audits.String(), `"action":"sign-in throttled","user":"alice","address":"198.51.100.1"`); n != 1 {
			t.Errorf("%d audit records of it:\n%s", n, g.audits)
		}
		close(h.release)
		wg.Wait()
		if len(hashing) != 0 {
			t.Errorf("%d places stay taken", len(hashing))
		}
	})
}

// TestLeavingTheHashQueue: who goes away takes no place, gets no answer and is
// no error.
func TestLeavingTheHashQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, h := newHeld(t)
		var wg sync.WaitGroup
		for i := range cap(hashing) {
			wg.Go(func() { g.attempt(t, fmt.Sprintf("192.0.2.%d:1", i), fmt.Sprint("user", i), "x") })
		}
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan *httptest.ResponseRecorder)
		go func() {
			r := httptest.NewRequestWithContext(ctx, "POST", "/login", strings.NewReader("user=alice&password=x"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			gone <- serve(g, r)
		}()
		synctest.Wait()
		cancel()
		if rec := <-gone; rec.Body.Len() != 0 || rec.Header().Get("Set-Cookie") != "" {
			t.Errorf("an answer to who went away: %d %s", rec.Code, rec.Body)
		}
		close(h.release)
		wg.Wait()
		if h.all.Load() != int64(cap(hashing)) || len(hashing) != 0 {
			t.Errorf("%d hashes, want %d; %d places stay taken", h.all.Load(), cap(hashing), len(hashing))
		}
		if !strings.Contains(g.log.String(), `"status":499`) || strings.Contains(g.log.String(), `"level":"ERROR"`) {
			t.Errorf("the log:\n%s", g.log)
		}
	})
}
