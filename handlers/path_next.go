package handlers

import (
	"net/http"
	"net/url"
	pathpkg "path"
	"slices"
	"strings"

	"isales-console/safetext"
)

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
var formPaths = []string{"/logout", "/preferences", "/recent/clear", "/account/end"}

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
