package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"

	"isales-console/static"
)

// contentSecurityPolicy allows our own stylesheet, script and icon, and nothing
// else: there is no inline style or script on any page.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// sharedHeaders returns what all answers have, and what the static files have:
// those vary on less, which they say themselves.
func sharedHeaders(overHTTPS, subDomains bool) (all, files http.Header) {
	h := http.Header{
		"Content-Security-Policy":      {contentSecurityPolicy},
		"X-Content-Type-Options":       {"nosniff"},
		"Referrer-Policy":              {"same-origin"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	}
	if overHTTPS {
		policy := "max-age=31536000"
		if subDomains {
			policy += "; includeSubDomains"
		}
		h["Strict-Transport-Security"] = []string{policy}
	}
	files = maps.Clone(h)
	h["Vary"] = []string{"Accept, Accept-Encoding, Accept-Language, Authorization, Cookie"}
	return h, files
}

func (c *Console) secureHeaders(next http.Handler) http.Handler {
	all, files := sharedHeaders(c.overHTTPS(), c.HSTSSubDomains)
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

// crossOrigin refuses what another site sends in the name of a visitor.
func (c *Console) crossOrigin() (func(http.Handler) http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	if c.publicURL != nil {
		if err := protection.AddTrustedOrigin(c.publicURL.Scheme + "://" + c.publicURL.Host); err != nil {
			return nil, err
		}
	}
	protection.SetDenyHandler(c.handle(func(http.ResponseWriter, *http.Request) error { return errCrossOrigin }))
	return protection.Handler, nil
}

// limitBody bounds what a visitor may send.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r.URL.Path))
		}
		next.ServeHTTP(w, r)
	})
}

// Limits of what a form may send.
const (
	maxBody   = 64 << 10
	maxUpload = 5 << 20  // of the forms with a file
	maxReport = 32 << 20 // of the form for a whole call report
)

func bodyLimit(path string) int64 {
	if path == "/explain" {
		return maxReport
	}
	if strings.HasPrefix(path, "/vdns/") && (strings.HasSuffix(path, "/batch") || strings.HasSuffix(path, "/changes")) {
		return maxUpload
	}
	return maxBody
}
