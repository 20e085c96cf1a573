package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
)

// jsonError is what programs get instead of an error page.
type jsonError struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Field     string `json:"field,omitempty"`
	APICode   string `json:"apiCode,omitempty"`
	RequestID string `json:"requestId"`
}

func (c *Console) sendJSONError(w http.ResponseWriter, r *http.Request, status int, e jsonError) {
	e.RequestID = requestLogOf(r).requestID
	respond.JSON(w, r, status, struct {
		Error jsonError `json:"error"`
	}{e})
}
