package handlers

import (
	"context"
	"net/http"

	"isales-console/platform"
)

// Tracer makes traces: what a request consists of, and how long each part took.
// It is safe for concurrent use.
type Tracer interface {
	// Begin starts the trace of a request, or its part in the trace that it belongs
	// to. The context is for all that is done for the request. traceID is for the
	// log; empty when nothing is recorded. end is called once, at the end.
	Begin(r *http.Request) (ctx context.Context, traceID string, end func(Answered))
	// Detached returns a context without an end, for what is done because of ctx
	// and for others too.
	Detached(ctx context.Context) context.Context
}

// Answered is what is known of a request in the end.
type Answered struct {
	RequestID string
	Route     string // pattern of routes.go; empty for a path that has none
	Method    string // as Observer has it
	Status    int    // 499 for a reader who went away
	Bytes     int64  // of the body
	Outcome   string // of the look-up; empty when there was none
	Cache     platform.Origin
	Err       error // what the reader was told of in other words; nil for none
}

// beginTrace is for requests that a person or a program makes: those that only
// watch the console would bury them.
func (c *Console) beginTrace(r *http.Request, s *scope) {
	switch r.URL.Path {
	case "/healthz", "/readyz", "/metrics":
		return
	}
	s.Context, s.event.traceID, s.event.endTrace = c.Tracer.Begin(r)
}

// detached returns the context of what goes on without the reader.
func (c *Console) detached(ctx context.Context) context.Context {
	if c.Tracer == nil {
		return context.Background()
	}
	return c.Tracer.Detached(ctx)
}
