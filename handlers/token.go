package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/httprate"
)

// bearer returns the token of a request; ok says whether there is one.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

var (
	// errWrongToken is a token that is not in the tokens file.
	errWrongToken = errors.New("wrong token")
	// errDataOnly is a request with a token for something else than to read data.
	errDataOnly = errors.New("a token reads data only")
)

// admitToken lets a program in that brings a token. Its cookies are not looked at, and
// it gets none. Only failures are counted: guesses from an address do not lock out the
// programs behind it.
func (c *Console) admitToken(w http.ResponseWriter, r *http.Request, token string) error {
	e := requestLogOf(r)
	e.byToken, e.session = true, c.sessions.Empty()
	u := c.Tokens.Authenticate(token)
	if u == nil {
		action := "token throttled"
		err := c.throttle.byToken.take(w, r, httprate.CanonicalizeIP(c.clientIP(r)))
		if err == nil {
			action, err = "token refused", errWrongToken
		}
		c.audit(r, e.requestID, action, "unknown token") // what was sent may be another secret
		return err
	}
	e.user = u
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return errDataOnly
	}
	return nil
}

// peopleOnly is for pages without data: a token does not open them.
func (c *Console) peopleOnly(next http.Handler) http.Handler {
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		if requestLogOf(r).byToken {
			return errDataOnly
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// challenge is the WWW-Authenticate header of an answer that asks for a token, in the
// words of RFC 6750.
func challenge(err error) string {
	if errors.Is(err, errWrongToken) {
		return `Bearer error="invalid_token"`
	}
	return "Bearer"
}
