package platform

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// outage is a steady load while the platform is down: 20 visits a second to 50
// pages, of which the first 30 have a copy.
type outage struct {
	*world
	visitors sync.WaitGroup

	mu       sync.Mutex
	openedAt time.Time
	answers  map[string]int // by origin, and "error"
	longest  map[string]time.Duration
}

func (o *outage) page(i int) Query {
	return Query{VDNID: 40, DefID: int64(1 + i), Language: isales.English}
}

// visits goes on with the load for a while and returns when it stops.
func (o *outage) visits(d time.Duration) {
	for i := range int(d / (50 * time.Millisecond)) {
		o.visitors.Go(func() { o.visit(i % 50) })
		time.Sleep(50 * time.Millisecond)
	}
}

func (o *outage) visit(page int) {
	start := time.Now()
	c, err := o.ExternalResult(o.Context(), o.page(page))
	took := time.Since(start)
	o.mu.Lock()
	defer o.mu.Unlock()
	origin := string(c.Origin)
	if err != nil {
		origin = "error"
	}
	o.answers[origin]++
	o.longest[origin] = max(o.longest[origin], took)
	open := !o.openedAt.IsZero() && start.After(o.openedAt)
	switch {
	case page < 30 && (err != nil || c.Origin != Hit && c.Origin != Stale || c.Origin == Stale && c.Trouble == nil):
		o.Errorf("page %d with a copy: %q, trouble %v, error %v", page, c.Origin, c.Trouble, err)
	case page < 30 && (took > 3*time.Second || open && took != 0):
		o.Errorf("page %d with a copy took %s, open %t", page, took, open)
	case page >= 30 && err == nil:
		o.Errorf("page %d without a copy: %q", page, c.Origin)
	case took > usual.Budget:
		o.Errorf("page %d took %s", page, took)
	}
}

func TestOutage(t *testing.T) {
	unfresh := usual
	unfresh.Fresh = 0
	tests := map[string]struct {
		reply
		Options
		hits         int
		first, every int // calls in the first 30 s at most, and the ms between calls in the rest
	}{
		"refused": {reply{err: refused}, usual, 360, 65, 4050},
		"reset":   {reply{after: 20 * time.Millisecond, err: reset}, usual, 360, 65, 4050},
		"503":     {reply{status: 503}, usual, 360, 65, 4050},
		"hang":    {reply{hang: true}, usual, 360, 35, 7050}, "slow": {reply{after: 11 * time.Second}, usual, 360, 35, 7050},
		"refused, nothing fresh": {reply{err: refused}, unfresh, 0, 75, 4050},
		"hang, nothing fresh":    {reply{hang: true}, unfresh, 0, 35, 7050},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, tt.Options, func(w *world) {
				o := &outage{world: w, answers: make(map[string]int), longest: make(map[string]time.Duration)}
				for i := range 30 {
					w.want(o.page(i), fmt.Sprintf("miss en_US %d", i+1))
				}
				first, trickle := o.strike(tt.reply)
				// A probe every 4 s, after 3 s of one that hangs, and the next visit.
				if least := 270_000 / tt.every; first > tt.first || trickle < least || trickle > least+1 {
					w.Errorf("%d and %d calls, want at most %d, and %d or %d", first, trickle, tt.first, least, least+1)
				}
				if o.answers["hit"] != tt.hits || o.answers["stale"] != 3600-tt.hits || o.answers["error"] != 2400 {
					w.Errorf("answers %v, want %d fresh copies, else stale ones, and 2400 errors", o.answers, tt.hits)
				}
			}, isales.WithMaxConcurrent(10))
		})
	}
}

// strike is the outage itself: 5 minutes of it. It returns the calls in the
// first 30 s and in the rest.
func (o *outage) strike(how reply) (first, trickle int) {
	o.platform.always(how)
	began := time.Now()
	o.breaker.changed = func(down bool) {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.openedAt.IsZero() && down {
			o.openedAt = time.Now()
		}
	}
	o.visits(30 * time.Second)
	first = o.platform.calls() - 30
	o.visits(270 * time.Second)
	trickle = o.platform.calls() - 30 - first
	o.visitors.Wait()
	o.Logf("%d calls in the first 30 s, %d in the rest; opened after %s; %v, longest %v", first, trickle,
		o.openedAt.Sub(began), o.answers, o.longest)
	if o.openedAt.IsZero() {
		o.Error("the breaker did not open")
	}
	return first, trickle
}

// TestRecovery ends an outage at various moments between two probes. A probe is
// at most 4 s away, after 3 s of one that hangs, and a round of visits is 2.5 s;
// 0.2 s are for the answers and for looking.
func TestRecovery(t *testing.T) {
	tests := map[string]struct {
		reply
		within time.Duration
	}{
		"refused": {reply{err: refused}, 6700 * time.Millisecond}, "503": {reply{status: 503}, 6700 * time.Millisecond},
		"hang": {reply{hang: true}, 9700 * time.Millisecond},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var longest time.Duration
			for later := range 9 {
				inBubble(t, Options{Fresh: 5 * time.Second, Stale: time.Hour, Budget: 12 * time.Second}, func(w *world) {
					ctx, stop := context.WithCancel(w.Context())
					defer stop()
					w.load(ctx)
					time.Sleep(3 * time.Second)
					w.platform.always(tt.reply)
					time.Sleep(25*time.Second + time.Duration(later)*time.Second)
					w.platform.always(reply{after: 50 * time.Millisecond})
					back := time.Now()
					for w.breaker.State() != "closed" || w.freshPages() < 50 {
						time.Sleep(100 * time.Millisecond)
					}
					longest = max(longest, time.Since(back))
				}, isales.WithMaxConcurrent(10))
			}
			t.Logf("all pages are fresh after %s at most", longest)
			if longest > tt.within {
				t.Errorf("want %s at most", tt.within)
			}
		})
	}
}

// load visits the pages until ctx ends; the answers do not matter.
func (w *world) load(ctx context.Context) {
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			go w.ExternalResult(ctx, Query{VDNID: 40, DefID: int64(1 + i%50), Language: isales.English})
			time.Sleep(50 * time.Millisecond)
		}
	}()
}

// freshPages counts the copies that need no call, without visiting.
func (w *world) freshPages() (n int) {
	synctest.Wait()
	for i := range 50 {
		e, ok := w.copies.GetIfPresent(Query{VDNID: 40, DefID: int64(1 + i), Language: isales.English})
		if ok && e.result != nil && time.Now().Before(e.until) && strings.HasPrefix(e.result.DisplayResult, "en_US") {
			n++
		}
	}
	return n
}
