package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// serveNotFound leads an address that is only spelled in another way, for example
// in capitals, to its page.
func (c *Console) serveNotFound(w http.ResponseWriter, r *http.Request) error {
	path, wrong := wrongPath(r.URL)
	if !wrong || !c.router.Match(chi.NewRouteContext(), http.MethodGet, path) {
		return errPageNotFound
	}
	redirect(w, r, path)
	return nil
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
