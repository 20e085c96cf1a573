package handlers

import (
	"fmt"
	"strconv"
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

// byteSize writes a limit of the console: all are whole KiB.
func byteSize(n int64) string {
	if n >= 1<<20 {
		return strconv.FormatInt(n>>20, 10) + " MiB"
	}
	return strconv.FormatInt(n>>10, 10) + " KiB"
}

// inputError is a look-up form that cannot be used.
type inputError struct{ form views.LookupForm }

func (e *inputError) Error() string {
	return "bad look-up form: " + strings.Trim(e.form.VDN.Error+"; "+e.form.Def.Error, "; ")
}
