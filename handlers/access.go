package handlers

import (
	"net/http"

	"isales-console/handlers/input"
	"isales-console/handlers/session"
	"isales-console/users"
)

// open reports a console without sign-in.
func (c *Console) open() bool { return c.Users == nil && c.SignOn == nil }

// userOf returns who sent the request, or nil. A user who is no longer in
// the users file, or has another password since the sign-in, is signed out; so is a
// person of the provider whose groups are no longer in the groups file. The error is a
// *session.AwayError.
func (c *Console) userOf(r *http.Request) (*users.User, error) {
	s := c.sessionOf(r)
	if c.open() {
		return nil, nil
	}
	if err := c.sessions.Resolve(r, s); err != nil || s.User == "" {
		return nil, err
	}
	if isSignOn(s) {
		if c.SignOn == nil || !c.SignOn.Issued(s.Fingerprint) {
			return nil, nil
		}
		return c.Groups.Person(s.User, s.Groups), nil
	}
	if c.Users == nil {
		return nil, nil
	}
	u := c.Users.Lookup(s.User)
	if u == nil || u.Fingerprint != s.Fingerprint {
		return nil, nil
	}
	return u, nil
}

// requireUser lets no one in who is not signed in, unless the console has no
// sign-in at all.
func (c *Console) requireUser(next http.Handler) http.Handler {
	if c.open() {
		return next
	}
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		if token, ok := bearer(r); ok && c.Tokens != nil {
			if err := c.admitToken(w, r, token); err != nil {
				return err
			}
			next.ServeHTTP(w, r)
			return nil
		}
		u, err := c.userOf(r)
		if err != nil {
			return err
		}
		if u == nil {
			return errSignedOut
		}
		requestLogOf(r).user = u
		if s := c.sessionOf(r); c.sessions.Touch(s) {
			c.sessions.Seen(s, c.clientIP(r), r.UserAgent())
			_ = c.sessions.Save(w, r, s) // a use that could not be noted is still one
		}
		if negotiate(r) == formHTML {
			// After the sign-out the browser's Back must show nothing.
			w.Header().Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// requireVDN is the one place that decides who sees which VDN: every route that
// names one is below it. An invalid VDN ID passes; the page rejects it.
func (c *Console) requireVDN(next http.Handler) http.Handler {
	if c.open() {
		return next
	}
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		given, _ := vdnValue(r)
		if vdnID, reason := input.VDN(given); reason == "" && !c.maySee(r, vdnID) {
			return refuseVDN(r, vdnID)
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// refuseVDN notes for the audit that the user may not see a VDN, and says so.
func refuseVDN(r *http.Request, vdnID int) error {
	e := requestLogOf(r)
	e.refusedVDN = vdnID
	return &vdnError{vdnID, e.user.VDNs.String()}
}

// maySee reports whether the sender of the request may see the VDN.
func (c *Console) maySee(r *http.Request, vdnID int) bool {
	u := requestLogOf(r).user
	return u == nil || u.VDNs.Has(vdnID)
}

// sessionOf returns the session of the request, as its cookie has it before userOf. It
// is read when first needed: many answers need none.
func (c *Console) sessionOf(r *http.Request) *session.Session {
	e := requestLogOf(r)
	if e.session == nil {
		e.session = c.sessions.Load(r)
	}
	return e.session
}
