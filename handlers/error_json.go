package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
)

// jsonError is what who asks for data gets instead of an error page.
type jsonError struct {
	// Status is that of the answer.
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Message   string `json:"message"` // what happened and what to do
	Field     string `json:"field,omitempty"`
	APICode   string `json:"apiCode,omitempty"`
	RequestID string `json:"requestId"`
}

// problemDocument is the whole body.
type problemDocument struct {
	Error jsonError `json:"error"`
}

func (c *Console) sendJSONError(w http.ResponseWriter, r *http.Request, status int, e jsonError) {
	e.Status, e.RequestID = status, requestLogOf(r).requestID
	respond.JSON(w, r, status, problemDocument{e})
}
