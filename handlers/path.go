package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
)

// withoutLang takes the language out of a path: an explicit ?lang= would
// outweigh what was just chosen.
func withoutLang(path string) string {
	if !strings.Contains(path, "lang=") {
		return path
	}
	u, err := url.Parse(path)
	if err != nil || !strings.Contains(u.RawQuery, "lang=") {
		return path
	}
	query := u.Query()
	query.Del("lang")
	u.RawQuery = query.Encode()
	return u.String()
}

// withQuery keeps the search in a path to another form of the same page.
func withQuery(path string, r *http.Request) string {
	query := r.URL.Query()
	query.Del("lang")
	query.Del("again")
	if encoded := query.Encode(); encoded != "" {
		return path + "?" + encoded
	}
	return path
}

// linkJSON sets the Link header that leads from a page to its JSON.
func linkJSON(w http.ResponseWriter, path string) {
	w.Header().Set("Link", "<"+path+`>; rel="alternate"; type="application/json"`)
}

// withSuffix puts the end that names a form behind a path, before its query.
func withSuffix(path, suffix string) string {
	path, query, found := strings.Cut(path, "?")
	if found {
		suffix += "?" + query
	}
	return path + suffix
}

// pathValue returns a part of the path, unescaped: chi hands out the escaped
// form when a request has one.
func pathValue(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if r.URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}

// pathWith adds a query to a path; names and values alternate.
func pathWith(path string, namesAndValues ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		query.Add(namesAndValues[i], namesAndValues[i+1])
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// canonicalID reads a number from 1 to limit in its only right spelling: an
// address with another one is redirected (see redirectWrongPath).
func canonicalID(s string, limit int64) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 1 && n <= limit && strconv.FormatInt(n, 10) == s
}
