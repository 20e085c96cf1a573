package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// How many requests TestNothingLeaks sends; LEAKS=20000 in the environment sends
// so many, however slow they are made by the race detector.
const (
	leakRequests      = 20_000
	leakRequestsShort = 4_000
	leakRequestsRace  = 1_000
)

// heapGrowth is what the heap may have more than before: the caches are full by
// then, and what is left is noise.
const heapGrowth = 4 << 20

func leakNumber(t *testing.T) int {
	t.Helper()
	if given := os.Getenv("LEAKS"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			t.Fatalf("LEAKS=%s is not a number", given)
		}
		return n
	}
	switch {
	case raceEnabled:
		return leakRequestsRace
	case testing.Short():
		return leakRequestsShort
	}
	return leakRequests
}

// TestNothingLeaks sends requests of all kinds from 64 clients, some of whom go
// away in the middle, to a console whose platform has every fault there is; then
// everything is as it was before.
func TestNothingLeaks(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("open files are counted where Linux lists them")
	}
	number := leakNumber(t)
	m := newMix(t, mixOptions{io.Discard, &http.Transport{MaxIdleConnsPerHost: leakClients},
		[]string{"-users-file=" + file(t, userLine(t, "alice", "password of alice", ""))}})
	// Every page once, to fill the caches, then some of everything.
	m.visitAll(t)
	m.send(t, number/5)
	before := m.settle(t, inUse{goroutines: 1 << 30, files: 1 << 30})

	begun := time.Now()
	m.send(t, number)
	took := time.Since(begun)
	after := m.settle(t, before)

	t.Logf("%d requests in %s: %v\nbefore: %s\nafter:  %s", number, took.Round(time.Millisecond), m.tally(), before, after)
	wantBack(t, before, after)
	m.wantOneConnection(t)
	m.stop(t)
}

// wantBack compares what is used with what was used before.
func wantBack(t *testing.T, before, after inUse) {
	t.Helper()
	if after.goroutines > before.goroutines {
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines, %d before:\n%s", after.goroutines, before.goroutines, stacks[:runtime.Stack(stacks, true)])
	}
	if after.files > before.files {
		t.Errorf("%d open files, %d before", after.files, before.files)
	}
	if after.heap > before.heap+heapGrowth {
		t.Errorf("%d KB of heap, %d KB before", after.heap>>10, before.heap>>10)
	}
	if after.inFlight != 0 {
		t.Errorf("%d requests are with the platform, want none", after.inFlight)
	}
}

// wantOneConnection makes calls one after the other. They need one connection;
// settle has cut whatever others there were.
func (m *mix) wantOneConnection(t *testing.T) {
	t.Helper()
	unknown := func(id int) int {
		return m.do(t.Context(), request{method: http.MethodGet, path: "/vdns/42/results/" + strconv.Itoa(id)})
	}
	// The faults may have the console leave the platform alone for a while.
	for begun := time.Now(); unknown(1) != http.StatusNotFound; time.Sleep(100 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatal("the platform is not asked again")
		}
	}
	for id := range 50 {
		unknown(2 + id)
	}
	// One more may have been made for the VDN's dictionary.
	if n := m.network.open(); n < 1 || n > 2 {
		t.Errorf("%d connections to the platform after calls one by one, want 1 or 2", n)
	}
}

// inUse is what a process uses.
type inUse struct {
	goroutines, files, inFlight int
	heap                        uint64
}

func (u inUse) String() string {
	return fmt.Sprintf("%d goroutines, %d open files, %d KB of heap, %d requests with the platform", u.goroutines,
		u.files, u.heap>>10, u.inFlight)
}

func usageNow(t *testing.T, platform *isalestest.Server) inUse {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return inUse{runtime.NumGoroutine(), len(files), platform.Stats().InFlight, 0}
}

// settle closes all connections and waits until no more is used than the limit
// allows, and no less from one look to the next.
func (m *mix) settle(t *testing.T, limit inUse) inUse {
	t.Helper()
	m.platform.SetDecider(nil)
	m.client.CloseIdleConnections()
	last, same := inUse{}, 0
	for begun := time.Now(); time.Since(begun) < patience && same < 10; time.Sleep(50 * time.Millisecond) {
		m.network.cutAll() // the console would keep them for two minutes
		now := usageNow(t, m.platform)
		if now == last && now.goroutines <= limit.goroutines && now.files <= limit.files && now.inFlight == 0 {
			same++
		} else {
			same = 0
		}
		last = now
	}
	runtime.GC()
	runtime.GC() // what pools hold goes with the second one
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	last.heap = memory.HeapAlloc
	return last
}
