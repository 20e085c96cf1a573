package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/users"
)

// formRequest returns a request with a form as its body.
func formRequest(method, target string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// fixedUsers are users by name, with one password for all of them.
type fixedUsers map[string]*users.User

const fixedPassword = "secret"

func (f fixedUsers) Lookup(name string) *users.User { return f[name] }

func (f fixedUsers) Authenticate(_ context.Context, name, password string) (*users.User, error) {
	if password != fixedPassword {
		return nil, nil
	}
	return f[name], nil
}

// withAliceAndBob has two users: alice sees everything, bob VDN 41 only.
func withAliceAndBob(w *wiring) {
	limit, err := users.ParseVDNSet("41", isales.MaxVDNID)
	if err != nil {
		panic(err)
	}
	w.config.Users = fixedUsers{"alice": {Name: "alice", Fingerprint: "a"}, "bob": {Name: "bob", VDNs: limit, Fingerprint: "b"}}
}

func withContact(w *wiring) { w.config.Contact = "desk@example.com" }

// as sends the cookie of someone who has signed in.
func as(name string) func(testing.TB, *testConsole, *http.Request) {
	return func(t testing.TB, c *testConsole, r *http.Request) {
		rec := httptest.NewRecorder()
		c.sessions.SignIn(rec, r, c.sessions.Empty(), name, c.Users.Lookup(name).Fingerprint, "")
		addCookies(r, rec)
	}
}

// asExpired sends the cookie of someone who has done nothing for too long.
func asExpired(t testing.TB, c *testConsole, r *http.Request) {
	as("alice")(t, c, r)
	s := c.sessions.Load(r)
	s.Seen -= int64(session.IdleTime / time.Second)
	c.send(t, r, s)
}

// withRecent sends the cookie of a browser with two look-ups.
func withRecent(t testing.TB, c *testConsole, r *http.Request) {
	s := c.sessions.Empty()
	s.Remember(41, 1402246001, testNow().Add(-time.Hour))
	s.Remember(40, 1402245659, testNow())
	c.send(t, r, s)
}

// send puts a session into the request as its cookie.
func (c *testConsole) send(t testing.TB, r *http.Request, s *session.Session) {
	t.Helper()
	rec := httptest.NewRecorder()
	c.sessions.Save(rec, r, s)
	addCookies(r, rec)
}

// addCookies puts the cookies of an answer into a request, in place of others.
func addCookies(r *http.Request, rec *httptest.ResponseRecorder) {
	r.Header.Del("Cookie")
	for _, cookie := range rec.Result().Cookies() {
		r.AddCookie(cookie)
	}
}

func asProgram(_ testing.TB, _ *testConsole, r *http.Request) {
	r.Header.Set("Accept", "application/json")
}

func fromElsewhere(_ testing.TB, _ *testConsole, r *http.Request) {
	r.Header.Set("Sec-Fetch-Site", "cross-site")
}

func afterManyTries(_ testing.TB, c *testConsole, r *http.Request) {
	for range triesByUser {
		c.throttle.byUser.counter.OnLimit(httptest.NewRecorder(), r, "alice")
	}
}
