package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"isales-console/handlers/input"
)

// readQuery makes every page read the parameters of its address in one way:
// separators that were damaged on the way are mended, and what cannot be read is
// refused instead of dropped.
func (c *Console) readQuery(next http.Handler) http.Handler {
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		query, err := input.Query(r.URL.RawQuery)
		if err != nil {
			return input.ErrQuery // without its cause, which quotes the address: it would be in the log
		}
		requestLogOf(r).parameters = query
		if strings.Contains(r.URL.RawQuery, ";") || strings.Contains(strings.ToLower(r.URL.RawQuery), "&amp") {
			mended, address := *r, *r.URL
			address.RawQuery = query.Encode()
			mended.URL = &address
			r = &mended
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// parametersOf are the parameters of the address as readQuery has read them.
func parametersOf(r *http.Request) url.Values { return requestLogOf(r).parameters }

// redirectEmpty answers 301 to a page without the named parameters that are empty:
// a form sends those too that nobody has filled in.
func redirectEmpty(w http.ResponseWriter, r *http.Request, names ...string) bool {
	query, empty := r.URL.Query(), false
	for _, name := range names {
		if values, given := query[name]; given && strings.Join(values, "") == "" {
			query.Del(name)
			empty = true
		}
	}
	if !empty || negotiate(r) != formHTML {
		return false
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	http.Redirect(w, r, (&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String(), http.StatusMovedPermanently)
	return true
}

// redirectWrongPath answers 301 when the form only of a path is wrong.
func redirectWrongPath(w http.ResponseWriter, r *http.Request) bool {
	path, wrong := wrongPath(r.URL)
	if wrong {
		redirect(w, r, path)
	}
	return wrong
}

// wrongPath returns the right spelling, unescaped, of a path of ours that is
// spelled in another way.
func wrongPath(u *url.URL) (right string, wrong bool) {
	path, ok := input.Path(u)
	if !ok {
		return "", false
	}
	right, err := url.PathUnescape(path)
	return right, err == nil && right != u.Path
}
