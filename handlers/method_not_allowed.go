package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// methodNotAllowed answers a method that a route does not have; signed out nobody learns which routes there are.
func (c *Console) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	var answer http.Handler = c.handle(func(_ http.ResponseWriter, r *http.Request) error {
		allowed := c.methodsOf(r.URL.Path)
		if allowed == "" {
			return errPageNotFound // chi says so of a method that it does not know
		}
		return &methodError{r.Method, allowed}
	})
	if !isPublic(r.URL.Path) {
		answer = c.requireUser(answer)
	}
	answer.ServeHTTP(w, r)
}

// methodsOf lists the methods that a path has, for the Allow header. chi takes
// any method for the root of the routes below a VDN, so these are asked directly.
func (c *Console) methodsOf(path string) string {
	var routes chi.Routes = c.router
	if below, ok := strings.CutPrefix(path, "/vdns/"); ok {
		if _, rest, _ := strings.Cut(below, "/"); rest == "" {
			routes, path = c.vdnRouter, "/"
		}
	}
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		asked := method
		if method == http.MethodHead {
			asked = http.MethodGet // middleware.GetHead
		}
		if routes.Match(chi.NewRouteContext(), asked, path) {
			allowed = append(allowed, method)
		}
	}
	return strings.Join(allowed, ", ")
}

// methodError is a request with a method that its page does not have.
type methodError struct{ method, allowed string }

func (e *methodError) Error() string { return "method " + e.method + " is not one of " + e.allowed }
