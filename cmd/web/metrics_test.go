package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
	"isales-console/platform"
)

// scraped are figures as Prometheus reads them: by name and labels, as written.
type scraped map[string]float64

var (
	sample = regexp.MustCompile(`^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)+)\})? (\S+)$`)
	label  = regexp.MustCompile(`([a-z]+)="((?:[^"\\]|\\.)*)"`)
)

// scrape reads the text format: a HELP and a TYPE for each name, then samples.
func scrape(t *testing.T, text string) scraped {
	t.Helper()
	figures := scraped{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "# HELP ") || strings.HasPrefix(line, "# TYPE ") {
			continue
		}
		parts := sample.FindStringSubmatch(line)
		if parts == nil {
			t.Fatalf("not a sample: %q", line)
		}
		value, err := strconv.ParseFloat(parts[3], 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		figures[line[:strings.LastIndex(line, " ")]] = value
	}
	return figures
}

// ours are the names of the console's own figures, each with its label names.
func (s scraped) ours() []string {
	names := map[string]bool{}
	for key := range s {
		if !strings.HasPrefix(key, "isales_console_") {
			continue
		}
		name, labels, _ := strings.Cut(key, "{")
		var of []string
		for _, l := range label.FindAllStringSubmatch(labels, -1) {
			of = append(of, l[1])
		}
		names[name+" "+strings.Join(of, ",")] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// want compares figures; those that are not named are not looked at.
func (s scraped) want(t *testing.T, want scraped) {
	t.Helper()
	for key, value := range want {
		if got, ok := s["isales_console_"+key]; !ok || got != value {
			t.Errorf("%s is %v, want %v", key, got, value)
		}
	}
}

// figures asks a running console for its figures.
func (b *browser) figures(t *testing.T) scraped {
	t.Helper()
	a := b.get(t, "/metrics")
	if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"),
		"text/plain; version=0.0.4") || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("/metrics: status %d, %v", a.StatusCode, a.Header)
	}
	return scrape(t, a.body)
}

var ownFigures = []string{
	"isales_console_background_panics_total ",
	"isales_console_build_info go,version",
	"isales_console_log_dropped_records_total kind",
	"isales_console_lookups_total cache",
	"isales_console_lookups_waiting ",
	"isales_console_request_duration_seconds_bucket route,le",
	"isales_console_request_duration_seconds_count route",
	"isales_console_request_duration_seconds_sum route",
	"isales_console_requests_total method,route,status",
	"isales_console_upstream_breaker_state state",
	"isales_console_upstream_call_duration_seconds_bucket le",
	"isales_console_upstream_call_duration_seconds_count ",
	"isales_console_upstream_call_duration_seconds_sum ",
	"isales_console_upstream_calls_total outcome",
	"isales_console_upstream_in_flight ",
	"isales_console_upstream_limit ",
	"isales_console_upstream_waiting ",
}

// TestFigures counts a known series of requests.
func TestFigures(t *testing.T) {
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0", "-isales-max-concurrent=7")
	b := newBrowser(t, c)
	begin := b.figures(t)
	begin.want(t, scraped{
		`lookups_total{cache="hit"}`: 0, `lookups_total{cache="miss"}`: 0, `lookups_total{cache="joined"}`: 0,
		`lookups_total{cache="stale"}`: 0, `lookups_total{cache="error"}`: 0, `lookups_total{cache="canceled"}`: 0,
		`upstream_breaker_state{state="closed"}`: 1, `upstream_breaker_state{state="half-open"}`: 0,
		`upstream_breaker_state{state="open"}`: 0,
		`upstream_in_flight`:                   0, `upstream_waiting`: 0, `upstream_limit`: 7,
		`upstream_call_duration_seconds_count`: 0,
	})
	for _, outcome := range platform.Outcomes() {
		begin.want(t, scraped{`upstream_calls_total{outcome="` + outcome + `"}`: 0})
	}
	for _, path := range []string{resultPath, resultPath, resultPath + ".json", "/vdns/40/results/140",
		"/vdns/41/results/1003", "/codes", "/codes/00605",
		"/codes/typed-by-someone", "/path-of-someone", "/lookup?vdnId=x-typed", "/healthz"} {
		b.get(t, path)
	}
	b.do(t, http.MethodHead, "/codes", nil)
	b.do(t, "BREW", "/codes", nil)
	b.do(t, http.MethodPost, "/preferences", map[string][]string{"lang": {"zh-CN"}})
	figures := b.figures(t)
	result := "/vdns/{vdnId}/results/{defId}"
	figures.want(t, scraped{
		requested("GET", result, 200): 2, requested("GET", result+".json", 200): 1,
		requested("GET", result, 404): 1, requested("GET", result, 502): 1,
		requested("GET", "/codes", 200): 1, requested("HEAD", "/codes", 200): 1,
		requested("GET", "/codes/{code}", 200): 1, requested("GET", "/codes/{code}", 404): 1,
		requested("GET", "", 404): 1, requested("GET", "/lookup", 422): 1, requested("GET", "/healthz", 200): 1,
		requested("GET", "/metrics", 200):                                   1,
		requested("POST", "/preferences", 303):                              1,
		`request_duration_seconds_count{route="` + result + `"}`:            4,
		`request_duration_seconds_bucket{route="` + result + `",le="+Inf"}`: 4,
		`lookups_total{cache="hit"}`:                                        2, `lookups_total{cache="miss"}`: 1,
		`lookups_total{cache="error"}`:                 2,
		`upstream_calls_total{outcome="unauthorized"}`: 1,
	})
	if got := figures.ours(); !slices.Equal(got, ownFigures) {
		t.Errorf("figures\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(ownFigures, "\n"))
	}
	figures.wantTame(t)
	c.stop(t)
}

// requested is the name of a figure.
func requested(method, route string, status int) string {
	return fmt.Sprintf(`requests_total{method=%q,route=%q,status="%d"}`, method, route, status)
}

// wantTame: no label has anything that a visitor typed or that names a call.
func (s scraped) wantTame(t *testing.T) {
	t.Helper()
	tame := map[string]*regexp.Regexp{
		"method":  regexp.MustCompile(`^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|other)$`),
		"route":   regexp.MustCompile(`^(/[a-z{}A-Z.]*)*$|^/static/\*$`),
		"status":  regexp.MustCompile(`^[1-5][0-9]{2}$`),
		"le":      regexp.MustCompile(`^[0-9.e+-]+$|^\+Inf$`),
		"state":   regexp.MustCompile(`^(closed|half-open|open)$`),
		"kind":    regexp.MustCompile(`^(log|audit)$`),
		"cache":   regexp.MustCompile(`^(hit|miss|joined|stale|error|canceled)$`),
		"outcome": regexp.MustCompile(`^[a-z_]+$`),
		"version": regexp.MustCompile(`^[0-9A-Za-z.+-]+$`),
		"go":      regexp.MustCompile(`^go1\.`),
	}
	for key := range s {
		if !strings.HasPrefix(key, "isales_console_") {
			continue
		}
		for _, l := range label.FindAllStringSubmatch(key, -1) {
			if tame[l[1]] == nil || !tame[l[1]].MatchString(l[2]) || strings.Contains(l[2], "someone") ||
				strings.Contains(l[2], "typed") {
				t.Errorf("%s: label %s is %q", key, l[1], l[2])
			}
		}
	}
}

// TestFiguresOfAPlatformThatIsDown follows the breaker through its states.
func TestFiguresOfAPlatformThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMetrics()
		breaker := platform.NewBreaker(m, nil)
		client, err := isales.New("https://platform.example", isales.Credentials{AccessKey: "ak", SecretKey: "sk"},
			isales.WithGate(breaker), isales.WithMaxConcurrent(3))
		if err != nil {
			t.Fatal(err)
		}
		layer, err := platform.New(client, breaker, platform.Options{Budget: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		m.watch(layer, client, breaker, 3)
		want := func(state, ready string) {
			t.Helper()
			rec := httptest.NewRecorder()
			m.handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
			figures := scrape(t, rec.Body.String())
			for _, s := range []string{"closed", "half-open", "open"} {
				is := 0.0
				if s == state {
					is = 1
				}
				figures.want(t, scraped{`upstream_breaker_state{state="` + s + `"}`: is})
			}
			if got, want := platformState(client, breaker, 3),
				"platform: "+ready+"\nbreaker: "+state+"\ncalls in flight: 0 of 3, waiting: 0\n"; got != want {
				t.Errorf("/readyz says\n%swant\n%s", got, want)
			}
		}
		call := func(err error) {
			t.Helper()
			_, done, refused := breaker.Enter()
			if refused != nil {
				t.Fatal(refused)
			}
			time.Sleep(100 * time.Millisecond)
			done(err)
		}
		want("closed", "answering")
		begin := time.Now()
		for breaker.State() == "closed" && time.Since(begin) < time.Minute {
			call(&isales.TransportError{Kind: isales.ErrUnreachable, Err: isales.ErrUnreachable})
		}
		open := breaker.Down()
		if open == nil || !open.RetryAt.After(time.Now()) {
			t.Fatalf("after a minute of failures the platform is down: %v", open)
		}
		want("open", "not asked before "+open.RetryAt.UTC().Format(time.RFC3339))
		time.Sleep(time.Until(open.RetryAt) + 1)
		// Somebody may try it now; for all others it is a second at least.
		want("half-open", "not asked before "+time.Now().Add(time.Second).UTC().Format(time.RFC3339))
		call(nil)
		want("closed", "answering")
	})
}
