// Package handlers is the web side of the console: every route, what a request
// is taken to mean, and what goes back. Build it with [New].
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"

	"isales-console/isales"
)

// Results answers look-ups. isales.Client is one.
type Results interface {
	// QueryExternalResult returns an external result, or one of the errors
	// that isales.Client documents.
	QueryExternalResult(ctx context.Context, vdnID int, defID int64) (*isales.ExternalResult, error)
}

// Config is everything that the console needs.
type Config struct {
	// Results answers look-ups; required.
	Results Results
	// Log gets one record for each request; required.
	Log *slog.Logger
	// Version is shown at the foot of each page.
	Version string
	// Demo shows a banner on each page.
	Demo bool
	// Now is the clock of the pages; nil means time.Now.
	Now func() time.Time
	// NewRequestID makes request IDs; nil means random ones.
	NewRequestID func() string
}

// Console is the handler of all requests. It is safe for concurrent use.
type Console struct {
	Config
	router     chi.Router
	plainError []byte
	draining   atomic.Bool
}

// New returns the console.
func New(c Config) (*Console, error) {
	if c.Results == nil || c.Log == nil {
		return nil, errors.New("handlers: Results and Log are required")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewRequestID == nil {
		c.NewRequestID = randomID
	}
	console := &Console{Config: c}
	if err := console.renderPlainError(); err != nil {
		return nil, err
	}
	console.router = console.routes()
	return console, nil
}

// ServeHTTP answers one request.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.router.ServeHTTP(w, r) }

// Drain makes /readyz say that no new requests are wanted; those that come are
// still answered.
func (c *Console) Drain() { c.draining.Store(true) }
