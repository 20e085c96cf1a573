package handlers

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"
)

// serveNotFound leads an address that is only spelled in another way, for example
// in capitals, to its page.
func (c *Console) serveNotFound(w http.ResponseWriter, r *http.Request) error {
	path, wrong := wrongPath(r.URL)
	if !wrong || !c.router.Match(chi.NewRouteContext(), http.MethodGet, path) {
		return errPageNotFound
	}
	redirect(w, r, path)
	return nil
}

var errPageNotFound = errors.New("no such page")

// unknownCodeError is a code that neither the documentation nor the VDN knows.
type unknownCodeError struct{ code string }

func (e *unknownCodeError) Error() string { return "unknown code" }

// diagnoseAddress knows the errors of addresses that lead nowhere.
func diagnoseAddress(err error, _ *locale) (problem, bool) {
	if e, ok := errors.AsType[*parameterError](err); ok {
		return problem{status: http.StatusBadRequest, code: e.code, fill: e.fill}, true
	}
	if e, ok := errors.AsType[*methodError](err); ok {
		return problem{status: http.StatusMethodNotAllowed, code: "method_not_allowed",
			fill: []string{"method", e.method}}, true
	}
	if e, ok := errors.AsType[*unknownCodeError](err); ok {
		return problem{status: http.StatusNotFound, code: "code_not_found", fill: []string{"code", e.code}}, true
	}
	return problem{}, false
}
