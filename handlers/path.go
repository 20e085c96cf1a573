package handlers

import (
	"net/http"
	"net/url"
	pathpkg "path"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"isales-console/safetext"
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

// withSuffix puts the end that names a form behind a path, before its query.
func withSuffix(path, suffix string) string {
	path, query, found := strings.Cut(path, "?")
	if found {
		suffix += "?" + query
	}
	return path + suffix
}

// localPath returns the path if it is a page of this console, else "/". A
// browser reads "//host" and "/\host" as another site.
func localPath(path string) string {
	u, err := url.Parse(path)
	switch {
	case err != nil, u.Scheme != "", u.Host != "", u.User != nil, u.Opaque != "",
		!strings.HasPrefix(path, "/"), strings.HasPrefix(path, "//"), strings.HasPrefix(u.Path, "//"),
		strings.ContainsAny(path, "\\"), strings.ContainsAny(u.Path, "\\"),
		strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f }),
		strings.ContainsFunc(u.Path, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "/"
	}
	return safetext.URL(path)
}

// nextPath returns where a form leads back to: a page of this console, else "/".
func nextPath(path string) string {
	path = localPath(path)
	u, err := url.Parse(path)
	if err != nil {
		return "/"
	}
	if clean := strings.ToLower(pathpkg.Clean(u.Path)); slices.Contains(formPaths, clean) || isSignOnPath(clean) {
		return "/"
	}
	return path
}

// formPaths take forms only: there is no page to come back to.
var formPaths = []string{"/logout", "/preferences", "/recent/clear"}

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

// redirect answers 301 to another path with the same query.
func redirect(w http.ResponseWriter, r *http.Request, path string) {
	w.Header().Set("Cache-Control", "private, no-cache")
	to := *r.URL
	to.Scheme, to.Host, to.Path, to.RawPath = "", "", path, ""
	http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
}

// returnPath is where a reader comes back to after choosing another language. A
// page that answers a form has no address of its own but that of the form.
func returnPath(r *http.Request) string {
	if isSignOnPath(r.URL.Path) {
		return signInPage
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return localPath(r.URL.Path)
	}
	return withoutLang(localPath(r.URL.RequestURI()))
}

// maxNext is the longest path that a sign-in leads back to: the address of
// the sign-in page must not outgrow what servers accept.
const maxNext = 4096

// signInPage is the page of the sign-in.
const signInPage = "/login"

// signInPath leads to the sign-in and back to the page asked for.
func signInPath(r *http.Request) string {
	next := "/"
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		next = localPath(r.URL.RequestURI())
	}
	if next == "/" || len(next) > maxNext {
		return signInPage
	}
	return signInPage + "?next=" + url.QueryEscape(next)
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

func resultPath(vdnID int, defID string) string {
	return "/vdns/" + strconv.Itoa(vdnID) + "/results/" + strings.TrimLeft(defID, "0")
}
