package handlers

import (
	"net/http"

	"isales-console/static"
)

// serveHealth says that the process answers.
func (c *Console) serveHealth(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	send(w, http.StatusOK, "text/plain; charset=utf-8", []byte("ok\n"))
	return nil
}

// serveReady says whether new requests are wanted. It does not ask the
// platform: a console whose platform is down still explains codes and errors.
func (c *Console) serveReady(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	if c.draining.Load() {
		send(w, http.StatusServiceUnavailable, "text/plain; charset=utf-8", []byte("shutting down\n"))
		return nil
	}
	send(w, http.StatusOK, "text/plain; charset=utf-8", []byte("ready\n"))
	return nil
}

func (c *Console) serveStatic(w http.ResponseWriter, r *http.Request) error {
	if !static.ServeHTTP(w, r) {
		return errPageNotFound
	}
	return nil
}
