package handlers

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"isales-console/handlers/session"
	"isales-console/handlers/signon"
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

// vdnError is a VDN that is not among those of the user.
type vdnError struct {
	vdnID int
	vdns  string // those that the user may see, joined by commas
}

func (e *vdnError) Error() string { return "VDN " + strconv.Itoa(e.vdnID) + " is not allowed" }

// awayRetryAfter is when those are asked to come back who met a Redis that is away.
const awayRetryAfter = 5 * time.Second

// diagnoseAccess knows the errors of sign-in and of what it allows.
func diagnoseAccess(err error, l *locale) (problem, bool) {
	t := l.messages
	if e, ok := errors.AsType[*vdnError](err); ok {
		return problem{status: http.StatusForbidden, code: "vdn_forbidden",
			fill: []string{"vdn", strconv.Itoa(e.vdnID), "vdns", t.List(strings.Split(e.vdns, ","))}}, true
	}
	if e, ok := errors.AsType[*signon.Error](err); ok {
		return diagnoseSignOn(e, t), true
	}
	if e, ok := errors.AsType[*throttledError](err); ok {
		wait := t.Seconds.Of(int(math.Ceil(e.wait.Seconds())))
		if e.wait >= time.Minute {
			wait = t.Minutes.Of(int(math.Ceil(e.wait.Minutes())))
		}
		code := "sign_in_throttled"
		if e.token {
			code = "token_throttled"
		}
		return problem{status: http.StatusTooManyRequests, code: code, retryAfter: e.wait, fill: []string{"wait", wait}}, true
	}
	if _, ok := errors.AsType[*session.AwayError](err); ok {
		return problem{status: http.StatusServiceUnavailable, code: "sign_in_away", retryAfter: awayRetryAfter}, true
	}
	if e, ok := errors.AsType[*bulkError](err); ok {
		return problem{status: http.StatusTooManyRequests, code: "too_much_work", retry: true, retryAfter: bulkRetryAfter,
			fill: []string{"n", strconv.Itoa(e.most), "wait", t.Seconds.Of(int(bulkRetryAfter.Seconds()))}}, true
	}
	return problem{}, false
}
