// Package handlers is the web side of the console: every route, what a request
// is taken to mean, and what goes back. Build it with [New].
package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/platform"
)

// New returns the console.
func New(c Config) (*Console, error) {
	if err := c.complete(); err != nil {
		return nil, err
	}
	console := &Console{Config: c, throttle: newThrottle(c.Shared)}
	var err error
	if c.PublicURL != "" {
		if console.publicURL, err = url.Parse(c.PublicURL); err != nil {
			return nil, err
		}
	}
	if console.sessions, err = session.New(c.SessionSecrets, console.overHTTPS(), c.SessionLifetime, c.Now,
		c.Identity); err != nil {
		return nil, err
	}
	if c.Shared != nil {
		console.sessions.Share(c.Shared)
	}
	if console.codes, err = platform.NewCodeLists(c.CodeLists, c.Log, c.Now); err != nil {
		return nil, err
	}
	console.codes.KeepIn(c.Copies)
	if console.catalogs, err = platform.NewCatalogs(c.Results, c.Browser, console.codes, c.Now); err != nil {
		return nil, err
	}
	if console.campaigns, err = platform.NewCampaigns(c.Campaigns, c.Now); err != nil {
		return nil, err
	}
	if console.results, err = respond.NewKept[resultKey, resultState](); err != nil {
		return nil, err
	}
	if err := console.renderPlainError(); err != nil {
		return nil, err
	}
	console.openAPI = respond.NewJSON(console.newOpenAPI())
	if console.router, err = console.routes(); err != nil {
		return nil, err
	}
	console.handler, err = respond.Compress(console.router)
	return console, err
}

// complete fills in what may be left out; the error names what may not.
func (c *Config) complete() error {
	if c.Results == nil || c.Log == nil {
		return errors.New("handlers: Results and Log are required")
	}
	if c.SignOn != nil && c.Groups == nil {
		return errors.New("handlers: Groups is required with SignOn")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewRequestID == nil {
		c.NewRequestID = randomID
	}
	if c.SessionLifetime == 0 {
		c.SessionLifetime = 12 * time.Hour
	}
	if len(c.SessionSecrets) == 0 {
		c.SessionSecrets = [][]byte{session.RandomKey()}
	}
	return nil
}

// ServeHTTP answers one request, and logs it.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	e := &requestLog{requestID: c.NewRequestID(), answer: middleware.NewWrapResponseWriter(w, r.ProtoMajor)}
	w.Header().Set("X-Request-Id", e.requestID)
	// chi adds what it finds out about the route to this context and not to a copy.
	routes := chi.NewRouteContext()
	routes.Routes = c.router
	ctx := context.WithValue(r.Context(), requestLogKey{}, e)
	r = r.WithContext(context.WithValue(ctx, chi.RouteCtxKey, routes))
	defer func() {
		route := routes.RoutePattern()
		if route == "" {
			route = c.routeOf(r)
		}
		c.log(r, e, route, time.Since(start))
		c.auditLookup(r, e)
	}()
	c.handler.ServeHTTP(e.answer, r)
}
