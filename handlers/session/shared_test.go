package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// mapRecords are Records in memory; err is the error of all that is asked.
type mapRecords struct {
	records map[string][]byte
	users   map[string][]string // IDs by user
	err     error
}

func (m *mapRecords) Get(_ context.Context, id string) ([]byte, error) { return m.records[id], m.err }

func (m *mapRecords) Add(_ context.Context, user, id string, record []byte, _ time.Duration, replaces string) error {
	if m.err == nil {
		m.records[id], m.users[user] = record, append(m.users[user], id)
		delete(m.records, replaces)
	}
	return m.err
}

func (m *mapRecords) Update(_ context.Context, id string, record []byte, _ time.Duration) error {
	if m.err == nil && m.records[id] != nil {
		m.records[id] = record
	}
	return m.err
}

func (m *mapRecords) Delete(_ context.Context, ids ...string) error {
	for _, id := range ids {
		if m.err == nil {
			delete(m.records, id)
		}
	}
	return m.err
}

func (m *mapRecords) OfUser(_ context.Context, user string) (map[string][]byte, error) {
	found := map[string][]byte{}
	for _, id := range m.users[user] {
		if m.records[id] != nil {
			found[id] = m.records[id]
		}
	}
	return found, m.err
}

func (m *mapRecords) Users(context.Context) (names []string, err error) {
	for name := range m.users {
		names = append(names, name, name)
	}
	return names, m.err
}

func newShared(t *testing.T) (*Store, *mapRecords) {
	t.Helper()
	st, m := newStore(t, false), &mapRecords{records: map[string][]byte{}, users: map[string][]string{}}
	st.Share(m)
	return st, m
}

// resolved is the session of a request with the cookie of an answer.
func resolved(t *testing.T, st *Store, w *httptest.ResponseRecorder) *Session {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
	s := st.Load(r)
	if err := st.Resolve(r, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSharedSignIn: the cookie has the ID and what pages look like, Records have the rest;
// a new sign-in has another ID, and ends the one before.
func TestSharedSignIn(t *testing.T) {
	st, m := newShared(t)
	r, at := httptest.NewRequest(http.MethodGet, "/", nil), now().Unix()
	first, second := httptest.NewRecorder(), httptest.NewRecorder()
	before := &Session{Created: at, Seen: at, Lang: "zh-CN", Theme: "dark", Recent: []Lookup{{1, 2, at}}}
	if err := st.SignIn(first, r, before, "alice", "f", "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	inCookie := &Session{ID: m.users["alice"][0], Created: at, Seen: at, Lang: "zh-CN", Theme: "dark"}
	ignored := cmpopts.IgnoreUnexported(Session{})
	if diff := cmp.Diff(inCookie, again(st, first), ignored); diff != "" || len(inCookie.ID) != 26 {
		t.Errorf("in the cookie (-want +got)\n%s", diff)
	}
	want := record{Session{User: "alice", Fingerprint: "f", Created: at, Seen: at}, "192.0.2.1", ""}
	var inRecords record
	err := st.codecs[0].open(recordName(inCookie.ID), string(m.records[inCookie.ID]), &inRecords)
	if diff := cmp.Diff(want, inRecords, ignored, cmp.AllowUnexported(record{})); diff != "" || err != nil {
		t.Errorf("in Records: %v (-want +got)\n%s", err, diff)
	}
	alice := resolved(t, st, first)
	alice.Remember(40, 1, now())
	if err := st.Save(httptest.NewRecorder(), r, alice); err != nil {
		t.Fatal(err)
	}
	inCookie.User, inCookie.Fingerprint, inCookie.Recent = "alice", "f", []Lookup{{40, 1, at}}
	if diff := cmp.Diff(inCookie, resolved(t, st, first), ignored); diff != "" {
		t.Errorf("both (-want +got)\n%s", diff)
	}
	if err := st.SignIn(second, r, alice, "bob", "g", ""); err != nil {
		t.Fatal(err)
	}
	old, bob := resolved(t, st, first), resolved(t, st, second)
	if old.ID+old.User != "" || bob.User != "bob" || old.Lang != "zh-CN" {
		t.Errorf("the session before %+v, the one after %+v", old, bob)
	}
	// What was loaded before a sign-out and saved after it opens nothing.
	loaded := *bob
	if err := st.End(httptest.NewRecorder(), r, bob); err != nil {
		t.Fatal(err)
	}
	if err := st.Save(httptest.NewRecorder(), r, &loaded); err != nil {
		t.Fatal(err)
	}
	if got := resolved(t, st, second).User; got != "" {
		t.Errorf("signed in again as %q", got)
	}
}

// TestCookiesOfTheOtherKind: a cookie with all of a sign-in in it opens nothing where
// sign-ins are in Records, nor one with an ID alone where they are in cookies.
func TestCookiesOfTheOtherKind(t *testing.T) {
	st, m := newShared(t)
	r, w := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
	if err := st.SignIn(w, r, st.Empty(), "alice", "f", ""); err != nil {
		t.Fatal(err)
	}
	st.shared = nil
	if got := resolved(t, st, w); got.User != "" {
		t.Errorf("an ID alone: %+v", got)
	}
	full := httptest.NewRecorder()
	if err := st.SignIn(full, r, st.Empty(), "alice", "f", ""); err != nil {
		t.Fatal(err)
	}
	st.Share(m)
	if got := resolved(t, st, full); got.User+got.ID != "" {
		t.Errorf("all of it: %+v", got)
	}
}

// TestSealedRecords: write access to Records makes no sign-in another person's, and neither does a cookie; keys
// are changed as those of cookies are.
func TestSealedRecords(t *testing.T) {
	st, m := newShared(t)
	r, of := httptest.NewRequest(http.MethodGet, "/", nil), map[string]*httptest.ResponseRecorder{}
	for _, name := range []string{"alice", "mallory"} {
		of[name] = httptest.NewRecorder()
		if err := st.SignIn(of[name], r, st.Empty(), name, "f", "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	alice, mallory := m.users["alice"][0], m.users["mallory"][0]
	seal := func(st *Store, name string) string {
		text, err := st.codecs[0].seal(name, record{Session: Session{User: "alice", Fingerprint: "f", Seen: now().Unix()}})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	rotated := newStore(t, false)
	rotated.codecs = rotated.codecs[1:] // the second of st too
	for name, test := range map[string]struct{ record, want string }{
		"its own":        {string(m.records[mallory]), "mallory"},
		"a copy":         {string(m.records[alice]), ""},
		"plain":          {`{"u":"alice","f":"f"}`, ""},
		"other keys":     {seal(newStore(t, false), recordName(mallory)), ""},
		"as a cookie":    {seal(st, st.name), ""},
		"the key before": {seal(rotated, recordName(mallory)), "alice"},
		"nothing":        {"", ""},
	} {
		m.records[mallory] = []byte(test.record)
		if got := resolved(t, st, of["mallory"]).User; got != test.want {
			t.Errorf("%s: signed in as %q, want %q", name, got, test.want)
		}
	}
}

// TestAway: what cannot be asked signs nobody in or out.
func TestAway(t *testing.T) {
	st, m := newShared(t)
	r, w := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
	if err := st.SignIn(w, r, st.Empty(), "alice", "f", ""); err != nil {
		t.Fatal(err)
	}
	alice := resolved(t, st, w)
	r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
	m.err = errors.New("refused")
	cookieOnly := st.Load(r)
	tests := map[string]struct {
		do     func(w *httptest.ResponseRecorder) error
		away   bool // is the error
		cookie bool // is written
	}{
		"resolve": {func(*httptest.ResponseRecorder) error { return st.Resolve(r, cookieOnly) }, true, false},
		"sign in": {func(w *httptest.ResponseRecorder) error { return st.SignIn(w, r, alice, "bob", "g", "") },
			true, false},
		"end":         {func(w *httptest.ResponseRecorder) error { return st.End(w, r, alice) }, true, false},
		"a use":       {func(w *httptest.ResponseRecorder) error { return st.Save(w, r, alice) }, true, true},
		"preferences": {func(w *httptest.ResponseRecorder) error { return st.Save(w, r, cookieOnly) }, false, true},
		"list": {func(*httptest.ResponseRecorder) error {
			_, err := st.SignIns(t.Context(), alice)
			return err
		}, true, false},
		"end others": {func(*httptest.ResponseRecorder) error {
			_, err := st.EndSignIns(t.Context(), alice, "")
			return err
		}, true, false},
		"list all": {func(*httptest.ResponseRecorder) error {
			_, _, err := st.All(t.Context())
			return err
		}, true, false},
		"revoke": {func(*httptest.ResponseRecorder) error {
			_, err := st.Revoke(t.Context(), "alice")
			return err
		}, true, false},
	}
	for name, test := range tests {
		rec := httptest.NewRecorder()
		_, away := errors.AsType[*AwayError](test.do(rec))
		if wrote := rec.Header().Get("Set-Cookie") != ""; away != test.away || wrote != test.cookie {
			t.Errorf("%s: AwayError %t, cookie %t", name, away, wrote)
		}
	}
	m.err = nil
	if got := resolved(t, st, w).User; got != "alice" {
		t.Errorf("signed in as %q", got)
	}
}

// TestAll: an operator sees and ends everyone's sign-ins, and is told of those that no key opens.
func TestAll(t *testing.T) {
	st, m := newShared(t)
	for _, name := range []string{"bob", "alice", "bob"} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("User-Agent", "Firefox of "+name)
		if err := st.SignIn(w, r, st.Empty(), name, "f", "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	m.records[m.users["bob"][1]] = []byte("{")
	names := func() (names []string) {
		list, sealed, err := st.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			names = append(names, s.User+", "+s.Address+", "+s.Browser)
		}
		return append(names, fmt.Sprint(sealed, " sealed"))
	}
	want := []string{"alice, 192.0.2.1, Firefox of alice", "bob, 192.0.2.1, Firefox of bob", "1 sealed"}
	if got := names(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if n, err := st.Revoke(t.Context(), "bob"); n != 2 || err != nil {
		t.Errorf("%d ended, %v", n, err)
	}
	if got := names(); !slices.Equal(got, []string{want[0], "0 sealed"}) {
		t.Errorf("after the revocation %q", got)
	}
}
