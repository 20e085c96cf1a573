package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// heldPlatform answers no look-up before it is told to.
type heldPlatform struct {
	*isalestest.Server
	arrived chan struct{} // closed with the first look-up
	calls   atomic.Int64  // look-ups
	release func()
}

func holdPlatform(t testing.TB, data *isalestest.Data) *heldPlatform {
	t.Helper()
	h := &heldPlatform{Server: isalestest.NewServer(t, isalestest.Options{Data: data}),
		arrived: make(chan struct{})}
	released := make(chan struct{})
	h.release = sync.OnceFunc(func() { close(released) })
	t.Cleanup(h.release)
	h.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		if r.Operation == isalestest.OperationDetail {
			if h.calls.Add(1) == 1 {
				close(h.arrived)
			}
			<-released
		}
		return isalestest.FaultNone
	})
	return h
}

// waitForFigure waits until one of the console's figures has a value.
func (v *visitors) waitForFigure(t testing.TB, name string, want float64) {
	t.Helper()
	got := -1.0
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(20 * time.Millisecond) {
		if got = v.figure(t, name); got == want {
			return
		}
	}
	t.Fatalf("%s is %v, want %v", name, got, want)
}

// lookAtOnce starts visits of the first page and returns where what they see comes.
func (v *visitors) lookAtOnce(ctx context.Context, number int) chan any {
	seen := make(chan any, number)
	for range number {
		go func() {
			one, err := v.look(ctx, 0)
			if err != nil {
				seen <- err
				return
			}
			seen <- one
		}()
	}
	return seen
}

// TestOneCallForAll has 64 people open a page that nobody has seen, at once.
func TestOneCallForAll(t *testing.T) {
	const people = 64
	platform := holdPlatform(t, edition(1, 1))
	c := start(t, nil, append(platformFlags(t, platform.Server), "-addr=127.0.0.1:0", "-cache-ttl=0s")...)
	v := newVisitors(t, c, patience)
	visits := v.lookAtOnce(t.Context(), people)
	v.waitForFigure(t, "lookups_waiting", people)
	platform.release()
	got := map[string]int{}
	for range people {
		seen, ok := (<-visits).(visit)
		if !ok || !seen.isOf(1) {
			t.Errorf("one of them saw %v", seen)
		}
		got[seen.cache]++
	}
	if got["miss"] != 1 || got["joined"] != people-1 || platform.calls.Load() != 1 {
		t.Errorf("%d calls for %v, want 1 for 1 miss and %d joined", platform.calls.Load(), got, people-1)
	}
	v.wantRest(t, platform.Server, 10)
	c.stop(t)
}

// TestNobodyWaits: when all have left, the call is given up, and the next visitor
// gets one of their own.
func TestNobodyWaits(t *testing.T) {
	platform := holdPlatform(t, edition(1, 1))
	c := start(t, nil, append(platformFlags(t, platform.Server), "-addr=127.0.0.1:0")...)
	v := newVisitors(t, c, patience)
	ctx, leave := context.WithCancel(t.Context())
	seen := v.lookAtOnce(ctx, 5)
	<-platform.arrived
	v.waitForFigure(t, "lookups_waiting", 5)
	leave()
	for range 5 {
		<-seen
	}
	v.waitForFigure(t, "lookups_waiting", 0)
	v.waitForFigure(t, `upstream_calls_total{outcome="canceled"}`, 1)
	again := v.lookAtOnce(t.Context(), 1)
	v.waitForFigure(t, "lookups_waiting", 1)
	platform.release()
	if one, ok := (<-again).(visit); !ok || !one.isOf(1) || one.cache != "miss" {
		t.Errorf("the next visitor saw %v", one)
	}
	if n := platform.calls.Load(); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
	v.wantRest(t, platform.Server, 10)
	c.stop(t)
}

// figure reads one of the console's figures.
func (v *visitors) figure(t testing.TB, name string) float64 {
	t.Helper()
	_, body := get(t, v.client, v.url+"/metrics")
	for line := range strings.Lines(body) {
		var value float64
		if rest, ok := strings.CutPrefix(line, "isales_console_"+name+" "); ok {
			if _, err := fmt.Sscan(rest, &value); err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	t.Fatalf("no figure %s", name)
	return 0
}
