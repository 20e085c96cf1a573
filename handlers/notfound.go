package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// serveNotFound leads an address that only has a slash too many to its page.
func (c *Console) serveNotFound(w http.ResponseWriter, r *http.Request) error {
	trimmed := "/" + strings.Trim(r.URL.Path, "/")
	if trimmed == r.URL.Path || !c.router.Match(chi.NewRouteContext(), http.MethodGet, trimmed) {
		return errPageNotFound
	}
	redirect(w, r, trimmed)
	return nil
}

// redirect answers 301 to another path with the same query.
func redirect(w http.ResponseWriter, r *http.Request, path string) {
	w.Header().Set("Cache-Control", "private, no-cache")
	to := *r.URL
	to.Scheme, to.Host, to.Path, to.RawPath = "", "", path, ""
	http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
}

func methodsOf(routes chi.Routes, path string) string {
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
