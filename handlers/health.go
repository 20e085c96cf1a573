package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
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
