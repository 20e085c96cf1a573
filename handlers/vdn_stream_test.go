package handlers

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// holdDetails lets each detail pass that free allows; the others wait until they
// are released. held gets one value for each that waits.
func (c *testConsole) holdDetails(t testing.TB, free func(defID string) bool) (held <-chan string, release func()) {
	waiting, gate := make(chan string, 1000), make(chan struct{})
	open := true
	release = func() {
		if open {
			open = false
			close(gate)
		}
	}
	t.Cleanup(release)
	c.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		if r.Operation == isalestest.OperationDetail && !free(r.DefID) {
			waiting <- r.DefID
			<-gate
		}
		return isalestest.FaultNone
	})
	return waiting, release
}

// TestCoverageProgress: the page shows how far the reading is before it is done,
// to each reader, and all readers share one reading.
func TestCoverageProgress(t *testing.T) {
	data := generated()
	console := newWhole(t, data)
	_, release := console.holdDetails(t, func(defID string) bool { return defID != "1500000300" })
	srv := listen(t, console)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()

	first, second := open(t, srv, ctx, "GET", "/vdns/7", ""), open(t, srv, ctx, "GET", "/vdns/7/results?sort=-id", "")
	begun := [2]string{readUntil(t, first.Body, "</progress> Reading external results: 299 of 300</p>"),
		readUntil(t, second.Body, "</progress> Reading external results: 299 of 300</p>")}
	for _, page := range begun {
		if !strings.Contains(page, "<p>Reading the VDN from the platform. Keep this page open.</p>") ||
			strings.Contains(page, "</html>") || strings.Contains(page, "<h1") {
			t.Errorf("the page so far, want progress and nothing else:\n%s", page)
		}
	}
	if diff := cmp.Diff([]string{"text/html; charset=utf-8", "private, no-cache", "no",
		"</vdns/7.json>; rel=\"alternate\"; type=\"application/json\""},
		[]string{first.Header.Get("Content-Type"), first.Header.Get("Cache-Control"),
			first.Header.Get("X-Accel-Buffering"), first.Header.Get("Link")}); diff != "" {
		t.Errorf("headers (-want +got)\n%s", diff)
	}
	release()
	rest, err := io.ReadAll(first.Body)
	if err != nil {
		t.Fatal(err)
	}
	page := begun[0] + string(rest)
	want := pictureOf(data.VDNs[0], none).wantCoverage(&locales[0]).withoutAdvice()
	if diff := cmp.Diff(want, readCoverage(parse(t, page)).withoutAdvice()); diff != "" {
		t.Errorf("after the progress (-want +got)\n%s", diff)
	}
	checkStructure(t, "en", page)
	if rest, err := io.ReadAll(second.Body); err != nil || !strings.Contains(string(rest), "1500000300") {
		t.Errorf("the second reader got %v\n%s", err, rest)
	}
	for call, n := range console.calls() {
		if n != 1 {
			t.Errorf("%s was asked %d times", call, n)
		}
	}
	for _, record := range console.log.records(t) {
		if record["level"] != "INFO" || record["status"] != 200.0 || record["error"] != nil {
			t.Errorf("logged %v", record)
		}
	}
}

// TestLastReaderLeaves: the calls stop when nobody waits for them any more, and
// not before.
func TestLastReaderLeaves(t *testing.T) {
	console := newWhole(t, generated())
	held, release := console.holdDetails(t, func(defID string) bool { return defID <= "1500000020" })
	h, ended := signals(console)
	srv := listen(t, h)
	var leave [2]context.CancelFunc
	var pages [2]io.Reader
	for i, path := range []string{"/vdns/7", "/vdns/7/codes/00605"} {
		var ctx context.Context
		ctx, leave[i] = context.WithTimeout(t.Context(), patience)
		defer leave[i]()
		pages[i] = open(t, srv, ctx, "GET", path, "").Body
		readUntil(t, pages[i], "</progress> Reading external results: 20 of 300</p>")
	}
	for range 10 {
		<-held
	}
	asked := len(console.details())

	leave[0]()
	wait(t, "the first reader", ended)
	reading := console.catalogs.Join(t.Context(), 7, isales.English, platform.ReadIfStale)
	reading.Leave()
	select {
	case <-reading.Done():
		t.Fatal("the reading ended with the first of two readers")
	default:
	}
	leave[1]()
	wait(t, "the second reader", ended)
	wait(t, "the reading", reading.Done())
	if _, err := reading.Wait(t.Context()); err != context.Canceled || asked != 30 || len(console.details()) != asked {
		t.Errorf("ended with %v after %d calls, then %d, want 30", err, asked, len(console.details()))
	}
	release()
	console.hangUp()
	idle(t, console)
	if n := len(console.details()); n != asked {
		t.Errorf("%d calls after the last reader left", n-asked)
	}
	// Whoever comes now gets a reading of their own, from the start.
	if rec := get(t, console, "/vdns/7.json"); rec.Code != 200 || len(console.details()) != asked+300 {
		t.Errorf("status %d after %d more calls, want 200 after 300", rec.Code, len(console.details())-asked)
	}
}

// TestOneReaderLeaves: the reading goes on for the other.
func TestOneReaderLeaves(t *testing.T) {
	console := newWhole(t, generated())
	_, release := console.holdDetails(t, func(defID string) bool { return defID <= "1500000020" })
	h, ended := signals(console)
	srv := listen(t, h)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	gone, leave := context.WithCancel(ctx)
	readUntil(t, open(t, srv, gone, "GET", "/vdns/7", "").Body, "20 of 300")
	other := open(t, srv, ctx, "GET", "/vdns/7", "")
	readUntil(t, other.Body, "20 of 300")
	leave()
	wait(t, "the reader who left", ended)
	release()
	rest, err := io.ReadAll(other.Body)
	if err != nil || !strings.Contains(string(rest), `<dl class="numbers">`) || len(console.details()) != 300 {
		t.Errorf("%v, %d calls\n%s", err, len(console.details()), rest)
	}
}

// idle waits until the simulator answers nobody.
func idle(t testing.TB, c *testConsole) {
	t.Helper()
	for end := time.Now().Add(patience); c.platform.Stats().InFlight != 0; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d calls are still in flight", c.platform.Stats().InFlight)
		}
	}
}
