package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"isales-console/handlers"
)

// recorded is a span that has ended.
type recorded struct {
	name string
	code codes.Code
	text string // of the status
	has  map[string]string
}

// newRecorder returns tracing whose spans are kept here.
func newRecorder(t testing.TB) (*tracing, func() []recorded) {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	traces := newTracer(sdktrace.WithSyncer(exporter), nil, slog.New(slog.DiscardHandler))
	return traces, func() (list []recorded) {
		for _, s := range exporter.GetSpans() {
			has := map[string]string{}
			for _, a := range s.Attributes {
				has[string(a.Key)] = a.Value.String()
			}
			list = append(list, recorded{s.Name, s.Status.Code, s.Status.Description, has})
		}
		exporter.Reset()
		return list
	}
}

// way is a transport that answers by a function.
type way struct {
	answer func() (*http.Response, error)
	closed bool
}

func (w *way) RoundTrip(*http.Request) (*http.Response, error) { return w.answer() }
func (w *way) CloseIdleConnections()                           { w.closed = true }

// TestTracedCalls: a call's span ends with the body of its answer, and tells
// failures from readers who went away.
func TestTracedCalls(t *testing.T) {
	asked := func(more ...string) map[string]string {
		has := map[string]string{"http.request.method": "GET", "url.full": "https://platform.example.com:28443/a/40/queryX?b=c",
			"server.address": "platform.example.com", "server.port": "28443"}
		for i := 0; i < len(more); i += 2 {
			has[more[i]] = more[i+1]
		}
		return has
	}
	body := func(status int, r io.Reader) func() (*http.Response, error) {
		return func() (*http.Response, error) {
			return &http.Response{StatusCode: status, Body: io.NopCloser(r)}, nil
		}
	}
	fails := func(err error) func() (*http.Response, error) {
		return func() (*http.Response, error) { return nil, err }
	}
	for name, tc := range map[string]struct {
		answer func() (*http.Response, error)
		want   recorded
	}{
		"good":         {body(200, strings.NewReader("{}")), recorded{"GET queryX", codes.Unset, "", asked("http.response.status_code", "200")}},
		"refused":      {body(403, strings.NewReader("")), recorded{"GET queryX", codes.Error, "", asked("http.response.status_code", "403", "error.type", "403")}},
		"no answer":    {fails(errors.New("cut")), recorded{"GET queryX", codes.Error, "cut", asked("error.type", "*errors.errorString")}},
		"cut":          {body(200, iotest.ErrReader(io.ErrUnexpectedEOF)), recorded{"GET queryX", codes.Error, "unexpected EOF", asked("http.response.status_code", "200", "error.type", "*errors.errorString")}},
		"nobody waits": {fails(context.Canceled), recorded{"GET queryX", codes.Unset, "", asked("error.type", "canceled")}},
	} {
		traces, ended := newRecorder(t)
		transport := &tracedTransport{traces, &way{answer: tc.answer}}
		resp, err := transport.RoundTrip(httptest.NewRequest("GET", "https://platform.example.com:28443/a/40/queryX?b=c", nil))
		if err == nil {
			if before := ended(); len(before) > 0 {
				t.Errorf("%s: ended before its body: %v", name, before)
			}
			_, _ = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if diff := cmp.Diff([]recorded{tc.want}, ended(), cmp.AllowUnexported(recorded{})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	inner := new(way)
	(&tracedTransport{to: inner}).CloseIdleConnections()
	if !inner.closed {
		t.Error("idle connections are not closed")
	}
}

// TestTracedReaderWhoLeft: he got no status, and the console did nothing wrong.
func TestTracedReaderWhoLeft(t *testing.T) {
	traces, ended := newRecorder(t)
	_, _, end := traces.Begin(httptest.NewRequest("GET", "https://console.example.com/codes?q=busy", nil))
	end(handlers.Answered{RequestID: "ID", Route: "/codes", Method: "GET", Status: 499, Err: context.Canceled})
	want := []recorded{{"GET /codes", codes.Unset, "", map[string]string{"url.scheme": "https", "url.path": "/codes", "http.route": "/codes", "http.request.method": "GET",
		"http.response.body.size": "0", "isales.request_id": "ID"}}}
	if diff := cmp.Diff(want, ended(), cmp.AllowUnexported(recorded{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
