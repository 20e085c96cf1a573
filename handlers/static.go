package handlers

import (
	"net/http"

	"isales-console/static"
)

func (c *Console) serveStatic(w http.ResponseWriter, r *http.Request) error {
	if !static.ServeHTTP(w, r) {
		return errPageNotFound
	}
	return nil
}
