package handlers

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// throttledError is one sign-in too many, or with token one wrong token too many.
type throttledError struct {
	wait  time.Duration
	token bool
}

func (e *throttledError) Error() string {
	if e.token {
		return "too many wrong tokens"
	}
	return "too many attempts to sign in"
}

// bulkError is one more piece of bulk work than a visitor may have under way.
type bulkError struct{ most int }

func (e *bulkError) Error() string { return "more than " + strconv.Itoa(e.most) + " lists at once" }

var (
	// errSignedOut is a request that needs a sign-in or a token.
	errSignedOut = errors.New("signed out")
	// errCrossOrigin is a form that another site sent.
	errCrossOrigin = errors.New("sent from another site")
	// errWrongHost is a request for a host name that is not this console's.
	errWrongHost = errors.New("host is not that of -public-url")
)

// ErrShutdown is the cause with which the context of a request ends that takes longer
// than the console at its end.
var ErrShutdown = errors.New("cut off by the end of the console")

// wasCut reports that a request ended for ErrShutdown: its reader is still there.
func wasCut(ctx context.Context) bool { return errors.Is(context.Cause(ctx), ErrShutdown) }

// vdnError is a VDN that is not among those of the user.
type vdnError struct {
	vdnID int
	vdns  string // those that the user may see, joined by commas
}

func (e *vdnError) Error() string { return "VDN " + strconv.Itoa(e.vdnID) + " is not allowed" }

var errPageNotFound = errors.New("no such page")

// methodError is a request with a method that its page does not have.
type methodError struct{ method, allowed string }

func (e *methodError) Error() string { return "method " + e.method + " is not one of " + e.allowed }

// lookupError is a look-up that failed; the error page offers to correct or
// repeat it.
type lookupError struct {
	query resultID
	err   error
}

func (e *lookupError) Error() string { return e.err.Error() }

func (e *lookupError) Unwrap() error { return e.err }

// unknownCodeError is a code that neither the documentation nor the VDN knows.
type unknownCodeError struct{ code string }

func (e *unknownCodeError) Error() string { return "unknown code" }

// readError is a VDN whose list could not be read.
type readError struct {
	path string
	err  error
}

func (e *readError) Error() string { return e.err.Error() }

func (e *readError) Unwrap() error { return e.err }

var errNoID = errors.New("no external result ID")
