package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"isales-console/views"
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

// tooLarge reports a form above maxBody.
func (e *formError) tooLarge() bool {
	_, ok := errors.AsType[*http.MaxBytesError](e.err)
	return ok
}

// inputError is a look-up form that cannot be used.
type inputError struct{ form views.LookupForm }

func (e *inputError) Error() string {
	return "bad look-up form: " + strings.Trim(e.form.VDN.Error+"; "+e.form.Def.Error, "; ")
}
