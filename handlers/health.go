package handlers

import (
	"net/http"
	"net/netip"

	"isales-console/handlers/respond"
	"isales-console/static"
)

// serveHealth says that the process answers.
func (c *Console) serveHealth(w http.ResponseWriter, r *http.Request) error {
	respond.Text(w, r, http.StatusOK, "ok\n")
	return nil
}

// serveReady says whether new requests are wanted. It does not ask the
// platform: a console whose platform is down still explains codes and errors.
func (c *Console) serveReady(w http.ResponseWriter, r *http.Request) error {
	if c.draining.Load() {
		respond.Text(w, r, http.StatusServiceUnavailable, "shutting down\n")
		return nil
	}
	text := "ready\n"
	if c.Platform != nil {
		text += c.Platform()
	}
	respond.Text(w, r, http.StatusOK, text)
	return nil
}

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

func (c *Console) serveStatic(w http.ResponseWriter, r *http.Request) error {
	if !static.ServeHTTP(w, r) {
		return errPageNotFound
	}
	return nil
}
