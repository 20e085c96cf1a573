package handlers

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/handlers/signon"
	"isales-console/views"
)

// The addresses of single sign-on.
const (
	signOnPaths  = "/oidc/"
	startPath    = signOnPaths + "start"
	callbackPath = signOnPaths + "callback"
)

// SignOnAddresses returns what the provider has to know about a console of that scheme
// and host: where it leads back to from a sign-on, and from a sign-out.
func SignOnAddresses(origin string) (callback, signedOut string) {
	return origin + callbackPath, origin + signInPage
}

// maxAttemptNext is the longest path that a sign-on leads back to: it is in a cookie.
const maxAttemptNext = 2000

// startSignOn leads to the provider. It is reached by a link, since our policy lets no
// form lead to another site.
func (c *Console) startSignOn(w http.ResponseWriter, r *http.Request) error {
	if c.SignOn == nil {
		return errPageNotFound
	}
	next := nextPath(parametersOf(r).Get("next"))
	if len(next) > maxAttemptNext {
		next = "/"
	}
	w.Header().Set("Cache-Control", "no-store")
	if u, _ := c.userOf(r); u != nil {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	secrets := signon.NewSecrets()
	callback, _ := SignOnAddresses(c.origin(r))
	to, err := c.SignOn.Begin(r.Context(), callback, secrets)
	if err != nil {
		return c.signOnRefused(r, unknownUser, next, err)
	}
	c.sessions.KeepAttempt(w, r, session.Attempt{State: secrets.State, Nonce: secrets.Nonce,
		Verifier: secrets.Verifier, Next: next})
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// finishSignOn decides on a sign-on that the provider leads back from. It ends the
// attempt, whatever comes of it.
func (c *Console) finishSignOn(w http.ResponseWriter, r *http.Request) error {
	if c.SignOn == nil {
		return errPageNotFound
	}
	w.Header().Set("Cache-Control", "no-store")
	parameters := parametersOf(r)
	attempt, err := c.sessions.Attempt(r, parameters.Get("state"))
	if err != nil {
		return c.signOnRefused(r, unknownUser, attempt.Next, err)
	}
	c.sessions.EndAttempt(w, attempt)
	address := c.clientIP(r)
	succeeded, err := c.throttle.takeAddress(w, r, address)
	if err != nil {
		c.audit(r, requestLogOf(r).requestID, "sign-in throttled", unknownUser)
		return err
	}
	secrets := signon.Secrets{State: attempt.State, Nonce: attempt.Nonce, Verifier: attempt.Verifier}
	callback, _ := SignOnAddresses(c.origin(r))
	person, err := c.SignOn.Finish(r.Context(), callback, secrets, parameters)
	if err != nil {
		return c.signOnRefused(r, unknownUser, attempt.Next, err)
	}
	succeeded()
	groups := c.Groups.Known(person.Groups)
	if groups == nil {
		return c.signOnRefused(r, person.Name, attempt.Next, errNoGroup)
	}
	err = c.sessions.SignIn(w, r, c.sessionOf(r), person.Name, person.Fingerprint, address, groups...)
	if err != nil {
		return err
	}
	c.sessions.EndAttempt(w, attempt) // once more: a sign-in replaces all cookies
	c.audit(r, requestLogOf(r).requestID, "sign-in", person.Name,
		slog.String("subject", person.Subject), slog.Any("groups", groups))
	http.Redirect(w, r, attempt.Next, http.StatusSeeOther)
	return nil
}

// unknownUser stands in the audit for somebody whose name is not known, or not to be
// written down.
const unknownUser = "unknown user"

// errNoGroup is a person whom the provider signed in, and the groups file does not know.
var errNoGroup = errors.New("no group of the person may come in")

// signOnError is a sign-on that failed; the error page offers to begin it again.
type signOnError struct {
	next string // may be empty
	err  error
}

func (e *signOnError) Error() string { return e.err.Error() }

func (e *signOnError) Unwrap() error { return e.err }

// again is where another attempt begins.
func (e *signOnError) again() string { return startOf(e.next) }

// startOf is where a sign-on begins that leads to a page.
func startOf(next string) string {
	if next == "" || next == "/" {
		return startPath
	}
	return pathWith(startPath, "next", next)
}

func (c *Console) signOnRefused(r *http.Request, user, next string, err error) error {
	reason := diagnose(err, c.localeOf(r)).code
	c.audit(r, requestLogOf(r).requestID, "sign-in refused", user, slog.String("reason", reason))
	return &signOnError{next, err}
}

// isSignOn reports a session that began at the provider.
func isSignOn(s *session.Session) bool { return len(s.Groups) > 0 }

// signOutThere is where the browser of a session is signed out at the provider too;
// empty when it need not or cannot be.
func (c *Console) signOutThere(r *http.Request, s *session.Session) string {
	if c.SignOn == nil || !isSignOn(s) || wantsData(r) {
		return ""
	}
	_, back := SignOnAddresses(c.origin(r))
	return c.SignOn.SignOutURL(r.Context(), back)
}

// serveSignedOutHere leads on to the provider's sign-out by a page in between: our
// policy lets no form lead to another site.
func (c *Console) serveSignedOutHere(w http.ResponseWriter, r *http.Request, there string) error {
	p := views.SignedOutPage{Page: c.newPage(r), There: there}
	p.User, p.Find, p.Here = "", false, signInPage
	w.Header().Set("Refresh", "0; url="+there)
	return respond.Page(w, r, http.StatusOK, views.SignedOut(p))
}

// isSignOnPath reports an address that holds secrets of a sign-on: none of our pages
// leads back to it.
func isSignOnPath(path string) bool { return strings.HasPrefix(strings.ToLower(path), signOnPaths) }
