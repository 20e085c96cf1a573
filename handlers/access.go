package handlers

import (
	"net/http"

	"isales-console/isales"
	"isales-console/users"
)

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
