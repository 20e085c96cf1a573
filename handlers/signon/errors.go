package signon

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Kind is what went wrong, as far as people need to know.
type Kind string

const (
	// Down is a provider that cannot be reached, or says that it cannot answer now.
	Down Kind = "down"
	// Setup is a provider that refuses the console, or does not speak OpenID Connect.
	Setup Kind = "setup"
	// Denied is a person whom the provider did not let in, or who gave up there.
	Denied Kind = "denied"
	// Code is a code that the provider takes no more, such as one that was used.
	Code Kind = "code"
	// Token is an ID token that is not for this attempt, or not the provider's.
	Token Kind = "token"
	// Expired is an ID token whose time is over.
	Expired Kind = "expired"
	// Clock is a provider whose clock differs from the console's.
	Clock Kind = "clock"
)

// Error is an attempt that failed. Its text holds no code, token, state or secret.
type Error struct {
	Kind Kind
	// Err is the cause; may be nil.
	Err error
	// Skew is how far the provider's clock is ahead; of kind Clock only.
	Skew time.Duration
}

func (e *Error) Error() string {
	text := "sign-on: " + string(e.Kind)
	if e.Kind == Clock {
		text += ": the provider's clock is ahead by " + e.Skew.Round(time.Second).String()
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

func failed(kind Kind, what string) *Error { return &Error{Kind: kind, Err: errors.New(what)} }

// failure is an error of the libraries: of kind Down when the provider could not be
// reached, else of the given kind.
func (c *conversation) failure(kind Kind, err error) *Error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.down != nil {
		return &Error{Kind: Down, Err: c.down}
	}
	if mismatch, ok := errors.AsType[*oidc.IssuerMismatchError](err); ok {
		return failed(kind, "the provider's issuer is "+strconv.Quote(mismatch.Discovered))
	}
	// Errors of the libraries may quote a whole answer.
	text, _, _ := strings.Cut(err.Error(), "\n")
	return failed(kind, strconv.QuoteToGraphic(text[:min(len(text), maxCause)]))
}

// maxCause is the length in bytes of the longest cause that is told.
const maxCause = 200

// exchangeError is that of a code which the provider did not exchange.
func (c *conversation) exchangeError(err error) *Error {
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok || refused.ErrorCode == "" {
		return c.failure(Setup, errors.New("the provider gave no tokens"))
	}
	if refused.ErrorCode == "invalid_grant" {
		return failed(Code, "invalid_grant")
	}
	return refusal(refused.ErrorCode)
}

// refusal is an error that the provider names by a code of OAuth or OpenID Connect.
func refusal(code string) *Error {
	kind := Setup
	switch code {
	case "access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required":
		kind = Denied
	case "server_error", "temporarily_unavailable":
		kind = Down
	}
	if len(code) > 40 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		code = "an unknown error" // anybody can write one into an address
	}
	return failed(kind, code)
}
