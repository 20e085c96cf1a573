package isales

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// What can go wrong, for errors.Is. Each error of [Client.QueryExternalResult]
// matches at most one of them; [APIError], [CodeMismatchError] and
// [DecodeError] match none and are found with errors.As.
var (
	// ErrNotFound: the platform succeeded and sent no external result.
	ErrNotFound = errors.New("no such external result")
	// ErrUnauthorized: HTTP 401. The platform does not say whether access key,
	// signature or clock is wrong.
	ErrUnauthorized = errors.New("access key or signature refused")
	// ErrForbidden: HTTP 403, seen until the caller's address is allow-listed.
	ErrForbidden = errors.New("forbidden")
	// ErrThrottled: HTTP 429; see StatusError.RetryAfter.
	ErrThrottled = errors.New("throttled")
	// ErrRedirect: HTTP 3xx. A signed request is never sent anywhere else.
	ErrRedirect = errors.New("redirected")
	// ErrStatus: any other HTTP status than 200.
	ErrStatus = errors.New("unexpected HTTP status")
	// ErrTooLarge: the decoded answer is longer than MaxAnswer.
	ErrTooLarge = errors.New("answer too large")
	// ErrNotJSON: the answer is a page, is encoded otherwise, or is broken.
	ErrNotJSON = errors.New("answer is not JSON")
	// ErrTimeout: no complete answer in time.
	ErrTimeout = errors.New("no answer in time")
	// ErrUnreachable: no connection could be made.
	ErrUnreachable = errors.New("platform unreachable")
	// ErrInterrupted: the connection broke before the answer was complete.
	ErrInterrupted = errors.New("connection interrupted")
	// ErrTLS: the certificate is not trusted, or the other side speaks no TLS.
	ErrTLS = errors.New("TLS failure")
)

// APIError is an answer whose API status is not [StatusSuccess]. The platform
// sends it with HTTP status 200.
type APIError struct {
	// Code is the API status: table 6 of the vendor's page, or an undocumented one.
	Code string
	// Desc is the platform's resultDesc, as sent; it may be empty.
	Desc string
}

func (e *APIError) Error() string {
	meaning, _ := APIStatusMeaning(e.Code, English)
	return fmt.Sprintf("isales: API status %s (%s): %s", quote(e.Code), meaning, quote(e.Desc))
}

// Parameter reports whether the code is one of the documented ones, all of
// which are about the parameters of the request.
func (e *APIError) Parameter() bool {
	status, ok := LookupAPIStatus(e.Code)
	return ok && status.Code != StatusSuccess
}

// CodeMismatchError is an answer whose resultCode and returnCode differ: the
// document gives both the same meaning, so neither can be believed.
type CodeMismatchError struct{ ResultCode, ReturnCode, Desc string }

func (e *CodeMismatchError) Error() string {
	return fmt.Sprintf("isales: resultCode %s and returnCode %s disagree", quote(e.ResultCode), quote(e.ReturnCode))
}

// NotFoundError is success without an external result. It matches [ErrNotFound].
type NotFoundError struct {
	VDNID int
	DefID int64
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("isales: no external result %d in VDN %d", e.DefID, e.VDNID)
}

// Is makes errors.Is(err, ErrNotFound) true.
func (e *NotFoundError) Is(target error) bool { return target == ErrNotFound }

// StatusError is an answer with another HTTP status than 200.
type StatusError struct {
	// StatusCode is the HTTP status.
	StatusCode int
	// RetryAfter is how long the platform asks to wait; 0 when it did not say.
	RetryAfter time.Duration
	// Snippet is the beginning of the body, at most 120 bytes, for the log.
	Snippet string
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("isales: HTTP status %d (%s): %s", e.StatusCode, http.StatusText(e.StatusCode), quote(e.Snippet))
}

// Is matches ErrUnauthorized, ErrForbidden, ErrThrottled, ErrRedirect and
// ErrStatus by status.
func (e *StatusError) Is(target error) bool {
	switch {
	case e.StatusCode == http.StatusUnauthorized:
		return target == ErrUnauthorized
	case e.StatusCode == http.StatusForbidden:
		return target == ErrForbidden
	case e.StatusCode == http.StatusTooManyRequests:
		return target == ErrThrottled
	case e.StatusCode >= 300 && e.StatusCode <= 399:
		return target == ErrRedirect
	}
	return target == ErrStatus
}

// NotJSONError is an answer with HTTP status 200 that cannot be read as JSON, or
// one that is not even HTTP. It matches [ErrNotJSON].
type NotJSONError struct {
	// StatusCode is the HTTP status, 200; 0 for an answer that is not HTTP.
	StatusCode int
	// ContentType is the media type as sent, which does not decide; empty when
	// there was none.
	ContentType string
	// Problem says what is wrong, in lower case.
	Problem string
	// Snippet is the beginning of the body, at most 120 bytes, for the log.
	Snippet string
}

func (e *NotJSONError) Error() string {
	if e.StatusCode == 0 {
		return "isales: answer is not JSON: " + e.Problem
	}
	return fmt.Sprintf("isales: answer is not JSON: %s (HTTP status %d, content type %s): %s",
		e.Problem, e.StatusCode, quote(e.ContentType), quote(e.Snippet))
}

// Is makes errors.Is(err, ErrNotJSON) true.
func (e *NotJSONError) Is(target error) bool { return target == ErrNotJSON }

// DecodeError is JSON of another shape than the document's tables 3 to 5, or than the
// page of a sibling interface.
type DecodeError struct {
	// Field is the place as a JSON pointer (RFC 6901), for example
	// "/obResult/resultMapList/1/vdnId"; empty for the answer itself.
	Field string
	// Problem says what was expected and what came, in lower case.
	Problem string
}

func (e *DecodeError) Error() string {
	field := e.Field
	if field == "" {
		field = "the answer"
	}
	return "isales: " + field + ": " + e.Problem
}

// TransportError is a call that ended without a complete answer.
type TransportError struct {
	// Kind is ErrTimeout, ErrUnreachable, ErrInterrupted or ErrTLS.
	Kind error
	// After is how long the call had lasted.
	After time.Duration
	// Err is the cause.
	Err error
}

func (e *TransportError) Error() string {
	return fmt.Sprintf("isales: %v after %s: %v", e.Kind, e.After.Round(time.Millisecond), e.Err)
}

// Unwrap makes both the kind and the cause visible to errors.Is and errors.As.
func (e *TransportError) Unwrap() []error { return []error{e.Kind, e.Err} }

const snippetLength = 120 // bytes

// snippet returns the beginning of a body for an error text.
func snippet(body string) string {
	return strings.ToValidUTF8(body[:min(len(body), snippetLength)], "")
}

// shorten bounds a text from outside.
func shorten(s string) string {
	if len(s) > 2*snippetLength {
		s = strings.ToValidUTF8(s[:2*snippetLength], "") + "…"
	}
	return s
}

// quote makes text from outside safe to print on one line, and short.
func quote(s string) string { return strconv.Quote(shorten(s)) }

// retryAfter reads the header's two forms: seconds, or an HTTP date.
func retryAfter(value string, now time.Time) time.Duration {
	if n, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
