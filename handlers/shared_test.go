package handlers

import (
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"

	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/sharedstate"
)

// newReplicas returns two consoles that share a Redis, keys and users.
func newReplicas(t *testing.T) (a, b *guarded, redis *miniredis.Miniredis) {
	t.Helper()
	redis = miniredis.RunT(t)
	at, err := sharedstate.ParseAddress("redis://" + redis.Addr())
	if err != nil {
		t.Fatal(err)
	}
	key := session.RandomKey()
	for _, g := range []**guarded{&a, &b} {
		shared, err := sharedstate.Open(at, sharedstate.Options{Console: "one", Secret: key, SignInLifetime: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = shared.Close() })
		*g = newTimed(t, func(w *wiring) {
			w.config.Shared, w.config.SessionSecrets = shared, [][]byte{key}
			w.config.Results = answering(isales.ExternalResult{DefID: "1", ReceivedAt: testNow()})
		})
	}
	return a, b, redis
}

// on moves a browser to another replica.
func (b *browser) on(g *guarded) *browser {
	b.h = g
	return b
}

// TestReplicas: who signs in on one works on the other, and a sign-out holds on both,
// also for a copy of the cookie.
func TestReplicas(t *testing.T) {
	one, two, _ := newReplicas(t)
	alice := newBrowser(t, one).signIn("alice")
	if got := outcome(alice.on(two).get("/vdns/40/results/1")); got != "200" {
		t.Errorf("on the other replica: %s", got)
	}
	alice.post("/preferences", "lang=zh-CN")
	home := parse(t, alice.on(one).get("/").Body.String())
	lang, _ := home.Find("html").Attr("lang")
	if recent := home.Find("a[href='/vdns/40/results/1']").Length(); lang != "zh-CN" || recent == 0 {
		t.Errorf("the page of the first replica is in %s, with %d recent look-ups", lang, recent)
	}
	elsewhere := newBrowser(t, two).signIn("alice")
	if rows := parse(t, alice.get("/account").Body.String()).Find("tbody tr").Length(); rows != 2 {
		t.Errorf("%d sign-ins, want 2", rows)
	}
	alice.post("/account/end", "ref=")
	if got := outcome(elsewhere.get("/codes")); got != "303 /login?next=%2Fcodes" {
		t.Errorf("the sign-in that was ended on the other replica: %s", got)
	}
	copied := alice.copied()
	alice.post("/logout", "")
	for _, g := range []*guarded{one, two} {
		if got := outcome(copied.copied().on(g).get("/codes")); got != "303 /login?next=%2Fcodes" {
			t.Errorf("a copied cookie after the sign-out: %s", got)
		}
	}
}

// TestRedisAway: what needs a sign-in is answered with 503, the rest goes on, and nobody
// is signed in or out.
func TestRedisAway(t *testing.T) {
	one, _, redis := newReplicas(t)
	alice, visitor := newBrowser(t, one).signIn("alice"), newBrowser(t, one)
	alice.post("/preferences", "lang=zh-CN&theme=dark")
	redis.SetError("LOADING Redis is loading the dataset in memory")
	password := "user=alice&password=" + strings.ReplaceAll(passwordOf("alice"), " ", "+")
	tests := []struct {
		what   string
		who    *browser
		method string
		path   string
		body   string
		want   string
		wait   string // Retry-After
	}{
		{"a page", alice, "GET", "/codes", "", "503", "5"},
		{"data", alice, "GET", "/codes.json", "", "503", "5"},
		{"an unknown address", alice, "GET", "/nothing", "", "503", "5"},
		{"the sign-out", alice, "POST", "/logout", "", "503", "5"},
		{"her form", alice, "GET", "/login", "", "200", ""},
		{"her preferences", alice, "POST", "/preferences", "theme=light", "303 /", ""},
		{"life", alice, "GET", "/healthz", "", "200", ""},
		{"readiness", alice, "GET", "/readyz", "", "200", ""},
		{"a visitor", visitor, "GET", "/codes", "", "303 /login?next=%2Fcodes", ""},
		{"the form", visitor, "GET", "/login", "", "200", ""},
		{"a sign-in", visitor, "POST", "/login", password, "503", "5"},
	}
	for _, test := range tests {
		rec := test.who.copied().do(test.method, test.path, test.body)
		got := []string{outcome(rec), rec.Header().Get("Retry-After")}
		if diff := cmp.Diff([]string{test.want, test.wait}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.what, diff)
		}
	}
	if got, want := heading(t, alice.get("/codes")), "暂时无法确认登录状态"; got != want {
		t.Errorf("heading %q, want %q", got, want)
	}
	redis.SetError("")
	for range 40 {
		if outcome(alice.get("/codes")) == "200" {
			return
		}
		time.Sleep(50 * time.Millisecond) // until Redis is tried again
	}
	t.Errorf("after Redis is back: %s", outcome(alice.get("/codes")))
}

// TestReplicasCountTogether: attempts on all replicas reach one limit; what was typed is
// not in Redis.
func TestReplicasCountTogether(t *testing.T) {
	one, two, redis := newReplicas(t)
	for i := range triesByUser {
		g := []*guarded{one, two}[i%2]
		if rec := newBrowser(t, g).try("alice", "guess", "/"); rec.Code != 401 {
			t.Fatalf("attempt %d: status %d", i, rec.Code)
		}
	}
	for _, g := range []*guarded{one, two} {
		if rec := newBrowser(t, g).try("alice", passwordOf("alice"), "/"); rec.Code != 429 {
			t.Errorf("one more: status %d", rec.Code)
		}
	}
	if dump := redis.Dump(); strings.Contains(dump, "alice") || strings.Contains(dump, "192.0.2.1") {
		t.Errorf("Redis has\n%s", dump)
	}
}
