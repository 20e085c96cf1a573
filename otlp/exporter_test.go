package otlp

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resourcepb "go.opentelemetry.io/proto/slim/otlp/resource/v1"
)

func resourceOf(service string) *resourcepb.Resource {
	return &resourcepb.Resource{Attributes: []*common.KeyValue{text("service.name", service)}}
}

// newExporter returns an exporter and what it logs.
func newExporter(t testing.TB, e env) (*Exporter, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	untimed := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	exporter, err := New(e.get, "tests/1", slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{ReplaceAttr: untimed})))
	if err != nil {
		t.Fatal(err)
	}
	return exporter, log
}

func TestNoExporter(t *testing.T) {
	if e, err := New(env{}.get, "", slog.Default()); e != nil || err != nil {
		t.Errorf("%v, %v", e, err)
	}
	if e, err := New(env{"OTEL_TRACES_EXPORTER": "x"}.get, "", slog.Default()); e != nil || err == nil {
		t.Errorf("%v, %v", e, err)
	}
}

// TestExport looks at the whole request that a receiver gets, over TLS with a
// certificate of its own.
func TestExport(t *testing.T) {
	want := encode(stubs(t).Snapshots())
	for name, tc := range map[string]struct {
		compression string
		headers     http.Header
	}{
		"plain":      {"none", http.Header{"Accept-Encoding": {"gzip"}, "Content-Type": {"application/x-protobuf"}, "User-Agent": {"tests/1"}, "Api-Key": {"k"}}},
		"compressed": {"gzip", http.Header{"Accept-Encoding": {"gzip"}, "Content-Type": {"application/x-protobuf"}, "User-Agent": {"tests/1"}, "Api-Key": {"k"}, "Content-Encoding": {"gzip"}}},
	} {
		requests := 0
		srv := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			requests++
			var body io.Reader = r.Body
			if tc.compression == "gzip" {
				var err error
				if body, err = gzip.NewReader(body); err != nil {
					t.Error(err)
					return
				}
			}
			got, err := io.ReadAll(body)
			if r.Method != "POST" || r.RequestURI != "/x/v1/traces" || err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %s %s, %d bytes, %v; want POST /x/v1/traces, %d bytes", name, r.Method, r.RequestURI, len(got), err, len(want))
			}
			r.Header.Del("Content-Length")
			if diff := cmp.Diff(tc.headers, r.Header); diff != "" {
				t.Errorf("%s: headers (-want +got)\n%s", name, diff)
			}
		}))
		defer srv.Close()
		ca := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(ca, pemOf(srv.Certificate()), 0o600); err != nil {
			t.Fatal(err)
		}
		e, log := newExporter(t, env{"OTEL_EXPORTER_OTLP_ENDPOINT": srv.URL + "/x", "OTEL_EXPORTER_OTLP_HEADERS": "api-key=k",
			"OTEL_EXPORTER_OTLP_COMPRESSION": tc.compression, "OTEL_EXPORTER_OTLP_CERTIFICATE": ca})
		for range 2 {
			if err := e.ExportSpans(t.Context(), stubs(t).Snapshots()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := e.ExportSpans(t.Context(), nil); err != nil || requests != 2 || log.Len() > 0 || "https://"+e.Host() != srv.URL {
			t.Errorf("%s: %v, %d requests, %q, log %q", name, err, requests, e.Host(), log)
		}
		if err := e.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		if err := e.ExportSpans(t.Context(), stubs(t).Snapshots()); err != nil || requests != 2 {
			t.Errorf("%s: after the shutdown: %v, %d requests", name, err, requests)
		}
	}
}

// answers is a receiver that gives one answer after the other, then the last one
// again and again, and notes when it was asked.
type answers struct {
	began time.Time
	all   []answer
	asked []time.Duration
}

type answer struct {
	status     int // 0 for a connection that fails
	retryAfter string
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.asked = append(a.asked, time.Since(a.began))
	if body, err := io.ReadAll(r.Body); err != nil || len(body) == 0 {
		return nil, errors.New("no body")
	}
	next := a.all[min(len(a.asked), len(a.all))-1]
	if next.status == 0 {
		return nil, errors.New("connection refused")
	}
	h := http.Header{"Location": {"http://elsewhere/"}}
	if next.retryAfter != "" {
		h.Set("Retry-After", next.retryAfter)
	}
	return &http.Response{StatusCode: next.status, Header: h, Body: http.NoBody, Request: r}, nil
}

const (
	lost = `level=WARN msg="traces are lost until they can be sent again" to=collector:4318 error=`
	back = `level=INFO msg="traces can be sent again" to=collector:4318` + "\n"
)

// TestExportFails is about a receiver that is away, busy or does not want the
// traces: what is repeated when, and what the log says of it, once.
func TestExportFails(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []answer
		asked   int
		took    time.Duration // 0 for less than ten seconds with pauses in between
		log     string
	}{
		"taken":              {[]answer{{status: 202}}, 1, -1, ""},
		"busy once":          {[]answer{{status: 503}, {status: 200}}, 2, 0, ""},
		"busy, with a time":  {[]answer{{503, "4"}, {429, "5"}, {status: 200}}, 3, 9 * time.Second, ""},
		"busy for too long":  {[]answer{{503, "11"}}, 1, -1, lost + `"HTTP status 503"` + "\n"},
		"bad gateway once":   {[]answer{{status: 502}, {status: 504}, {status: 200}}, 3, 0, ""},
		"cut once":           {[]answer{{}, {status: 200}}, 2, 0, ""},
		"does not want them": {[]answer{{status: 400}}, 1, -1, lost + `"HTTP status 400"` + "\n"},
		"wrong key":          {[]answer{{status: 401}}, 1, -1, lost + `"HTTP status 401"` + "\n"},
		"redirect":           {[]answer{{status: 307}}, 1, -1, lost + `"HTTP status 307"` + "\n"},
		"server error":       {[]answer{{status: 500}}, 1, -1, lost + `"HTTP status 500"` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, log := newExporter(t, env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_EXPORTER_OTLP_HEADERS": "api-key=secret"})
				receiver := &answers{began: time.Now(), all: tc.answers}
				e.client.Transport = receiver
				for range 2 {
					receiver.asked, receiver.began = nil, time.Now()
					if err := e.ExportSpans(t.Context(), stubs(t).Snapshots()); err != nil {
						t.Error(err)
					}
					if len(receiver.asked) != tc.asked {
						t.Errorf("asked at %s, want %d times", receiver.asked, tc.asked)
					}
					last := receiver.asked[len(receiver.asked)-1]
					if tc.took == -1 && last != 0 || tc.took == 0 && (last == 0 || last >= 10*time.Second) || tc.took > 0 && last != tc.took {
						t.Errorf("asked at %s", receiver.asked)
					}
					if len(tc.answers) > 1 {
						break
					}
				}
				if log.String() != tc.log {
					t.Errorf("log %q, want %q", log, tc.log)
				}
			})
		})
	}
}

// TestReceiverIsAway is one that is not there for a while: each batch is tried
// for its time, and the log tells the beginning and the end.
func TestReceiverIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, log := newExporter(t, env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"})
		receiver := &answers{began: time.Now(), all: []answer{{}}}
		e.client.Transport = receiver
		for range 3 {
			began := time.Now()
			if err := e.ExportSpans(t.Context(), stubs(t).Snapshots()); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("tried for %s", took)
			}
		}
		if n := len(receiver.asked); n < 9 || n > 40 {
			t.Errorf("asked %d times: %s", n, receiver.asked)
		}
		receiver.all = []answer{{status: 200}}
		for range 2 {
			if err := e.ExportSpans(t.Context(), stubs(t).Snapshots()); err != nil {
				t.Error(err)
			}
		}
		if want := lost + `"connection refused"` + "\n" + back; log.String() != want {
			t.Errorf("log %q, want %q", log, want)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		receiver.all = []answer{{}}
		began := time.Now()
		if err := e.ExportSpans(ctx, stubs(t).Snapshots()); err != nil || time.Since(began) > 50*time.Millisecond {
			t.Errorf("a shutdown that is in a hurry: %v after %s", err, time.Since(began))
		}
		if strings.Count(log.String(), "lost") != 2 {
			t.Errorf("log %q", log)
		}
	})
}

func pemOf(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}
