package handlers

import (
	"context"
	"crypto/rand"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"isales-console/platform"
	"isales-console/users"
)

// event is the log record of one request. Whoever handles the request adds to
// it; it is written once, at the end.
type event struct {
	requestID string
	route     string // pattern, as far as it is known
	upstream  time.Duration
	query     resultQuery
	outcome   string // of the look-up; empty when the platform was not asked
	origin    platform.Origin
	err       error

	tongue     *tongue     // nil until it is needed
	session    *session    // nil until it is needed
	user       *users.User // nil in a console without sign-in
	refusedVDN int         // the VDN that the user may not see; 0 for none
}

// scope is what belongs to one request while it is answered. It is the request's
// context, and has chi's in it: a copy of the request for each of them would
// cost more than the routing.
type scope struct {
	context.Context
	event  event
	answer countingWriter
	id     [1]string
	routes *chi.Context
}

var routeContexts = sync.Pool{New: func() any { return chi.NewRouteContext() }}

type eventKey struct{}

// Value implements context.Context.
func (s *scope) Value(key any) any {
	switch {
	case key == any(chi.RouteCtxKey) && s.routes != nil:
		return s.routes
	case key == any(eventKey{}):
		return &s.event
	}
	return s.Context.Value(key)
}

func eventOf(r *http.Request) *event {
	if s, ok := r.Context().(*scope); ok {
		return &s.event
	}
	if e, ok := r.Context().Value(eventKey{}).(*event); ok {
		return e
	}
	return &event{}
}

const idHeader = "X-Request-Id"

// statusClientGone stands in the log for an answer that no one waited for.
const statusClientGone = 499

// randomID returns 80 random bits, short enough to be read out on the phone.
func randomID() string { return rand.Text()[:16] }

// ServeHTTP answers one request, and logs it.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	s := &scope{Context: r.Context(), routes: routeContexts.Get().(*chi.Context)}
	s.event.requestID, s.answer.ResponseWriter = c.NewRequestID(), w
	s.id[0] = s.event.requestID
	w.Header()[idHeader] = s.id[:]
	s.routes.Reset()
	s.routes.Routes = c.router
	r = r.WithContext(s)
	defer func() {
		c.log(r, &s.event, s.answer.sent, time.Since(start))
		c.auditLookup(r, &s.event)
		routeContexts.Put(s.routes)
		s.routes = nil // whoever keeps the request must not see the next one's
	}()
	c.router.ServeHTTP(&s.answer, r)
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
	traceRequest(r.Context(), e, knownMethod(r.Method), route, w.status)
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
	attrs := append(make([]slog.Attr, 0, 11),
		slog.String("request_id", e.requestID),
		slog.String("method", r.Method),
		slog.String("route", route),
		slog.Int("status", w.status),
		slog.Int64("bytes", w.bytes),
		milliseconds("duration_ms", took))
	if e.outcome != "" {
		attrs = append(attrs, slog.String("upstream_outcome", e.outcome))
		if e.origin != platform.Hit {
			attrs = append(attrs, milliseconds("upstream_ms", e.upstream))
		}
	}
	if e.origin != "" {
		attrs = append(attrs, slog.String("cache", string(e.origin)))
	}
	if id := traceID(r.Context()); id != "" {
		attrs = append(attrs, slog.String("trace_id", id))
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
	shared http.Header // joins the answer when that is sent; nil for none
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
			maps.Copy(w.Header(), w.shared)
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
