package handlers

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"isales-console/isales"
)

// checkHost answers only for the console's own name: a foreign one is a mistake
// of a proxy, or a page somewhere that points its name at this address to read
// the console with a visitor's browser (DNS rebinding). Health checks come by
// address and are exempt.
func (c *Console) checkHost(next http.Handler) http.Handler {
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.Path != "/healthz" && r.URL.Path != "/readyz" && !c.ownHost(r.Host) {
			return errWrongHost
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// requireHTTPS leads a visitor whom a trusted proxy took on by plain http to the
// console's https address.
func (c *Console) requireHTTPS(next http.Handler) http.Handler {
	if c.publicURL == nil || c.publicURL.Scheme != "https" || len(c.TrustedProxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plain := strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "http") && FromProxy(r, c.TrustedProxies)
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		if !plain || !reads || r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
			next.ServeHTTP(w, r)
			return
		}
		to := url.URL{Scheme: "https", Host: c.publicURL.Host,
			Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
	})
}

// ownHost reports whether the console is known by a host, with or without its port.
func (c *Console) ownHost(host string) bool {
	if c.publicURL != nil {
		own := withoutDefaultPort(c.publicURL.Host, c.publicURL.Scheme)
		return strings.EqualFold(withoutDefaultPort(host, c.publicURL.Scheme), own)
	}
	if !c.LoopbackOnly {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return isales.IsLoopback(name)
}

func withoutDefaultPort(host, scheme string) string {
	return strings.TrimSuffix(host, ":"+DefaultPort(scheme))
}

// DefaultPort returns the port of a URL without one; empty for a scheme other than
// http and https.
func DefaultPort(scheme string) string {
	return map[string]string{"https": "443", "http": "80"}[scheme]
}

// origin is the scheme and host under which the reader reached the console, or the
// ones that it is known by.
func (c *Console) origin(r *http.Request) string {
	switch {
	case c.PublicURL != "":
		return c.PublicURL
	case !c.ownHost(r.Host):
		return "" // on the page that says so
	case c.HTTPS:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
