package handlers

import (
	"fmt"
	"isales-console/handlers/session"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const expiredNote = "You were signed out after 30 minutes without activity, or because your sign-in had run out. Sign in to continue."

// maxAge is the Max-Age of the cookie that an answer sets; empty when it sets
// none.
func maxAge(b *browser, target string) string {
	b.t.Helper()
	rec := b.get(target)
	if rec.Code != 200 {
		return outcome(rec)
	}
	_, after, _ := strings.Cut(rec.Header().Get("Set-Cookie"), "Max-Age=")
	age, _, _ := strings.Cut(after, ";")
	return age
}

// lead is the note of the sign-in page.
func lead(b *browser) string {
	b.t.Helper()
	return join(texts(parse(b.t, b.get("/login").Body.String()), "h1 + p.lead"))
}

// TestIdleTime: who does nothing for half an hour is signed out and told why.
func TestIdleTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := newTimed(t)
		b := newBrowser(t, console)
		b.post("/preferences", "lang=en")
		b.signIn("alice")
		time.Sleep(session.IdleTime - time.Second)
		if rec := b.copied().get("/codes"); rec.Code != 200 {
			t.Errorf("after 29:59: status %d", rec.Code)
		}
		time.Sleep(time.Second)
		if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
			t.Errorf("after 30:00: %s", got)
		}
		if got := lead(b); got != expiredNote {
			t.Errorf("the sign-in page says %q", got)
		}
		b.signIn("alice")
		if rec := b.get("/codes"); rec.Code != 200 {
			t.Errorf("signed in again: status %d", rec.Code)
		}
		if got := lead(newBrowser(t, console)); got != "" {
			t.Errorf("the sign-in page says %q to a stranger", got)
		}
	})
}

// TestExpiredSessionKeepsNothing: but the language, also when it is saved again.
func TestExpiredSessionKeepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := newTimed(t)
		b := newBrowser(t, console)
		b.post("/preferences", "lang=zh-CN")
		b.signIn("alice").get((resultID{40, 1}).path())
		id := console.sessions.Load(b.request("/")).ID
		time.Sleep(session.IdleTime)
		now := time.Now().Unix()
		want := &session.Session{Created: now, Seen: now, Lang: "zh-CN"}
		got := console.sessions.Load(b.request("/"))
		if !got.Expired() {
			t.Error("nobody is told that the sign-in has run out")
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(session.Session{})); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		b.post("/preferences", "lang=en")
		if got := console.sessions.Load(b.request("/")).ID; got != "" || len(id) != 26 {
			t.Errorf("session ID %q while signed out, before %q", got, id)
		}
		if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
			t.Errorf("after saving the language: %s", got)
		}
	})
}

// TestActivity: a session that is used holds, and its cookie is written at most
// once a minute, with what is left of its life.
func TestActivity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser(t, newTimed(t)).signIn("alice")
		var ages []string
		for _, wait := range []time.Duration{0, 59 * time.Second, time.Second, time.Second, 58 * time.Second,
			time.Second, 29 * time.Minute, 29 * time.Minute} {
			time.Sleep(wait)
			ages = append(ages, maxAge(b, "/codes"))
		}
		if diff := cmp.Diff([]string{"", "", "43140", "", "", "43080", "41340", "39600"}, ages); diff != "" {
			t.Errorf("Max-Age (-want +got)\n%s", diff)
		}
	})
}

// TestLifetime: a sign-in ends after its lifetime, whatever is done with it, and
// a copied cookie as well.
func TestLifetime(t *testing.T) {
	for _, lifetime := range []time.Duration{12 * time.Hour, 90 * time.Minute, 10 * time.Minute} {
		t.Run(fmt.Sprint(lifetime), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				console := newTimed(t, func(w *wiring) { w.config.SessionLifetime = lifetime })
				b := newBrowser(t, console).signIn("alice")
				start := time.Now()
				for step := min(20*time.Minute, lifetime/4); time.Since(start) < lifetime-step; {
					time.Sleep(step)
					if got, want := maxAge(b, "/codes"), fmt.Sprint(int((lifetime - time.Since(start)).Seconds())); got != want {
						t.Fatalf("after %s: Max-Age %s, want %s", time.Since(start), got, want)
					}
				}
				time.Sleep(time.Until(start.Add(lifetime - time.Second)))
				if got := maxAge(b, "/codes"); got != "1" {
					t.Errorf("a second before the end: %s", got)
				}
				time.Sleep(time.Second)
				if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
					t.Errorf("at the end: %s", got)
				}
				if got := lead(b); got != expiredNote {
					t.Errorf("the sign-in page says %q", got)
				}
				time.Sleep(lifetime)
				if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
					t.Errorf("much later: %s", got)
				}
			})
		})
	}
}

// TestPreferencesHoldNoSignIn: without a sign-in the language holds for the
// lifetime, and nobody is told that they were signed out.
func TestPreferencesHoldNoSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBrowser(t, newTimed(t))
		b.post("/preferences", "lang=zh-CN")
		for _, wait := range []time.Duration{time.Hour, 10 * time.Hour, 2 * time.Hour} {
			time.Sleep(wait)
			if got := lead(b); got != "" {
				t.Errorf("the sign-in page says %q", got)
			}
		}
	})
}

// TestEndedSessions: an ended session opens nothing.
func TestEndedSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := newTimed(t)
		for range 20 {
			b := newBrowser(t, console).signIn("alice")
			copied := b.copied()
			if got := outcome(b.post("/logout", "")); got != "303 /" {
				t.Fatalf("sign-out: %s", got)
			}
			if b.signedIn() {
				t.Errorf("the browser keeps %v", b.cookies)
			}
			for _, path := range []string{"/", "/codes", examplePath, examplePath + ".json", "/codes.csv"} {
				want := 303
				if formOf(path) != formHTML {
					want = 401
				}
				if rec := copied.get(path); rec.Code != want || rec.Header().Get("Set-Cookie") != "" {
					t.Errorf("%s with a copy of the cookie: status %d", path, rec.Code)
				}
			}
			copied.post("/preferences", "lang=en") // must not bring it back
			if got := outcome(copied.get("/codes")); got != "303 /login?next=%2Fcodes" {
				t.Errorf("after saving the language: %s", got)
			}
			time.Sleep(time.Hour)
		}
	})
}
