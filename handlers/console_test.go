package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

const (
	requestID   = "TESTREQUESTID001"
	examplePath = "/vdns/40/results/1402245659"
)

// testNow is the clock of the console, the client and the platform: ages and
// times on the pages are then always the same.
func testNow() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

// testConsole is the whole console in front of a simulated platform.
type testConsole struct {
	*Console
	platform *isalestest.Server
	log      *logBuffer
	// hangUp closes the idle connections to the platform. A request over one is
	// sent again when it breaks, which would be counted twice.
	hangUp func()
}

// wiring is what an option may change.
type wiring struct {
	config     Config
	client     []isales.Option
	secret     string
	dictionary bool
}

type option func(*wiring)

// withResults answers look-ups without the platform.
func withResults(r platform.Results) option { return func(w *wiring) { w.config.Results = r } }

// withClient adds options to the client; they win over the usual ones.
func withClient(o ...isales.Option) option {
	return func(w *wiring) { w.client = append(w.client, o...) }
}

func withDemo(w *wiring) { w.config.Demo = true }

// withDictionary has the console read the dictionaries of the platform's VDNs.
func withDictionary(w *wiring) { w.dictionary = true }

// withCodeLists answers for the dictionaries of VDNs without the platform.
func withCodeLists(l platform.CodeLister) option { return func(w *wiring) { w.config.CodeLists = l } }

// withoutLog is for fuzzing and benchmarks, whose logs would fill the memory.
func withoutLog(w *wiring) { w.config.Log = discard }

var discard = slog.New(slog.DiscardHandler)

// withWrongSecret signs with another secret key than the platform's.
func withWrongSecret(w *wiring) { w.secret = "not-the-secret-of-the-platform" }

// newConsole starts a platform and returns the console in front of it.
func newConsole(t testing.TB, simulated isalestest.Options, options ...option) *testConsole {
	t.Helper()
	simulated.Now = testNow
	srv := isalestest.NewServer(t, simulated)
	log := new(logBuffer)
	w := &wiring{
		config: Config{
			Log:          slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			Version:      "1.2.3-test",
			Now:          testNow,
			NewRequestID: func() string { return requestID },
		},
		client: []isales.Option{isales.WithCACertificates(srv.CertificatePEM()), isales.WithClock(testNow)},
		secret: srv.SecretKey,
	}
	for _, o := range options {
		o(w)
	}
	client, err := isales.New(srv.URL, isales.Credentials{AccessKey: srv.AccessKey, SecretKey: w.secret}, w.client...)
	if err != nil {
		t.Fatalf("isales.New: %v", err)
	}
	t.Cleanup(client.CloseIdleConnections)
	direct := platform.NewUncached(client)
	if w.config.Results == nil {
		w.config.Results = direct
	}
	if w.dictionary {
		w.config.CodeLists = direct
	}
	if w.config.Browser == nil {
		w.config.Browser = direct
	}
	w.config.Campaigns, w.config.Calls = direct, direct
	console, err := New(w.config)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return &testConsole{console, srv, log, client.CloseIdleConnections}
}

// fake answers look-ups by a function.
type fake func(ctx context.Context, q platform.Query) (*isales.ExternalResult, error)

func (f fake) ExternalResult(ctx context.Context, q platform.Query) (platform.Copy, error) {
	r, err := f(ctx, q)
	return platform.Copy{ExternalResult: r}, err
}

// failing answers each look-up with err.
func failing(err error) fake {
	return func(context.Context, platform.Query) (*isales.ExternalResult, error) { return nil, err }
}

// answering answers each look-up with a copy of r.
func answering(r isales.ExternalResult) fake {
	return func(context.Context, platform.Query) (*isales.ExternalResult, error) { return &r, nil }
}

// ask sends one request through the whole handler. Header names and values
// alternate.
func ask(t testing.TB, h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, newRequest(t, method, target, header...))
	return rec
}

func newRequest(t testing.TB, method, target string, header ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

func get(t testing.TB, h http.Handler, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, h, http.MethodGet, target, header...)
}

// parse reads a page the way a browser does.
func parse(t testing.TB, page string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatalf("the page is no HTML: %v", err)
	}
	return doc
}

// texts returns the text of each element that the selector finds, with white
// space as a browser shows it.
func texts(doc *goquery.Document, selector string) []string {
	return doc.Find(selector).Map(func(_ int, s *goquery.Selection) string {
		return strings.Join(strings.Fields(s.Text()), " ")
	})
}

// logBuffer keeps what is logged. Handlers write from several goroutines.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// records returns the log so far.
func (l *logBuffer) records(t testing.TB) []map[string]any {
	t.Helper()
	var records []map[string]any
	for line := range strings.Lines(l.String()) {
		record := map[string]any{}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("log line %q: %v", line, err)
		}
		records = append(records, record)
	}
	return records
}

// record returns the only record of the log.
func (l *logBuffer) record(t testing.TB) map[string]any {
	t.Helper()
	records := l.records(t)
	if len(records) != 1 {
		t.Fatalf("got %d log records, want 1:\n%s", len(records), l)
	}
	return records[0]
}

// serve sends a request that was built by hand.
func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// length writes the length of a body as a header does.
func length(body string) string { return strconv.Itoa(len(body)) }

// TestNewRefuses holds the required fields of Config.
func TestNewRefuses(t *testing.T) {
	whole := newConsole(t, isalestest.Options{}).Config
	for name, spoil := range map[string]func(*Config){
		"Results": func(c *Config) { c.Results = nil },
		"Log":     func(c *Config) { c.Log = nil },
	} {
		config := whole
		spoil(&config)
		if _, err := New(config); err == nil || err.Error() != "handlers: Results and Log are required" {
			t.Errorf("without %s: error %v", name, err)
		}
	}
}
