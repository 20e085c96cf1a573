package handlers

import (
	"net/http"
	"net/netip"
)

// serveMetrics answers this machine only. Behind a proxy on the same machine
// every visitor comes from here, but with a header that says where from.
func (c *Console) serveMetrics(w http.ResponseWriter, r *http.Request) error {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if c.Metrics == nil || err != nil || !peer.Addr().Unmap().IsLoopback() ||
		r.Header["X-Forwarded-For"] != nil || r.Header["Forwarded"] != nil || r.Header["X-Real-Ip"] != nil {
		return errPageNotFound
	}
	w.Header().Set("Cache-Control", "no-store")
	c.Metrics.ServeHTTP(w, r)
	return nil
}
