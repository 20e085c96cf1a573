package session

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// oldCookie was written by an earlier version, with encoding/json.
const (
	oldSecret = "an old secret, of 32 bytes or so"
	oldCookie = "ja2nmMQH4nh5uWf0vSAzrMT1ezxN9iNQ3QiIl0teeWL-GtFWKpqzvHiEpUBDyebmo4m_8YZF1XlavZ0EZgBpb5dFxDPo9vwY03chgkl2eKaAO0" +
		"apsiwv5YgaLId5ia0kb1rRksDJneANMQewm3bQCeHCfmIu-cQ0FPJq_xJQmCg9sKE4uQ6xYDjm43z9eUkSHU_oorfVWTVi-1CNNp5UESVP1nBD" +
		"kbTANucan6KE5br-f2wON1UCDCjqO4LkNJQqY_HY4liCNpsd8FU0VEcNrO8P9PTQoubf_eoLDmEOIA"
)

func now() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

func newStore(t *testing.T, secure bool) *Store {
	t.Helper()
	st, err := New([][]byte{RandomKey(), []byte(oldSecret)}, secure, 12*time.Hour, now, "")
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// again returns the session of a request with the cookie of an answer.
func again(st *Store, w *httptest.ResponseRecorder) *Session {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
	return st.Load(r)
}

// TestCookiesOfOtherVersions: a new version signs nobody out.
func TestCookiesOfOtherVersions(t *testing.T) {
	st := newStore(t, false)
	at := now().Unix()
	want := &Session{ID: "ABC", User: `a "b" <c> 忙`, Fingerprint: "0011", Created: at, Seen: at, Lang: "zh-CN",
		Theme:  "dark",
		Recent: []Lookup{{41, 1402245660, at}, {40, 1402245659, at}}, stored: true}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", st.name+"="+oldCookie)
	if diff := cmp.Diff(want, st.Load(r), cmp.AllowUnexported(Session{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSaveAndLoad: all of a session comes back, be it over http or https.
func TestSaveAndLoad(t *testing.T) {
	at := now().Unix()
	lookups := []Lookup{{9999, 9223372036854775807, at}, {1, 1, 0}, {-1, -2, -3}}
	for name, s := range map[string]Session{
		"fresh": {Created: at, Seen: at},
		"one":   {Created: at, Seen: at, Recent: lookups[:1]},
		"all": {ID: "I", User: "alice", Fingerprint: "00ff", Created: at, Seen: at, Recent: lookups,
			Lang: "zh-CN", Theme: "dark"},
		"escapes": {ID: "用户忙", User: `"`, Fingerprint: "\u2028<&>", Created: at, Seen: at, Lang: `\`,
			Theme: "\x00\x1f\x7f"},
	} {
		for _, secure := range []bool{false, true} {
			st, w := newStore(t, secure), httptest.NewRecorder()
			st.Save(w, httptest.NewRequest(http.MethodGet, "/", nil), &s)
			if diff := cmp.Diff(&s, again(st, w), cmpopts.IgnoreUnexported(Session{})); diff != "" {
				t.Errorf("%s, secure: %t (-want +got)\n%s", name, secure, diff)
			}
		}
	}
	// What is no UTF-8 is written all the same.
	st, w := newStore(t, false), httptest.NewRecorder()
	st.Save(w, httptest.NewRequest(http.MethodGet, "/", nil), &Session{Created: at, Theme: "\xff"})
	if got := again(st, w).Theme; got != "\ufffd" {
		t.Errorf("theme %q", got)
	}
}

// TestLastSaveHolds: an answer has one cookie.
func TestLastSaveHolds(t *testing.T) {
	st, w, r := newStore(t, false), httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	s := st.Empty()
	st.Save(w, r, s)
	s.Lang = "zh-CN"
	st.Save(w, r, s)
	if n := len(w.Header().Values("Set-Cookie")); n != 1 {
		t.Errorf("%d cookies", n)
	}
	if got := again(st, w).Lang; got != "zh-CN" {
		t.Errorf("language %q", got)
	}
}

// TestSignIn: nothing of the session before it is kept but language and theme, and
// that one opens nothing any more.
func TestSignIn(t *testing.T) {
	st, r := newStore(t, false), httptest.NewRequest(http.MethodGet, "/", nil)
	before, first, second := st.Empty(), httptest.NewRecorder(), httptest.NewRecorder()
	before.Remember(40, 1, now())
	before.Lang, before.Theme = "zh-CN", "dark"
	st.SignIn(first, r, before, "alice", "f", "")
	alice := again(st, first)
	at := now().Unix()
	want := &Session{ID: alice.ID, User: "alice", Fingerprint: "f", Created: at, Seen: at, Lang: "zh-CN",
		Theme: "dark", stored: true}
	if diff := cmp.Diff(want, alice, cmp.AllowUnexported(Session{})); diff != "" || len(alice.ID) != 26 {
		t.Errorf("(-want +got)\n%s", diff)
	}
	st.SignIn(second, r, alice, "bob", "g", "")
	if got := again(st, first).User; got != "" {
		t.Errorf("the session before: %q", got)
	}
	if got := again(st, second); got.User != "bob" || got.ID == alice.ID {
		t.Errorf("the session after: %+v", got)
	}
}

// TestCookieOfOtherName: a cookie is good under its own name only, so that one of
// plain http opens nothing over https.
func TestCookieOfOtherName(t *testing.T) {
	plain, secure, w := newStore(t, false), newStore(t, true), httptest.NewRecorder()
	secure.cookies = plain.cookies
	plain.SignIn(w, httptest.NewRequest(http.MethodGet, "/", nil), plain.Empty(), "alice", "f", "")
	value := w.Result().Cookies()[0].Value
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", secure.name+"="+value)
	if got := secure.Load(r).User; got != "" {
		t.Errorf("signed in as %q", got)
	}
}

// TestEndedSessionsAreForgotten when their cookies would have expired anyway.
func TestEndedSessionsAreForgotten(t *testing.T) {
	var e endedSessions
	for hour := range 20 {
		at := now().Add(time.Duration(hour) * time.Hour)
		e.add(fmt.Sprint(hour), at, at.Add(12*time.Hour))
	}
	// That of hour 7 ends at hour 19, when the last one was added.
	if e.has("6") || !e.has("7") || !e.has("19") || len(e.expires) != 13 {
		t.Errorf("%v", e.expires)
	}
}

// TestOtherConsoles: consoles with the same keys do not take each other's cookies,
// even under another name; replicas do.
func TestOtherConsoles(t *testing.T) {
	key := [][]byte{RandomKey()}
	load := func(console, renamed string) string {
		one, err := New(key, false, time.Hour, now, "https://one.example")
		if err != nil {
			t.Fatal(err)
		}
		other, err := New(key, false, time.Hour, now, console)
		if err != nil {
			t.Fatal(err)
		}
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
		one.SignIn(w, r, one.Empty(), "alice", "00", "")
		cookie := w.Result().Cookies()[0]
		if renamed != "" {
			cookie.Name = other.name
		}
		r.AddCookie(cookie)
		return other.Load(r).User
	}
	got := []string{load("https://one.example", ""), load("https://two.example", ""),
		load("https://two.example", "renamed"), load("", "renamed")}
	if diff := cmp.Diff([]string{"alice", "", "", ""}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
