package handlers

import (
	"errors"
	"net/http"
	"time"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/users"
	"isales-console/views"
)

func (c *Console) serveSignIn(w http.ResponseWriter, r *http.Request) error {
	next := nextPath(r.URL.Query().Get("next"))
	// The form goes on while it is not known who is signed in.
	if u, _ := c.userOf(r); c.open() || u != nil {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	p := c.signInPage(r, "", next)
	if c.sessionOf(r).Expired() {
		p.Note = views.Fill(p.T.SignInExpired, "idle", p.T.Minutes.Of(int(session.IdleTime/time.Minute)))
	}
	return respond.Page(w, r, http.StatusOK, views.SignIn(p))
}

func (c *Console) signInPage(r *http.Request, name, next string) views.SignInPage {
	p := views.SignInPage{Page: c.newPage(r), User: name, Next: next, Passwords: c.Users != nil}
	if c.SignOn != nil {
		p.SignOn = startOf(next)
	}
	return p
}

// signIn decides on a sign-in. Whatever is wrong, the answer is the same and
// takes as long.
func (c *Console) signIn(w http.ResponseWriter, r *http.Request) error {
	if c.Users == nil {
		return errPageNotFound
	}
	if err := parseForm(r, maxBody); err != nil {
		return err
	}
	// Keyboards and password managers put a space behind a name, and some systems
	// write an accent as a character of its own.
	name, typed := users.CleanName(r.PostForm.Get("user")), r.PostForm.Get("password")
	password := users.ComposePassword(typed)
	next := nextPath(r.PostForm.Get("next"))
	audited := unknownUser // what was typed may be a password
	if c.Users.Lookup(name) != nil {
		audited = name
	}
	address := c.clientIP(r)
	succeeded, err := c.throttle.take(w, r, address, name, c.sessions.Device(r, name, address))
	if err != nil {
		c.audit(r, requestLogOf(r).requestID, "sign-in throttled", audited)
		return err
	}
	someone, err := c.Users.Authenticate(r.Context(), name, password)
	if err == nil && someone == nil && typed != password {
		someone, err = c.Users.Authenticate(r.Context(), name, typed)
	}
	if busy, ok := errors.AsType[*users.BusyError](err); ok {
		c.audit(r, requestLogOf(r).requestID, "sign-in throttled", audited)
		return &throttledError{wait: busy.RetryAfter}
	}
	if err != nil {
		return err
	}
	if someone == nil {
		c.audit(r, requestLogOf(r).requestID, "sign-in refused", audited)
		return c.signInRefused(w, r, name, next)
	}
	succeeded()
	if err := c.sessions.SignIn(w, r, c.sessionOf(r), someone.Name, someone.Fingerprint, address); err != nil {
		return err
	}
	c.sessions.KeepDevice(w, r, someone.Name, address)
	c.audit(r, requestLogOf(r).requestID, "sign-in", name)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (c *Console) signInRefused(w http.ResponseWriter, r *http.Request, name, next string) error {
	w.Header().Set("Cache-Control", "no-store")
	t := c.messages(r)
	if wantsData(r) {
		c.sendJSONError(w, r, http.StatusUnauthorized, jsonError{Code: "sign_in_refused", Message: t.SignInBad})
		return nil
	}
	p := c.signInPage(r, echo(name), next)
	p.Error = t.SignInBad
	return respond.Page(w, r, http.StatusUnauthorized, views.SignIn(p))
}

// signOut ends the session for good.
func (c *Console) signOut(w http.ResponseWriter, r *http.Request) error {
	s := c.sessionOf(r)
	if err := c.sessions.End(w, r, s); err != nil {
		return err
	}
	if u := requestLogOf(r).user; u != nil {
		c.audit(r, requestLogOf(r).requestID, "sign-out", u.Name)
	}
	w.Header().Set("Cache-Control", "no-store")
	// The way back must not lead to what the browser has kept.
	w.Header().Set("Clear-Site-Data", `"cache"`)
	if there := c.signOutThere(r, s); there != "" {
		return c.serveSignedOutHere(w, r, there)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
