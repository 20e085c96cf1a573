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

// fixedHeaders are the same in every answer, and their values shared by all:
// whoever changes one replaces it.
var fixedHeaders = http.Header{
	"Content-Security-Policy":      {contentSecurityPolicy},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"same-origin"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	"Vary":                         {"Accept, Accept-Encoding, Accept-Language, Cookie"},
}

var strictTransport = []string{"max-age=31536000"}

func (c *Console) secureHeaders(next http.Handler) http.Handler {
	overHTTPS := c.overHTTPS()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		maps.Copy(h, fixedHeaders)
		if strings.HasPrefix(r.URL.Path, static.Prefix) {
			delete(h, "Vary") // static.ServeHTTP has its own
		}
		if overHTTPS {
			h["Strict-Transport-Security"] = strictTransport
		}
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
				if counted := w.(*countingWriter); counted.status != 0 {
					eventOf(r).err, counted.cut = err, true
					panic(http.ErrAbortHandler)
				}
				c.serveError(w, r, err)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
