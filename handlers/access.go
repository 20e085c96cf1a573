package handlers

import (
	"context"
	"net/http"

	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/users"
)

// Users are the people who may sign in; see users.File.
type Users interface {
	// Lookup returns the user of that name, or nil.
	Lookup(name string) *users.User
	// Authenticate returns the user of that name if the password is right, else nil.
	// The error is ctx's own, or a *users.BusyError.
	Authenticate(ctx context.Context, name, password string) (*users.User, error)
}

// sessionOf returns the session of the request. It is read when first needed:
// many answers need none.
func (c *Console) sessionOf(r *http.Request) *session.Session {
	e := requestLogOf(r)
	if e.session == nil {
		e.session = c.sessions.Load(r)
	}
	return e.session
}

// userOf returns who sent the request, or nil. Whoever left the users file, or
// whose password changed since the sign-in, is signed out.
func (c *Console) userOf(r *http.Request) *users.User {
	s := c.sessionOf(r)
	if c.Users == nil || s.User == "" {
		return nil
	}
	u := c.Users.Lookup(s.User)
	if u == nil || u.Fingerprint != s.Fingerprint {
		return nil
	}
	return u
}

// requireUser lets no one in who is not signed in, unless the console has no
// sign-in at all.
func (c *Console) requireUser(next http.Handler) http.Handler {
	if c.Users == nil {
		return next
	}
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		u := c.userOf(r)
		if u == nil {
			return errSignedOut
		}
		requestLogOf(r).user = u
		if s := c.sessionOf(r); c.sessions.Touch(s) {
			c.sessions.Save(w, r, s)
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// requireVDN is the one place that decides who sees which VDN: every route that
// names one is below it. A VDN ID that is none is left to the page to refuse.
func (c *Console) requireVDN(next http.Handler) http.Handler {
	if c.Users == nil {
		return next
	}
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		given, _ := vdnValue(r)
		vdnID, ok := parseID(normalizeID(given))
		if ok && vdnID <= isales.MaxVDNID && !c.maySee(r, int(vdnID)) {
			requestLogOf(r).refusedVDN = int(vdnID)
			return &vdnError{int(vdnID)}
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// maySee reports whether the VDN is among those of whoever sent the request.
func (c *Console) maySee(r *http.Request, vdnID int) bool {
	u := requestLogOf(r).user
	return u == nil || u.VDNs.Has(vdnID)
}
