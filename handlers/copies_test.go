package handlers

import (
	"context"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// layered is a console that asks its platform through a platform.Layer. The layer
// has the real clock, the pages have one that is later by as much as the test
// says.
type layered struct {
	*testConsole
	later atomic.Int64
}

// newLayered keeps copies for as long as the options say. Copies that are fresh
// for an hour are so throughout a test, those that are fresh for no time never.
func newLayered(t testing.TB, o platform.Options, options ...option) *layered {
	t.Helper()
	l := new(layered)
	server := isalestest.NewServer(t, isalestest.Options{})
	breaker := platform.NewBreaker(nil, nil)
	client, err := isales.New(server.URL, isales.Credentials{AccessKey: server.AccessKey, SecretKey: server.SecretKey},
		isales.WithCACertificates(server.CertificatePEM()), isales.WithGate(breaker))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	o.Budget = patience
	layer, err := platform.New(client, breaker, o)
	if err != nil {
		t.Fatal(err)
	}
	direct := platform.NewUncached(client)
	clock := func(w *wiring) {
		w.config.Browser = direct
		w.config.Now = func() time.Time { return time.Now().Add(time.Duration(l.later.Load())) }
	}
	l.testConsole = newConsole(t, isalestest.Options{}, append([]option{withResults(layer), clock}, options...)...)
	l.platform, l.hangUp = server, client.CloseIdleConnections
	return l
}

var (
	freshForTheTest = platform.Options{Fresh: time.Hour, Stale: 24 * time.Hour}
	neverFresh      = platform.Options{Stale: 24 * time.Hour}
)

// visited is what a visit came to.
type visited struct {
	Status     int
	Origin     string // the header Cache-Status
	Age        string
	Asked      int // calls of the platform so far
	Cache, Err string
}

// visit compares the answer, the calls and the log.
func (l *layered) visit(t *testing.T, path string, want visited, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	rec := get(t, l, path, header...)
	records := l.log.records(t)
	last := records[len(records)-1]
	got := visited{rec.Code, rec.Header().Get("Cache-Status"), rec.Header().Get("Age"), len(l.platform.Requests()),
		text(last["cache"]), text(last["error"])}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s %v (-want +got)\n%s", path, header, diff)
	}
	return rec
}

const (
	missed = "isales-console; fwd=uri-miss"
	hit    = "isales-console; hit"
	old    = "isales-console; hit; detail=stale"
)

// TestOrigins: the first visit asks, the next ones do not, in any form.
func TestOrigins(t *testing.T) {
	console := newLayered(t, freshForTheTest)
	console.visit(t, examplePath, visited{200, missed, "", 1, "miss", ""})
	console.visit(t, examplePath, visited{200, hit, "0", 1, "hit", ""})
	console.later.Store(int64(61 * time.Second))
	for _, path := range []string{examplePath, examplePath + "?lang=en", examplePath + ".json", examplePath + ".csv"} {
		rec := console.visit(t, path, visited{200, hit, "61", 1, "hit", ""})
		if age := texts(parse(t, rec.Body.String()), "p.age"); path == examplePath &&
			(len(age) != 1 || age[0][len(age[0])-len("1 minute ago"):] != "1 minute ago") {
			t.Errorf("the page says %q", age)
		}
	}
	console.later.Store(int64(-time.Hour))
	console.visit(t, examplePath, visited{200, hit, "0", 1, "hit", ""})
	console.visit(t, examplePath, visited{200, missed, "", 2, "miss", ""}, "Accept-Language", "zh-CN")
	console.visit(t, "/vdns/40/results/1402245660", visited{200, missed, "", 3, "miss", ""})
	const gone = "isales: no external result 140 in VDN 40"
	console.visit(t, "/vdns/40/results/140", visited{404, "", "", 4, "miss", gone})
	console.visit(t, "/vdns/40/results/140", visited{404, "", "", 4, "hit", gone})
}

// TestWhoAsksForSomethingNewer looks at what the layer is told.
func TestWhoAsksForSomethingNewer(t *testing.T) {
	var seen []platform.Query
	console := newConsole(t, isalestest.Options{}, withoutLog,
		withResults(fake(func(_ context.Context, q platform.Query) (*isales.ExternalResult, error) {
			seen = append(seen, q)
			return exampleCopy().one.ExternalResult, nil
		})))
	tests := []struct {
		request []string
		refresh bool
	}{
		{[]string{examplePath}, false},
		{[]string{examplePath + "?again=all"}, true},
		{[]string{examplePath + "?lang=en&again=all"}, true},
		{[]string{examplePath + ".json?again=all"}, true},
		{[]string{examplePath + ".csv?again=all"}, true},
		{[]string{examplePath + "?again=missing"}, false},
		{[]string{examplePath + "?again="}, false},
		{[]string{examplePath, "Cache-Control", "no-cache"}, true},
		{[]string{examplePath, "Cache-Control", "max-age=0, no-cache"}, true},
		{[]string{examplePath, "Cache-Control", "max-age=0"}, false},
		{[]string{"/vdns/40/compare?id=1402245659&id=7"}, false},
		{[]string{"/vdns/40/batch.json?id=1402245659&again=all"}, false},
	}
	for _, test := range tests {
		seen = nil
		if rec := get(t, console, test.request[0], test.request[1:]...); rec.Code != 200 || len(seen) == 0 {
			t.Errorf("%q: status %d after %d look-ups", test.request, rec.Code, len(seen))
			continue
		}
		if want := (platform.Query{VDNID: 40, DefID: 1402245659, Language: isales.English,
			Refresh: test.refresh}); seen[0] != want {
			t.Errorf("%q: asked for %+v, want %+v", test.request, seen[0], want)
		}
	}
}

// TestCacheStatus has the words of RFC 9211 for each origin; an answer that was
// not got through a layer says nothing.
func TestCacheStatus(t *testing.T) {
	for origin, want := range map[platform.Origin][]string{
		"": nil, platform.Miss: {missed}, platform.Hit: {hit}, platform.Stale: {old},
		platform.Shared: {"isales-console; fwd=uri-miss; collapsed"},
	} {
		c := exampleCopy()
		c.one.Origin = origin
		console := newConsole(t, isalestest.Options{}, withResults(c))
		for _, path := range []string{examplePath, examplePath + ".json", examplePath + ".csv"} {
			rec := get(t, console, path)
			var age []string // only a copy has one (RFC 9111, 5.1)
			if origin == platform.Hit || origin == platform.Stale {
				age = []string{"1"}
			}
			if diff := cmp.Diff([][]string{want, age}, [][]string{rec.Header()["Cache-Status"],
				rec.Header()["Age"]}); diff != "" {
				t.Errorf("%q, %s (-want +got)\n%s", origin, path, diff)
			}
		}
		for _, record := range console.log.records(t) {
			if text(record["cache"]) != string(origin) {
				t.Errorf("%q: logged %v", origin, record)
			}
		}
	}
}

// TestKeptPagesAreShared: a kept page has nothing of the request that it was made
// for.
func TestKeptPagesAreShared(t *testing.T) {
	console := newLayered(t, freshForTheTest, func(w *wiring) { w.config.NewRequestID = nil })
	ids, pages := map[string]bool{}, map[string]bool{}
	for visit := range 12 {
		header := []string{"Accept-Encoding", "gzip"}[:2*(visit%2)]
		rec := get(t, console, examplePath, header...)
		page := rec.Body.String()
		if len(header) > 0 {
			page = unzipped(t, rec)
		}
		ids[rec.Header().Get("X-Request-Id")], pages[page] = true, true
	}
	if len(ids) != 12 || len(pages) != 1 || len(console.platform.Requests()) != 1 {
		t.Errorf("%d IDs and %d pages in 12 answers, %d calls", len(ids), len(pages), len(console.platform.Requests()))
	}
}
