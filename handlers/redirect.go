package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"isales-console/handlers/input"
)

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
	return right, err == nil && (right != u.Path || needlessEscape.MatchString(u.EscapedPath()))
}

// redirect answers 301 to another path with the same query.
func redirect(w http.ResponseWriter, r *http.Request, path string) {
	w.Header().Set("Cache-Control", "private, no-cache")
	to := *r.URL
	to.Scheme, to.Host, to.Path, to.RawPath = "", "", path, ""
	http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
}

// seeOther answers 303: the same request may lead elsewhere next time.
func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// needlessEscape is a percent-encoded letter, digit, "-", "." or "_", which is another way to write the same address.
var needlessEscape = regexp.MustCompile(`(?i)%(?:2d|2e|3[0-9]|4[1-9a-f]|5[0-9a]|5f|6[1-9a-f]|7[0-9a])`)
