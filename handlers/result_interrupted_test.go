package handlers

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// silent fails the test when anything is written to a reader who left.
type silent struct {
	t      *testing.T
	header http.Header
}

func (s silent) Header() http.Header { return s.header }

func (s silent) WriteHeader(status int) { s.t.Errorf("status %d was written", status) }

func (s silent) Write(b []byte) (int, error) {
	s.t.Errorf("%d bytes were written", len(b))
	return len(b), nil
}

// TestClientGone closes the page while the platform is being asked.
func TestClientGone(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	arrived := make(chan struct{})
	console.platform.SetDecider(func(isalestest.Request, int) isalestest.Fault {
		close(arrived)
		return isalestest.FaultHang
	})
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-arrived
		leave()
	}()
	console.ServeHTTP(silent{t, http.Header{}}, newRequest(t, http.MethodGet, examplePath).WithContext(ctx))

	record := console.log.record(t)
	got := []any{record["level"], record["status"], record["upstream_outcome"], record["error"],
		len(console.platform.Requests())}
	want := []any{"INFO", 499.0, "canceled", "isales: context canceled", 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestClientGoneWhileRendering closes the page when its answer is about to be
// rendered: that is no one's fault, whatever the answer would have been.
func TestClientGoneWhileRendering(t *testing.T) {
	for path, logged := range map[string]any{
		"/":                          "context canceled",
		"/nowhere":                   "no such page",
		"/lookup?vdnId=40":           "bad look-up form: " + defEmpty,
		"/vdns/40/results/140":       "isales: no external result 140 in VDN 40",
		"/codes/99999":               "unknown code",
		"/codes?vdnId=x":             "bad search: " + vdnRange,
		"/codes":                     "context canceled",
		"/vdns/40/results/140?lang=": "isales: no external result 140 in VDN 40",
	} {
		console := newConsole(t, isalestest.Options{}, withResults(failing(&isales.NotFoundError{VDNID: 40, DefID: 140})))
		ctx, leave := context.WithCancel(t.Context())
		leave()
		console.ServeHTTP(silent{t, http.Header{}}, newRequest(t, http.MethodGet, path).WithContext(ctx))
		record := console.log.record(t)
		if diff := cmp.Diff([]any{"INFO", 499.0, logged}, []any{record["level"], record["status"],
			record["error"]}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
	}
}

// TestPanics shows what is left of an answer when our own code breaks, and what
// of errors that nobody foresaw.
func TestPanics(t *testing.T) {
	tests := []struct {
		name    string
		results platform.Results
		logged  string // beginning of the error in the log
	}{
		{"panic", fake(func(context.Context, platform.Query) (*isales.ExternalResult, error) { panic("boom") }),
			"panic: boom\ngoroutine "},
		{"unknown error", failing(errors.New("never heard of")), "never heard of"},
		{"cancelled without a reader who left", failing(context.Canceled), "context canceled"},
		{"nil result", fake(func(context.Context, platform.Query) (*isales.ExternalResult, error) {
			return nil,
				nil
		}), "panic: runtime error: invalid memory address"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			console := newConsole(t, isalestest.Options{}, withResults(test.results))
			rec := get(t, console, examplePath)
			doc := parse(t, rec.Body.String())
			record := console.log.record(t)
			got := []any{rec.Code, join(texts(doc, "h1")), texts(doc, "main > p"), join(texts(doc, "dd code.id")),
				rec.Header().Get("Link"), record["level"], record["status"], strings.HasPrefix(text(record["error"]), test.logged)}
			want := []any{500, "There is a problem with this console",
				[]string{"Sorry, something went wrong here. It is not your input.",
					"Try again later. If it stays like this, tell an administrator the request ID."},
				requestID, "", "ERROR", 500.0, true}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\nlogged: %v", diff, record["error"])
			}
			for _, secret := range []string{"boom", "never heard", "goroutine", "invalid memory"} {
				if strings.Contains(rec.Body.String(), secret) {
					t.Errorf("the page says %q, which is for the log", secret)
				}
			}

			console = newConsole(t, isalestest.Options{}, withResults(test.results))
			rec = get(t, console, examplePath+".json")
			want = []any{500, jsonProblem(t, 500, "internal",
				"Sorry, something went wrong here. It is not your input. Try again later. "+
					"If it stays like this, tell an administrator the request ID.", "", "")}
			if diff := cmp.Diff(want, []any{rec.Code, rec.Body.String()}); diff != "" {
				t.Errorf("JSON (-want +got)\n%s", diff)
			}
		})
	}
}

// aborts reports whether serving ends with http.ErrAbortHandler, which is how
// net/http is told to cut a connection.
func aborts(t *testing.T, h http.Handler, w http.ResponseWriter, r *http.Request) (aborted bool) {
	t.Helper()
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			aborted = true
		default:
			t.Errorf("panic %v, want http.ErrAbortHandler", v)
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

// breaking panics once so many bytes were written.
type breaking struct{ http.ResponseWriter }

func (b breaking) Write([]byte) (int, error) { panic("broken in the middle") }

// TestPanicAfterTheFirstByte cuts the connection: half a page must not look like
// a whole one.
func TestPanicAfterTheFirstByte(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	rec := httptest.NewRecorder()
	aborted := aborts(t, console, breaking{rec}, newRequest(t, http.MethodGet, "/"))
	record := console.log.record(t)
	got := []any{aborted, rec.Code, record["level"], record["status"],
		strings.HasPrefix(text(record["error"]), "panic: broken in the middle\ngoroutine ")}
	if diff := cmp.Diff([]any{true, 200, "ERROR", 200.0, true}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestPanicAfterTheFirstByteIsSeen checks the same at the other end of a real
// connection.
func TestPanicAfterTheFirstByteIsSeen(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		console.ServeHTTP(breaking{w}, r)
	}))
	t.Cleanup(srv.Close)
	// The writer breaks by a panic, which the one that compresses cannot take.
	srv.Client().Transport.(*http.Transport).DisableCompression = true
	resp, err := srv.Client().Get(srv.URL + "/")
	if err == nil {
		_, err = new(bytes.Buffer).ReadFrom(resp.Body)
		resp.Body.Close()
	}
	if err == nil {
		t.Error("the reader got a whole answer, want a cut connection")
	}
}

// TestAbortIsPassedOn leaves net/http its own way to cut a connection.
func TestAbortIsPassedOn(t *testing.T) {
	console := newConsole(t, isalestest.Options{},
		withResults(fake(func(context.Context, platform.Query) (*isales.ExternalResult, error) {
			panic(http.ErrAbortHandler)
		})))
	if !aborts(t, console, silent{t, http.Header{}}, newRequest(t, http.MethodGet, examplePath)) {
		t.Error("http.ErrAbortHandler was swallowed")
	}
	record := console.log.record(t)
	if diff := cmp.Diff([]any{"INFO", 499.0, nil}, []any{record["level"], record["status"], record["error"]}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
