package isales

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// idleEnd is when a connection was closed, after the start.
type idleEnd struct {
	number int
	after  time.Duration
}

// endings collects when the connections of a puppet end.
type endings struct {
	mu  sync.Mutex
	all []idleEnd
}

func (e *endings) add(number int, after time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, idleEnd{number, after})
}

// newTimed returns a server in memory that notes when its connections end, and a
// transport to it. It wants a bubble.
func newTimed(t *testing.T) (*puppet, *Transport, *endings) {
	e, start := new(endings), time.Now()
	p := newPuppet(t, "memory", nil, func(c *puppetConn) {
		echoes(c)
		e.add(c.number, time.Since(start))
	})
	return p, p.transport(t), e
}

// wantAll compares all connections that have ended; none are left.
func (e *endings) wantAll(t *testing.T, tr *Transport, want []idleEnd) {
	t.Helper()
	synctest.Wait()
	if !slices.Equal(e.all, want) {
		t.Errorf("%v, want %v", e.all, want)
	}
	wantNothingLeft(t, tr)
}

func wantNothingLeft(t *testing.T, tr *Transport) {
	t.Helper()
	for at, list := range tr.idle {
		if len(list) > 0 {
			t.Errorf("%d connections to %v are left", len(list), at)
		}
	}
	if tr.sweep != nil {
		t.Error("a timer is left")
	}
}

// TestIdleConnectionsAreClosed when they have been idle for two minutes, each by
// itself: with one that is used now and then they are of different age.
func TestIdleConnectionsAreClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, tr, e := newTimed(t)
		held := heldAnswers(t, p, tr, 4)
		finish(t, held[0])
		time.Sleep(30 * time.Second)
		finish(t, held[1])
		time.Sleep(45 * time.Second)
		finish(t, held[2])
		finish(t, held[3])
		time.Sleep(30 * time.Second)
		p.wantAnswer(t, tr, "/b", "/b on 4")
		time.Sleep(15 * time.Second)
		synctest.Wait()
		p.wantAnswer(t, tr, "/c", "/c on 4")
		time.Sleep(time.Hour)
		e.wantAll(t, tr, []idleEnd{{1, 120 * time.Second}, {2, 150 * time.Second}, {3, 195 * time.Second}, {4, 240 * time.Second}})
		p.wantAnswer(t, tr, "/d", "/d on 5")
		time.Sleep(time.Hour)
		synctest.Wait()
		if last := e.all[len(e.all)-1]; last != (idleEnd{5, 240*time.Second + time.Hour}) {
			t.Errorf("%v", last)
		}
		wantNothingLeft(t, tr)
	})
}

// TestIdleConnectionsToMany: what is due to one does not wait for what is due to
// another.
func TestIdleConnectionsToMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, tr, e := newTimed(t)
		var want []idleEnd
		for i := range 8 {
			if got, err := wholeAnswer(tr, newGet(t.Context(), fmt.Sprintf("http://%d.test", i))); got != fmt.Sprint("/ on ", i+1) || err != nil {
				t.Errorf("%q, error %v", got, err)
			}
			want = append(want, idleEnd{i + 1, 2*time.Minute + time.Duration(i)*time.Second})
			time.Sleep(time.Second)
		}
		time.Sleep(2 * time.Minute)
		e.wantAll(t, tr, want)
	})
}

// TestNoTimerOutlivesItsUse: what was closed otherwise is not come back for, and
// what is kept later has its own two minutes.
func TestNoTimerOutlivesItsUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, tr, e := newTimed(t)
		p.wantAnswer(t, tr, "/a", "/a on 1")
		time.Sleep(time.Minute)
		tr.CloseIdleConnections()
		wantNothingLeft(t, tr)
		time.Sleep(30 * time.Second)
		p.wantAnswer(t, tr, "/b", "/b on 2")
		time.Sleep(2 * time.Minute)
		e.wantAll(t, tr, []idleEnd{{1, time.Minute}, {2, 90*time.Second + 2*time.Minute}})
	})
}

// TestClosingMeetsClosing: all that closes, keeps and takes connections does so in
// the same moment, the race detector looking on.
func TestClosingMeetsClosing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, tr, e := newTimed(t)
		for range 20 {
			for _, resp := range heldAnswers(t, p, tr, 8) {
				finish(t, resp)
			}
			held := heldAnswers(t, p, tr, 4)
			var all sync.WaitGroup
			for i := range 4 {
				all.Go(func() { time.Sleep(2 * time.Minute); finish(t, held[i]) })
				all.Go(func() { time.Sleep(2 * time.Minute); tr.CloseIdleConnections() })
				all.Go(func() { time.Sleep(2 * time.Minute); tr.weedOut() })
				all.Go(func() {
					time.Sleep(2 * time.Minute)
					if got, err := wholeAnswer(tr, newGet(t.Context(), p.url("/b"))); len(got) < 7 || got[:6] != "/b on " || err != nil {
						t.Errorf("%q, error %v", got, err)
					}
				})
			}
			all.Wait()
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		wantNothingLeft(t, tr)
		slices.SortFunc(e.all, func(a, b idleEnd) int { return a.number - b.number })
		for i, end := range e.all {
			if end.number != i+1 {
				t.Fatalf("connection %d ended as the %d.", end.number, i+1)
			}
		}
		if len(e.all) != p.dialled() {
			t.Errorf("%d of %d connections have ended", len(e.all), p.dialled())
		}
	})
}
