package handlers

import (
	"context"
	"crypto/rand"
	"isales-console/results"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
)

// event is the log record of one request. Whoever handles the request adds to
// it; it is written once, at the end.
type event struct {
	requestID string
	route     string // pattern, as far as it is known
	upstream  time.Duration
	query     resultQuery
	outcome   string // of the look-up; empty when the platform was not asked
	origin    results.Origin
	err       error

	tongue     *tongue  // nil until it is needed
	session    *session // nil until it is needed
	user       *user    // nil in a console without sign-in
	refusedVDN int      // the VDN that the user may not see; 0 for none
}

type eventKey struct{}

func eventOf(r *http.Request) *event {
	if e, ok := r.Context().Value(eventKey{}).(*event); ok {
		return e
	}
	return &event{}
}

// statusClientGone stands in the log for an answer that no one waited for.
const statusClientGone = 499

// randomID returns 80 random bits, short enough to be read out on the phone.
func randomID() string { return rand.Text()[:16] }

func (c *Console) withEvent(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		e := &event{requestID: c.NewRequestID()}
		w.Header()[idHeader] = []string{e.requestID}
		counted := &countingWriter{ResponseWriter: w}
		r = r.WithContext(context.WithValue(r.Context(), eventKey{}, e))
		defer func() {
			c.log(r, e, counted.sent, time.Since(start))
			c.auditLookup(r, e)
		}()
		next.ServeHTTP(counted, r)
	})
}

func (c *Console) log(r *http.Request, e *event, w sent, took time.Duration) {
	route := e.route
	if route == "" {
		route = chi.RouteContext(r.Context()).RoutePattern()
	}
	if w.status == 0 {
		w.status = statusClientGone
	}
	if c.Observer != nil {
		c.Observer.Request(route, knownMethod(r.Method), w.status, took)
	}
	level := slog.LevelInfo
	switch {
	case route == "/healthz" || route == "/readyz":
		level = slog.LevelDebug
	case w.status >= 500 || w.cut:
		level = slog.LevelError
	}
	if !c.Log.Enabled(r.Context(), level) {
		return
	}
	attrs := append(make([]slog.Attr, 0, 10),
		slog.String("request_id", e.requestID),
		slog.String("method", r.Method),
		slog.String("route", route),
		slog.Int("status", w.status),
		slog.Int64("bytes", w.bytes),
		milliseconds("duration_ms", took))
	if e.outcome != "" {
		attrs = append(attrs, slog.String("upstream_outcome", e.outcome))
		if e.origin != results.Kept {
			attrs = append(attrs, milliseconds("upstream_ms", e.upstream))
		}
	}
	if e.origin != "" {
		attrs = append(attrs, slog.String("cache", string(e.origin)))
	}
	if e.err != nil {
		attrs = append(attrs, slog.String("error", e.err.Error()))
	}
	record := slog.NewRecord(time.Now(), level, "request", 0)
	record.AddAttrs(attrs...)
	// Not through a method of the logger, which finds out who called it. A log that
	// cannot be written has nobody to be told of it.
	_ = c.Log.Handler().Handle(r.Context(), record)
}

// knownMethod keeps visitors from making up labels of metrics.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// milliseconds logs a duration in a unit that its name says: slog writes bare
// nanoseconds in JSON.
func milliseconds(key string, d time.Duration) slog.Attr {
	return slog.Float64(key, float64(d.Microseconds())/1000)
}

// countingWriter remembers what was sent.
type countingWriter struct {
	http.ResponseWriter
	sent
	shared *sharedHeader // nil for none
}

// sent is what went out in answer to a request.
type sent struct {
	status int
	bytes  int64
	cut    bool // a panic ended the answer in the middle
}

func (w *countingWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		if w.shared != nil {
			maps.Copy(w.Header(), w.shared.header)
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *countingWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *countingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
