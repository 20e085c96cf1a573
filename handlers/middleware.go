package handlers

import (
	"fmt"
	"isales-console/static"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"
)

// contentSecurityPolicy allows our own stylesheet, script and icon, and nothing
// else: there is no inline style or script on any page.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// sharedHeaders returns what all answers have, and what the static files have:
// those vary on less, which they say themselves.
func sharedHeaders(overHTTPS bool) (all, files http.Header) {
	h := http.Header{
		"Content-Security-Policy":      {contentSecurityPolicy},
		"X-Content-Type-Options":       {"nosniff"},
		"Referrer-Policy":              {"same-origin"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	}
	if overHTTPS {
		h["Strict-Transport-Security"] = []string{"max-age=31536000"}
	}
	files = maps.Clone(h)
	h["Vary"] = []string{"Accept, Accept-Encoding, Accept-Language, Cookie"}
	return h, files
}

func (c *Console) secureHeaders(next http.Handler) http.Handler {
	all, files := sharedHeaders(c.overHTTPS())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shared := all
		if strings.HasPrefix(r.URL.Path, static.Prefix) {
			shared = files
		}
		maps.Copy(w.Header(), shared)
		next.ServeHTTP(w, r)
	})
}

// recoverPanic turns a panic into our page for errors of our own, unless an
// answer has begun: then the connection is cut, so that the reader can tell.
func (c *Console) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); {
			case v == nil:
			case v == http.ErrAbortHandler:
				panic(v)
			default:
				err := fmt.Errorf("panic: %v\n%s", v, debug.Stack())
				if e := requestLogOf(r); e.answer.Status() != 0 {
					e.err, e.cut = err, true
					panic(http.ErrAbortHandler)
				}
				c.serveError(w, r, err)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
