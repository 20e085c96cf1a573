package handlers

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/users"
)

var (
	// errSignedOut is a page that needs a sign-in first.
	errSignedOut = errors.New("signed out")
	// errCrossOrigin is a form that another site sent.
	errCrossOrigin = errors.New("sent from another site")
	// errWrongHost is a request for a host name that is not this console's.
	errWrongHost = errors.New("host is not that of -public-url")
)

// Users are the people who may sign in; see users.File.
type Users interface {
	// Lookup returns the user of that name, or nil.
	Lookup(name string) *users.User
	// Authenticate returns the user of that name if the password is right, else nil.
	// The error is ctx's own, or a *users.BusyError.
	Authenticate(ctx context.Context, name, password string) (*users.User, error)
}

// vdnError is a VDN that is not among those of the user.
type vdnError struct{ vdnID int }

func (e *vdnError) Error() string { return "VDN " + strconv.Itoa(e.vdnID) + " is not allowed" }

// sessionOf returns the session of the request. It is read when first needed:
// many answers need none.
func (c *Console) sessionOf(r *http.Request) *session.Session {
	e := requestLogOf(r)
	if e.session == nil {
		e.session = c.sessions.Load(r)
	}
	return e.session
}

// userOf returns who sent the request, or nil. Whoever left the users file, or
// whose password changed since the sign-in, is signed out.
func (c *Console) userOf(r *http.Request) *users.User {
	s := c.sessionOf(r)
	if c.Users == nil || s.User == "" {
		return nil
	}
	u := c.Users.Lookup(s.User)
	if u == nil || u.Fingerprint != s.Fingerprint {
		return nil
	}
	return u
}

// requireUser lets no one in who is not signed in, unless the console has no
// sign-in at all.
func (c *Console) requireUser(next http.Handler) http.Handler {
	if c.Users == nil {
		return next
	}
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		u := c.userOf(r)
		if u == nil {
			return errSignedOut
		}
		requestLogOf(r).user = u
		if s := c.sessionOf(r); c.sessions.Touch(s) {
			c.sessions.Save(w, r, s)
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// requireVDN is the one place that decides who sees which VDN: every route that
// names one is below it. A VDN ID that is none is left to the page to refuse.
func (c *Console) requireVDN(next http.Handler) http.Handler {
	if c.Users == nil {
		return next
	}
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		given, _ := vdnValue(r)
		vdnID, ok := parseID(normalizeID(given))
		if ok && vdnID <= isales.MaxVDNID && !c.maySee(r, int(vdnID)) {
			requestLogOf(r).refusedVDN = int(vdnID)
			return &vdnError{int(vdnID)}
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// vdnValue is the VDN ID of a path as written, and the suffix of a form of data
// that the address of a VDN itself may have.
func vdnValue(r *http.Request) (id, suffix string) {
	value := pathValue(r, "vdnId")
	if strings.Contains(strings.Trim(strings.TrimPrefix(r.URL.Path, "/vdns/"), "/"), "/") {
		return value, ""
	}
	for _, suffix := range []string{".json", ".csv"} {
		if id, ok := strings.CutSuffix(value, suffix); ok {
			return id, suffix
		}
	}
	return value, ""
}

// maySee reports whether the VDN is among those of whoever sent the request.
func (c *Console) maySee(r *http.Request, vdnID int) bool {
	u := requestLogOf(r).user
	return u == nil || u.VDNs.Has(vdnID)
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

func (c *Console) ownHost(host string) bool {
	if c.publicURL != nil {
		return strings.EqualFold(withoutDefaultPort(host, c.publicURL.Scheme), withoutDefaultPort(c.publicURL.Host, c.publicURL.Scheme))
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

// requireHTTPS leads a visitor whom a trusted proxy took on by plain http to the
// console's https address.
func (c *Console) requireHTTPS(next http.Handler) http.Handler {
	if c.publicURL == nil || c.publicURL.Scheme != "https" || len(c.TrustedProxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plain := strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "http") && FromProxy(r, c.TrustedProxies)
		if !plain || r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
			next.ServeHTTP(w, r)
			return
		}
		to := url.URL{Scheme: "https", Host: c.publicURL.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
	})
}

// FromProxy reports that a request comes from one of the proxies.
func FromProxy(r *http.Request, proxies []netip.Prefix) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(peer.Addr().Unmap()) })
}

// clientIP is where a request comes from: its connection, or what the trusted
// proxies say.
func (c *Console) clientIP(r *http.Request) (ip string) {
	if len(c.TrustedProxies) == 0 {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return ""
		}
		return peer.Addr().Unmap().String()
	}
	c.clientAddress(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ip = middleware.GetClientIP(r.Context())
	})).ServeHTTP(nil, r)
	return ip
}

// newClientAddress finds out what the trusted proxies say.
func (c *Console) newClientAddress() func(http.Handler) http.Handler {
	var prefixes []string
	for _, p := range c.TrustedProxies {
		prefixes = append(prefixes, p.String())
	}
	forwarded := middleware.ClientIPFromXFF(prefixes...)
	// A proxy that names no visitor is the visitor: no address at all would put
	// all of them into one.
	return func(next http.Handler) http.Handler { return middleware.ClientIPFromRemoteAddr(forwarded(next)) }
}

// limitBody bounds what a visitor may send: no form of the console is near it.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		}
		next.ServeHTTP(w, r)
	})
}

const maxBody = 64 << 10

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
	return path
}
