package handlers

import (
	"net/http"
	"net/netip"
	"slices"

	"github.com/go-chi/chi/v5/middleware"
)

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
