package handlers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestOpenConsole: without users there is no sign-in, every page says so, and a
// cookie comes only with something to keep.
func TestOpenConsole(t *testing.T) {
	const note = "This console has no sign-in: everyone who uses this computer can use it."
	b := newBrowser(t, newConsole(t, isalestest.Options{}))
	for path, want := range map[string]string{"/login": "303 /", "/login?next=%2Fcodes": "303 /codes",
		"/login?next=%2F%2Fevil": "303 /"} {
		for _, method := range []string{"GET", "HEAD"} {
			if got := outcome(b.do(method, path, "")); got != want {
				t.Errorf("%s %s: %s, want %s", method, path, got, want)
			}
		}
	}
	for _, header := range [][]string{nil, {"Accept", "application/json"}} {
		if rec := b.post("/login", "user=alice&password=x", header...); rec.Code != 404 {
			t.Errorf("POST /login: status %d", rec.Code)
		}
	}
	for _, path := range []string{"/", "/codes", "/codes/00008", "/nowhere", "/lookup", examplePath,
		"/vdns/40/results/1003"} {
		before := len(b.cookies)
		rec := b.get(path)
		doc := parse(t, rec.Body.String())
		if diff := cmp.Diff([]string{note}, texts(doc, "p.demo")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
		if doc.Find("form[action='/logout'], form[action='/login']").Length() != 0 {
			t.Errorf("%s offers a sign-in or sign-out", path)
		}
		if set := rec.Header().Get("Set-Cookie") != ""; set != (path == examplePath) || before != 0 &&
			path != "/vdns/40/results/1003" {
			t.Errorf("%s: a cookie: %v", path, set)
		}
	}
	if diff := cmp.Diff([]string{examplePath}, recentLinks(b)); diff != "" {
		t.Errorf("the recent look-ups (-want +got)\n%s", diff)
	}
	if got := outcome(b.post("/recent/clear", "")); got != "303 /" || len(recentLinks(b)) != 0 {
		t.Errorf("clearing: %s", got)
	}
	b.get(examplePath)
	if got := outcome(b.post("/logout", "")); got != "303 /" || len(b.cookies) != 0 {
		t.Errorf("POST /logout: %s, cookies %v", got, b.cookies)
	}
}

// TestGuardedConsoleHasNoNote: the note is for consoles without sign-in only.
func TestGuardedConsoleHasNoNote(t *testing.T) {
	b := newBrowser(t, newTimed(t))
	if rec := b.get("/login"); parse(t, rec.Body.String()).Find("p.demo").Length() != 0 {
		t.Error("the sign-in page has the note")
	}
	if rec := b.signIn("alice").get("/"); parse(t, rec.Body.String()).Find("p.demo").Length() != 0 {
		t.Error("the first page has the note")
	}
}
