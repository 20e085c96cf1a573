package handlers

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"isales-console/handlers/input"
	"isales-console/handlers/session"
	"isales-console/platform"
	"isales-console/users"
)

// requestLog is the log record of one request. Handlers add to it; it is written
// once, at the end.
type requestLog struct {
	requestID string
	upstream  time.Duration
	query     resultID
	defIDs    []int64 // of a page about several results
	outcome   string  // of the look-up; empty when the platform was not asked
	origin    platform.Origin
	err       error
	answer    middleware.WrapResponseWriter // what was sent so far
	cut       bool                          // a panic ended the answer in the middle

	parameters url.Values       // of the address; see readQuery
	locale     *locale          // nil until it is needed
	session    *session.Session // nil until it is needed
	user       *users.User      // or that of a token; nil in a console without sign-in
	byToken    bool             // a token came with the request, right or wrong
	refusedVDN int              // the VDN that the user may not see; 0 for none
}

type requestLogKey struct{}

// requestLogOf returns the record of a request of ServeHTTP; an empty one for
// others.
func requestLogOf(r *http.Request) *requestLog {
	if e, ok := r.Context().Value(requestLogKey{}).(*requestLog); ok {
		return e
	}
	return &requestLog{}
}

// statusClientGone stands in the log for an answer that no one waited for.
const statusClientGone = 499

func (c *Console) log(r *http.Request, e *requestLog, route string, took time.Duration) {
	status := e.answer.Status()
	if status == 0 {
		status = statusClientGone
	}
	method := knownMethod(r.Method)
	if c.Observer != nil {
		c.Observer.Request(route, method, status, took)
	}
	traceRequest(r.Context(), e, method, route, status)
	level := slog.LevelInfo
	switch {
	case route == "/healthz" || route == "/readyz":
		level = slog.LevelDebug
	case status >= 500 || e.cut:
		level = slog.LevelError
	}
	attrs := []slog.Attr{
		slog.String("request_id", e.requestID),
		slog.String("address", c.clientIP(r)),
		slog.String("method", r.Method),
		slog.String("route", route),
		slog.Int("status", status),
		slog.Int("bytes", e.answer.BytesWritten()),
		milliseconds("duration_ms", took),
	}
	if e.user != nil {
		attrs = append(attrs, slog.String("user", e.user.Name))
	}
	attrs = append(attrs, loggedIDs(r)...)
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
	c.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// loggedIDs are the numbers of an address, which are safe to log: free text is not.
func loggedIDs(r *http.Request) (ids []slog.Attr) {
	vdn, _ := vdnValue(r)
	if vdnID, ok := canonicalID(vdn, input.MaxVDN); ok {
		ids = append(ids, slog.Int64("vdn_id", vdnID))
	}
	if defID, ok := canonicalID(pathValue(r, "defId"), input.MaxID); ok {
		ids = append(ids, slog.String("def_id", strconv.FormatInt(defID, 10)))
	}
	return ids
}

// routeOf is the pattern of a request that was refused before it was routed; empty
// when there is none.
func (c *Console) routeOf(r *http.Request) string {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	routes := chi.NewRouteContext()
	if c.router.Match(routes, method, r.URL.Path) {
		return routes.RoutePattern()
	}
	return ""
}

// knownMethod keeps visitors from making up labels of metrics.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions:
		return method
	}
	return "other"
}

// milliseconds logs a duration in a unit that its name says: slog writes bare
// nanoseconds in JSON.
func milliseconds(key string, d time.Duration) slog.Attr {
	return slog.Float64(key, float64(d.Microseconds())/1000)
}

// randomID returns 80 random bits, short enough to be read out on the phone.
func randomID() string { return rand.Text()[:16] }
