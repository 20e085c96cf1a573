package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
	"isales-console/views"
)

// serveHelp explains in one screen how a call comes to its external result.
func (c *Console) serveHelp(w http.ResponseWriter, r *http.Request) error {
	p := c.newPage(r)
	p.Canonical = "/help"
	return respond.Page(w, r, http.StatusOK, views.Help(p))
}
