package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/handlers/signon"
)

// TestProviderDownAtTheStart: the console starts without its provider, tells people,
// leaves it alone for a while and then finds it.
func TestProviderDownAtTheStart(t *testing.T) {
	c := newSignOnConsole(t, true)
	asked := 0
	step := func(what string, status int, later time.Duration, want string, wantAsked int) {
		t.Helper()
		c.provider.answers[discoveryPath] = status
		c.now = c.now.Add(later)
		rec := newBrowser(t, c).get("/oidc/start?next=%2Fcodes")
		got := fmt.Sprint(rec.Code, " ", rec.Header().Get("Retry-After"), " ", heading(t, rec))
		asked = c.provider.asked[discoveryPath] - asked
		if got != want || asked != wantAsked {
			t.Errorf("%s: %q after %d questions, want %q after %d", what, got, asked, want, wantAsked)
		}
		asked = c.provider.asked[discoveryPath]
	}
	const found = "303  "
	step("down", 503, 0, "503 10 "+noAnswer.heading, 1)
	step("at once again", 0, 4*time.Second, "503 10 "+noAnswer.heading, 0)
	step("something else there", 404, time.Second, "502  "+notWorking.heading, 1)
	step("up", 0, 5*time.Second, found, 1)
	step("known", 503, 59*time.Minute, found, 0)
	step("down after an hour", 503, time.Minute, found, 1)
	step("still down", 503, 4*time.Second, found, 0)
	step("asked again", 0, time.Second, found, 1)
	step("known again", 0, 59*time.Minute, found, 0)
	if got := outcome(newBrowser(t, c).signIn("alice").get("/codes")); got != "200" {
		t.Errorf("a user of the file: %s", got)
	}
}

// TestBadDiscovery: addresses that a secret must not be sent to are refused.
func TestBadDiscovery(t *testing.T) {
	for field, value := range map[string]any{"issuer": "https://other.example",
		"token_endpoint":         "http://192.0.2.1/token",
		"authorization_endpoint": "javascript:alert(1)", "jwks_uri": "", "end_session_endpoint": "http://192.0.2.1/end",
		"userinfo_endpoint": "ftp://localhost/"} {
		c := newSignOnConsole(t, false)
		c.provider.metadata = map[string]any{field: value}
		if rec := newBrowser(t, c).get("/oidc/start"); rec.Code != 502 || heading(t, rec) != notWorking.heading {
			t.Errorf("%s %q: status %d, %s", field, value, rec.Code, heading(t, rec))
		}
	}
}

// TestWaysOfProviders: what providers do differently makes no difference.
func TestWaysOfProviders(t *testing.T) {
	userinfo := func(p *openIDProvider) {
		p.metadata = map[string]any{"userinfo_endpoint": p.URL + "/userinfo"}
		p.userinfo = map[string]any{"sub": "subject-1", "preferred_username": "carol", "groups": []string{"admins"}}
		p.claims = map[string]any{"sub": "subject-1"}
	}
	for name, test := range map[string]struct {
		before func(*openIDProvider)
		want   string // name and groups
	}{
		"usual":               {func(*openIDProvider) {}, "carol [sales]"},
		"groups elsewhere":    {userinfo, "carol [admins]"},
		"one group as a text": {claim("groups", "admins"), "carol [admins]"},
		"a group twice":       {claim("groups", []any{"admins", 7, "sales", "admins"}), "carol [admins sales]"},
		"mail": {func(p *openIDProvider) {
			p.claims["preferred_username"], p.claims["email"] = nil, "carol@example.com"
		}, "carol@example.com [sales]"},
		"subject only":          {claim("preferred_username", nil), "subject-1 [sales]"},
		"an unusable name":      {claim("preferred_username", "carol\u202e"), "subject-1 [sales]"},
		"keys from a cache":     {func(p *openIDProvider) { p.age = time.Hour }, "carol [sales]"},
		"a clock 5 minutes off": {func(p *openIDProvider) { p.skew = -5 * time.Minute }, "carol [sales]"},
		"audiences": {func(p *openIDProvider) {
			p.claims["aud"], p.claims["azp"] = []string{"another", "console"}, "console"
		}, "carol [sales]"},
		"groups by scope, secret in the form": {func(p *openIDProvider) {
			p.metadata = map[string]any{"scopes_supported": []string{"openid", "groups"},
				"token_endpoint_auth_methods_supported": []string{"client_secret_post"}}
		}, "carol [sales]"},
	} {
		c := newSignOnConsole(t, false)
		test.before(c.provider)
		s := c.sessions.Load(c.signOn(t).request("/"))
		if got := fmt.Sprint(s.User, " ", s.Groups); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestKeyRotationOfTheProvider: new keys hold for the next sign-on.
func TestKeyRotationOfTheProvider(t *testing.T) {
	c := newSignOnConsole(t, false)
	first := c.signOn(t)
	c.provider.rotate()
	for who, b := range map[string]*browser{"before": first, "after": c.signOn(t)} {
		if got := outcome(b.get("/codes")); got != "200" {
			t.Errorf("signed in %s the change: %s", who, got)
		}
	}
}

// TestGroupsChange: a change of the groups file holds at once, and a broken one never
// opens anything.
func TestGroupsChange(t *testing.T) {
	c := newSignOnConsole(t, false)
	c.provider.claims["groups"] = []string{"sales", "admins"}
	b := c.signOn(t)
	for _, step := range []struct{ name, file, want string }{
		{"all of them", withGroups, "200 200"},
		{"admins lose all", "sales:40\nadmins:7\n", "200 403"},
		{"broken", "sales:41\nadmins\n", "200 403"},
		{"half written", "sales:40\nadmins:7\nsales2:*", "200 403"},
		{"sales only", "sales:41\n", "403 200"},
		{"nobody", "strangers:*\n", "303 303"},
		{"back", withGroups, "200 200"},
	} {
		c.writeGroups(t, step.file)
		c.Groups.Refresh()
		got := fmt.Sprint(b.get("/vdns/40/results/1402245659").Code, " ", b.get("/vdns/41/results/1402246001").Code)
		if got != step.want {
			t.Errorf("%s: VDN 40 and 41 are %s, want %s", step.name, got, step.want)
		}
	}
}

// TestAttemptsInTabs: several tabs sign on at once; of many, the oldest is forgotten.
func TestAttemptsInTabs(t *testing.T) {
	c := newSignOnConsole(t, false)
	b := newBrowser(t, c)
	var back []string
	for range 6 {
		c.now = c.now.Add(time.Second)
		back = append(back, c.begin(t, b).Encode())
	}
	var got []string
	for _, query := range slices.Backward(back) {
		got = append(got, outcome(b.get("/oidc/callback?"+query)))
	}
	if diff := cmp.Diff(append(slices.Repeat([]string{"303 /codes"}, 5), "400"), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSessionsOfOthers: a session holds for the registration that it was made with, and
// people of the same name do not see each other's sign-ins.
func TestSessionsOfOthers(t *testing.T) {
	c := newSignOnConsole(t, true)
	c.provider.claims["preferred_username"] = "alice"
	one := c.signOn(t)
	c.provider.claims["sub"] = "subject-2"
	other, user := c.signOn(t), newBrowser(t, c).signIn("alice")
	for name, b := range map[string]*browser{"one": one, "other": other, "of the file": user} {
		if got := parse(t, b.get("/account").Body.String()).Find("tbody tr").Length(); got != 1 {
			t.Errorf("alice %s sees %d sign-ins, want 1", name, got)
		}
	}
	registration := signon.Config{Issuer: c.provider.URL, ClientID: "another", GroupsClaim: "groups"}
	for name, provider := range map[string]*signon.Provider{"without single sign-on": nil,
		"of another registration": signon.New(registration)} {
		c.SignOn = provider
		got := outcome(one.get("/codes")) + ", " + outcome(user.get("/codes"))
		if got != "303 /login?next=%2Fcodes, 200" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestSignOnBesideUsers: both ways in stand on one page, and lead to the same place.
func TestSignOnBesideUsers(t *testing.T) {
	c := newSignOnConsole(t, true)
	rec := newBrowser(t, c).get("/login?next=%2Fcodes")
	doc := parse(t, rec.Body.String())
	got := []any{join(texts(doc, "main h2")), doc.Find("main a.button").AttrOr("href", ""), values(t, rec)["next"]}
	if diff := cmp.Diff([]any{"Or with a user name and password", startAgain, "/codes"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	b := newBrowser(t, c).signIn("alice")
	for _, path := range []string{"/login?next=%2Fcodes", startAgain} {
		if got := outcome(b.get(path)); got != "303 /codes" {
			t.Errorf("%s, signed in: %s", path, got)
		}
	}
	if got := outcome(b.post("/logout", "")); got != "303 /" {
		t.Errorf("the sign-out of a user of the file: %s", got)
	}
}

// TestSignOnElsewhere: no way leads to another site or back into the sign-on.
func TestSignOnElsewhere(t *testing.T) {
	c := newSignOnConsole(t, false)
	for _, next := range []string{"https://evil.example/", "//evil.example", "/oidc/callback?code=1", "/OIDC/start",
		"/logout", "/codes?q=" + strings.Repeat("x", maxAttemptNext)} {
		b := newBrowser(t, c)
		to := b.get(pathWith(startPath, "next", next)).Header().Get("Location")
		if got := outcome(b.get("/oidc/callback?" + c.provider.approve(t, to).Encode())); got != "303 /" {
			t.Errorf("next=%.40s: %s", next, got)
		}
	}
}

// TestSignOnThrottle: failed sign-ons of an address are counted, good ones are not.
func TestSignOnThrottle(t *testing.T) {
	c := newSignOnConsole(t, false)
	for range triesByAddress + 1 {
		c.signOn(t)
	}
	c.provider.answers["/token"] = http.StatusNotFound
	for i := range triesByAddress + 1 {
		b := newBrowser(t, c)
		want := 502
		if i == triesByAddress {
			want = 429
		}
		if rec := b.get("/oidc/callback?" + c.begin(t, b).Encode()); rec.Code != want {
			t.Fatalf("failure %d: status %d, want %d", i+1, rec.Code, want)
		}
	}
	records := c.audited(t)
	if diff := cmp.Diff(trace("sign-in throttled", unknownUser), records[len(records)-1]); diff != "" {
		t.Errorf("the audit (-want +got)\n%s", diff)
	}
}

// TestWithoutSignOn: a console without it has none of its addresses.
func TestWithoutSignOn(t *testing.T) {
	b := newBrowser(t, newGuarded(t))
	for _, path := range []string{"/oidc/start", "/oidc/callback?code=1&state=2"} {
		if rec := b.get(path); rec.Code != 404 {
			t.Errorf("%s: status %d", path, rec.Code)
		}
	}
}
