package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// TestOutage switches the platform off for a while under a steady load, and
// prints what visitors and platform saw of it. It is off for 3 s, with times to
// match; OUTAGE=5m in the environment makes that five minutes, with the times
// that the console has by itself:
//
//	OUTAGE=5m go test ./cmd/web -run TestOutage -v -timeout 20m
func TestOutage(t *testing.T) {
	t.Parallel()
	o := outage{lasts: 3 * time.Second, flags: []string{"-cache-ttl=500ms", "-isales-timeout=500ms"},
		longest: 10 * time.Second, known: 1}
	if given := os.Getenv("OUTAGE"); given != "" {
		var err error
		if o.lasts, err = time.ParseDuration(given); err != nil || o.lasts < time.Second {
			t.Fatalf("OUTAGE=%s is not a duration of a second or more", given)
		}
		// Twenty calls, ten at a time, of ten seconds each must fail in a black hole.
		o.flags, o.longest, o.known = nil, 25*time.Second, 3
	}
	together(t, map[string]func(*testing.T){
		"connections refused": func(t *testing.T) { o.run(t, (*cutProxy).refuse) },
		"black hole":          func(t *testing.T) { o.run(t, (*cutProxy).lose) },
	})
}

type outage struct {
	lasts   time.Duration
	flags   []string
	longest time.Duration // that a visitor waits
	known   int           // after so many times 10 s
}

const (
	outagePages = 30 // half of them with copies
	visitEvery  = 50 * time.Millisecond
)

func (o outage) run(t *testing.T, begin func(*cutProxy)) {
	platform := isalestest.NewServer(t, isalestest.Options{Data: edition(1, outagePages), ForgetRequests: true})
	network := newCutProxy(t, platform)
	c := start(t, nil, append(append(platformFlags(t, platform), network.flag(), "-addr=127.0.0.1:0",
		"-log-level=error"), o.flags...)...)
	v := newVisitors(t, c, o.longest)
	for page := range outagePages / 2 {
		if seen := v.mustLook(t, page); !seen.isOf(1) {
			t.Fatalf("before the outage, %s", seen)
		}
	}
	begin(network)
	l := startLoad(t, v)
	calls := l.countCalls(t, o.lasts)
	during := l.cutOff()
	platform.SetData(edition(2, outagePages))
	network.heal(t)
	back := time.Now()
	took := l.waitUntilAllNew(t, back)
	l.stop()
	after := l.cutOff()
	t.Logf("%s: off for %s\nvisits meanwhile: %s\ncalls to the dead platform, each 10 s: %v\nslowest answer: %s\nall pages new after %s, meanwhile %s, slowest %s",
		t.Name(), o.lasts, during, calls, during.slowest.Round(time.Millisecond), took.Round(time.Millisecond),
		after, after.slowest.Round(time.Millisecond))
	during.judge(t)
	// Then there is one every few seconds, which may need to be repeated.
	for _, n := range calls[min(o.known, len(calls)):] {
		if n > 6 {
			t.Errorf("%v calls in 10 s to a platform that is known to be down", n)
		}
	}
	v.wantRest(t, platform, 10)
	c.stop(t)
}

// load is a steady stream of visitors.
type load struct {
	*visitors
	stop func() // waits for the last of them

	mu    sync.Mutex
	tally tally
	seen  map[int]time.Time // pages of the second edition, and when they first were
}

// tally counts visits by how they ended.
type tally struct {
	visits  map[string]int
	wrong   []string
	slowest time.Duration
}

func (y tally) String() string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(y.visits)) {
		parts = append(parts, fmt.Sprintf("%d × %s", y.visits[kind], kind))
	}
	return strings.Join(parts, ", ")
}

// judge holds that every page with a copy was shown, and no other one.
func (y tally) judge(t *testing.T) {
	t.Helper()
	for _, wrong := range y.wrong {
		t.Error(wrong)
	}
	for _, kind := range []string{"200 stale", "503 unavailable"} {
		if y.visits[kind] == 0 {
			t.Errorf("no visit ended with %s", kind)
		}
	}
}

func startLoad(t *testing.T, v *visitors) *load {
	ctx, stop := context.WithCancel(t.Context())
	l := &load{visitors: v, seen: map[int]time.Time{}, tally: tally{visits: map[string]int{}}}
	var group sync.WaitGroup
	group.Go(func() {
		ticks := time.NewTicker(visitEvery)
		defer ticks.Stop()
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
				// Each page in turn, with and without a copy by turns.
				page := n%2*outagePages/2 + n/2%(outagePages/2)
				group.Go(func() { l.note(l.look(t.Context(), page)) })
			}
		}
	})
	l.stop = func() {
		stop()
		group.Wait()
	}
	t.Cleanup(l.stop)
	return l
}

// note counts a visit.
func (l *load) note(seen visit, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.tally.wrong = append(l.tally.wrong, err.Error())
		return
	}
	l.tally.slowest = max(l.tally.slowest, seen.took)
	l.tally.visits[fmt.Sprintf("%d %s%s", seen.status, seen.code, seen.cache)]++
	isNew := seen.display == editionName(2)
	if hasCopy := seen.page < outagePages/2; !isNew && (seen.status == http.StatusOK) != hasCopy {
		l.tally.wrong = append(l.tally.wrong, seen.String())
	}
	if _, before := l.seen[seen.page]; !before && isNew {
		l.seen[seen.page] = time.Now()
	}
}

// cutOff returns what was counted since the last time.
func (l *load) cutOff() tally {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.tally
	l.tally = tally{visits: map[string]int{}}
	return now
}

// countCalls counts the calls that end in each 10 s of a time.
func (l *load) countCalls(t *testing.T, lasts time.Duration) (calls []float64) {
	t.Helper()
	before := l.figure(t, "upstream_call_duration_seconds_count")
	for end := time.Now().Add(lasts); time.Until(end) > 0; {
		time.Sleep(min(10*time.Second, time.Until(end)))
		now := l.figure(t, "upstream_call_duration_seconds_count")
		calls, before = append(calls, now-before), now
	}
	return calls
}

// waitUntilAllNew waits for visits of all pages that show the second edition.
func (l *load) waitUntilAllNew(t *testing.T, back time.Time) time.Duration {
	t.Helper()
	for {
		l.mu.Lock()
		seen, last := len(l.seen), back
		for _, at := range l.seen {
			if at.After(last) {
				last = at
			}
		}
		l.mu.Unlock()
		if seen == outagePages {
			if last.Sub(back) > recovery {
				t.Errorf("all pages are new after %s, want %s", last.Sub(back), recovery)
			}
			return last.Sub(back)
		}
		if time.Since(back) > 3*recovery {
			t.Fatalf("%s after the platform is back, %d of %d pages are new", time.Since(back), seen, outagePages)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
