package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// formError is a form that cannot be read or used.
type formError struct {
	err error // of who reads it; nil when we found what problem says
	// problem is a text of ours.
	problem string
}

// Error leaves out what the form's reader says: it quotes what was typed, and that
// may be a piece of a password.
func (e *formError) Error() string {
	if e.err != nil {
		return fmt.Sprintf("reading the form: %T", e.err)
	}
	return "reading the form: " + e.problem
}

func (e *formError) Unwrap() error { return e.err }

// byteSize writes a limit of the console: all are whole KiB.
func byteSize(n int64) string {
	if n >= 1<<20 {
		return strconv.FormatInt(n>>20, 10) + " MiB"
	}
	return strconv.FormatInt(n>>10, 10) + " KiB"
}

var errNoID = errors.New("no external result ID")

// diagnoseForm knows the errors of forms.
func diagnoseForm(err error, _ *locale) (problem, bool) {
	if e, ok := errors.AsType[*formError](err); ok {
		if large, ok := errors.AsType[*http.MaxBytesError](e.err); ok {
			return problem{status: http.StatusRequestEntityTooLarge, code: "form_too_large",
				fill: []string{"limit", byteSize(large.Limit)}}, true
		}
		return problem{status: http.StatusBadRequest, code: "bad_form"}, true
	}
	return problem{}, false
}
