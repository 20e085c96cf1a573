package handlers

import (
	"fmt"
	"isales-console/static"
	"net/http"
	"runtime/debug"
	"strings"
)

// contentSecurityPolicy allows our own stylesheet, script and icon, and nothing
// else: there is no inline style or script on any page.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (c *Console) secureHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if !strings.HasPrefix(r.URL.Path, static.Prefix) {
			h.Set("Vary", "Accept, Accept-Language, Cookie")
		}
		if c.overHTTPS() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
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
