package handlers

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"isales-console/static"
)

// page answers a request or returns why it cannot; see serveError.
type page func(w http.ResponseWriter, r *http.Request) error

func (c *Console) routes() chi.Router {
	r := chi.NewRouter()
	r.Use(
		c.withEvent,        // first: everything below adds to the request's log record
		c.recoverPanic,     // inside the log, so that a panic is logged with its request
		secureHeaders,      // before anything can write
		middleware.GetHead, // HEAD is GET without a body
	)
	get := func(pattern string, p page) { r.Get(pattern, c.handle(p)) }

	// Look up
	get("/", c.serveHome)
	get("/lookup", c.serveLookup)
	get("/vdns/{vdnId}/results/{defId}", c.serveResult)
	get("/vdns/{vdnId}/results/{defId}.json", c.serveResult)
	get("/vdns/{vdnId}/results/{defId}.csv", c.serveResult)

	// Reference
	get("/codes", c.serveCodes)

	// For machines
	get("/healthz", c.serveHealth)
	get("/readyz", c.serveReady)
	get(static.Prefix+"*", c.serveStatic)

	r.NotFound(c.handle(c.serveNotFound))
	r.MethodNotAllowed(c.handle(func(_ http.ResponseWriter, req *http.Request) error {
		return &methodError{req.Method, methodsOf(r, req.URL.Path)}
	}))
	return r
}

// handle gives the error of a page its only way out.
func (c *Console) handle(p page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := p(w, r); err != nil {
			c.serveError(w, r, err)
		}
	}
}
