package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// metricsAddr is where the listener for figures listens, as the log says.
func (c *console) metricsAddr(t *testing.T) string {
	t.Helper()
	records := c.records(t, "metrics")
	if len(records) != 1 {
		t.Fatalf("%d records about the listener:\n%s", len(records), c.stderr)
	}
	return fmt.Sprint(records[0]["addr"])
}

// TestMetricsListener: it has the figures and the profiler and nothing else, and
// the console has neither.
func TestMetricsListener(t *testing.T) {
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0", "-metrics-addr=127.0.0.1:0")
	b := newBrowser(t, c)
	b.get(t, resultPath)
	c.stderr.wait(t, `"msg":"metrics"`)
	addr := c.metricsAddr(t)
	inside := &browser{newClient(t), "http://" + addr}
	for path, want := range map[string]int{
		"/metrics": 200, "/debug/pprof/": 200, "/debug/pprof/goroutine?debug=1": 200, "/debug/pprof/heap": 200,
		"/debug/pprof/cmdline": 404,
		"/debug/pprof/symbol":  200, "/": 404, "/metrics/": 404, "/healthz": 404, "/readyz": 404, "/login": 404,
		resultPath: 404, "/debug/": 404, "/debug/vars": 404,
	} {
		if a := inside.get(t, path); a.StatusCode != want {
			t.Errorf("%s on the listener for figures: status %d, want %d", path, a.StatusCode, want)
		}
		if path == "/metrics" || strings.HasPrefix(path, "/debug/") {
			if a := b.get(t, path); a.StatusCode != 404 {
				t.Errorf("%s on the console: status %d, want 404", path, a.StatusCode)
			}
		}
	}
	for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/pprof/symbol"} {
		if a := inside.do(t, http.MethodPost, path, nil); a.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: status %d, want 405", path, a.StatusCode)
		}
	}
	figures := scrape(t, inside.get(t, "/metrics").body)
	figures.want(t, scraped{requested("GET", "/vdns/{vdnId}/results/{defId}", 200): 1, `lookups_total{cache="miss"}`: 1})
	for key := range figures {
		if strings.Contains(key, `route="/metrics",status="200"`) {
			t.Errorf("%s: its own listener is not counted", key)
		}
	}
	c.stop(t)
	waitUntilRefused(t, addr)
}

func TestMetricsPortTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, stdout, stderr := runToEnd(t, nil, "-demo", "-addr=127.0.0.1:0", "-metrics-addr", l.Addr().String())
	want := fmt.Sprintf("web: -metrics-addr: listen tcp %s: bind: address already in use\n", l.Addr())
	if code != 1 || stdout != "" || stderr != want {
		t.Errorf("exit code %d, stdout %q, stderr %q, want 1, nothing and %q", code, stdout, stderr, want)
	}
}

// TestPortTakenAfterTheMetrics: a console that cannot start takes its listener for
// figures down again.
func TestPortTakenAfterTheMetrics(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	addr := closedAddr(t)
	code, _, stderr := runToEnd(t, nil, "-demo", "-addr", l.Addr().String(), "-metrics-addr", addr)
	want := fmt.Sprintf("web: -addr: listen tcp %s: bind: address already in use\n", l.Addr())
	if code != 1 || !strings.HasSuffix(stderr, want) {
		t.Errorf("exit code %d, stderr %q, want 1 and %q", code, stderr, want)
	}
	waitUntilRefused(t, addr)
}

// TestReadyWhileAsking: /readyz counts the call that a visitor waits for.
func TestReadyWhileAsking(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	arrived, release := make(chan struct{}, 10), make(chan struct{})
	platform.SetDecider(func(isalestest.Request, int) isalestest.Fault {
		arrived <- struct{}{}
		<-release
		return isalestest.FaultNone
	})
	c := start(t, nil, append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-isales-max-concurrent=5")...)
	waiting := make(chan lookedUp, 1)
	other := newClient(t)
	go func() { waiting <- lookUp(other, c.url+"/vdns/40/results/1402245659.json") }()
	<-arrived
	<-arrived // the result and the code list
	const want = "ready\nplatform: answering\nbreaker: closed\ncalls in flight: 2 of 5, waiting: 0\n"
	if status, body := get(t, newClient(t), c.url+"/readyz"); status != 200 || body != want {
		t.Errorf("/readyz: %d %q, want %q", status, body, want)
	}
	close(release)
	if got := <-waiting; got.err != nil || got.status != 200 {
		t.Errorf("the look-up got %+v", got)
	}
	c.stop(t)
}
