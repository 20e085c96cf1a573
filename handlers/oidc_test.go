package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSignOn: there and back, what the groups may see, and out again.
func TestSignOn(t *testing.T) {
	c := newSignOnConsole(t, false)
	b := newBrowser(t, c)
	if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
		t.Errorf("a stranger: %s", got)
	}
	doc := parse(t, b.get("/login?next=%2Fcodes").Body.String())
	if got := doc.Find("main a.button").AttrOr("href", ""); got != "/oidc/start?next=%2Fcodes" || doc.Find("main form").Length() != 0 {
		t.Errorf("the sign-in leads to %q and has %d forms", got, doc.Find("main form").Length())
	}
	began := b.get("/oidc/start?next=%2Fcodes")
	to, _ := url.Parse(began.Header().Get("Location"))
	query := to.Query()
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(query.Get(name)) < 26 {
			t.Errorf("%s is %q", name, query.Get(name))
		}
		query.Del(name)
	}
	want := url.Values{"client_id": {"console"}, "response_type": {"code"}, "scope": {"openid profile email"},
		"redirect_uri": {"http://example.com/oidc/callback"}, "code_challenge_method": {"S256"}}
	if diff := cmp.Diff(want, query); diff != "" {
		t.Errorf("the way to the provider (-want +got)\n%s", diff)
	}
	cookie := began.Result().Cookies()[0]
	if cookie.Path != "/oidc" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 3600 {
		t.Errorf("the attempt's cookie: %s", cookie)
	}
	rec := b.get("/oidc/callback?" + c.provider.approve(t, to.String()).Encode())
	if got := outcome(rec); got != "303 /codes" || rec.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("the way back: %s", got)
	}
	if _, kept := b.cookies[cookie.Name]; kept {
		t.Error("the attempt's cookie is still there")
	}
	for path, want := range map[string]int{"/vdns/40/results/1402245659": 200, "/vdns/41/results/1": 403, "/account": 200} {
		if got := b.get(path).Code; got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
	out := b.post("/logout", "")
	there := c.provider.URL + "/end?client_id=console&post_logout_redirect_uri=http%3A%2F%2Fexample.com%2Flogin&tenant=1"
	doc = parse(t, out.Body.String())
	got := []any{out.Code, out.Header().Get("Refresh"), join(texts(doc, "h1")), doc.Find("main a").First().AttrOr("href", ""), doc.Find("form.user").Length()}
	if diff := cmp.Diff([]any{200, "0; url=" + there, "You are signed out here", there, 0}, got); diff != "" {
		t.Errorf("the sign-out (-want +got)\n%s", diff)
	}
	if b.signedIn() || b.get("/codes").Code != 303 {
		t.Error("still signed in")
	}
	wantAudit := []map[string]any{
		trace("sign-in", "carol", "subject", "subject-1", "groups", []any{"sales"}),
		trace("look-up", "carol", "vdn_id", 40.0, "def_id", "1402245659", "outcome", "ok"),
		trace("look-up refused", "carol", "vdn_id", 41.0), trace("sign-out", "carol"),
	}
	byAction := func(a, b map[string]any) int { return strings.Compare(a["action"].(string), b["action"].(string)) }
	gotAudit := c.audited(t)
	slices.SortFunc(wantAudit, byAction)
	slices.SortFunc(gotAudit, byAction)
	if diff := cmp.Diff(wantAudit, gotAudit); diff != "" {
		t.Errorf("the audit (-want +got)\n%s", diff)
	}
}

// signOnFailure is a row of TestSignOnFailures.
type signOnFailure struct {
	name    string
	before  func(*openIDProvider) // the provider from the start on
	between func(testing.TB, *signOnConsole, *browser, url.Values)

	status                int
	heading, reason, user string
	retry, err            string
}

// claim is a provider whose tokens have such a claim.
func claim(name string, value any) func(*openIDProvider) {
	return func(p *openIDProvider) { p.claims[name] = value }
}

// statusOf is a provider one of whose paths answers with a status only.
func statusOf(path string, status int) func(*openIDProvider) {
	return func(p *openIDProvider) { p.answers[path] = status }
}

// cameBack is a browser that brings other parameters back.
func cameBack(namesAndValues ...string) func(testing.TB, *signOnConsole, *browser, url.Values) {
	return func(_ testing.TB, _ *signOnConsole, _ *browser, query url.Values) {
		for i := 0; i < len(namesAndValues); i += 2 {
			query.Set(namesAndValues[i], namesAndValues[i+1])
		}
	}
}

const (
	discoveryPath  = "/.well-known/openid-configuration"
	startAgain     = "/oidc/start?next=%2Fcodes"
	notTrusted     = "The answer of the sign-in service cannot be trusted"
	noAnswer       = "The sign-in service does not answer"
	notWorking     = "The sign-in service does not work with this console"
	clocksDiffer   = "The clocks of the console and the sign-in service differ"
	answerExpired  = "The answer of the sign-in service has expired"
	cannotFinish   = "This sign-in cannot be finished"
	notSignedIn    = "You were not signed in"
	usedAlready    = "This sign-in was used already"
	mayNotUse      = "You may not use this console"
	tookTooLong    = "The sign-in took too long"
	unknownAttempt = "no such attempt to sign on in this browser"
)

var signOnFailures = []signOnFailure{
	{name: "wrong state", between: cameBack("state", "another"), status: 400, heading: cannotFinish, reason: "sign_on_state",
		retry: "/oidc/start", err: unknownAttempt},
	{name: "state of another browser", between: func(_ testing.TB, _ *signOnConsole, b *browser, _ url.Values) { clear(b.cookies) },
		status: 400, heading: cannotFinish, reason: "sign_on_state", retry: "/oidc/start", err: unknownAttempt},
	{name: "replayed code", between: func(_ testing.TB, c *signOnConsole, b *browser, query url.Values) {
		kept := b.copied()
		kept.get("/oidc/callback?" + query.Encode())
		c.audits.b.Reset()
		c.log.b.Reset()
	}, status: 400, heading: usedAlready, reason: "sign_on_code", retry: startAgain, err: "sign-on: code: invalid_grant"},
	{name: "code of another attempt", between: func(t testing.TB, c *signOnConsole, _ *browser, query url.Values) {
		query.Set("code", c.begin(t, newBrowser(t, c)).Get("code"))
	}, status: 400, heading: usedAlready, reason: "sign_on_code", retry: startAgain, err: "sign-on: code: invalid_grant"},
	{name: "too old", between: func(_ testing.TB, c *signOnConsole, _ *browser, _ url.Values) { c.now = c.now.Add(10 * time.Minute) },
		status: 400, heading: tookTooLong, reason: "sign_on_old", retry: startAgain, err: "the attempt to sign on took too long"},
	{name: "access denied", between: cameBack("error", "access_denied", "error_description", "private"), status: 403,
		heading: notSignedIn, reason: "sign_on_denied", retry: startAgain, err: "sign-on: denied: access_denied"},
	{name: "error of anybody's making", between: cameBack("error", "Ring 0000!"), status: 502, heading: notWorking,
		reason: "sign_on_setup", retry: startAgain, err: "sign-on: setup: an unknown error"},
	{name: "not now", between: cameBack("error", "temporarily_unavailable"), status: 503, heading: noAnswer,
		reason: "sign_on_down", retry: startAgain, err: "sign-on: down: temporarily_unavailable"},
	{name: "another issuer", between: cameBack("iss", "https://other.example"), status: 502, heading: notTrusted,
		reason: "sign_on_token", retry: startAgain, err: "sign-on: token: the answer is of another issuer"},
	{name: "another nonce", before: claim("nonce", "another"), status: 502, heading: notTrusted, reason: "sign_on_token",
		retry: startAgain, err: "sign-on: token: an ID token of another attempt"},
	{name: "another audience", before: claim("aud", "another"), status: 502, heading: notTrusted, reason: "sign_on_token",
		retry: startAgain, err: `sign-on: token: "oidc: expected audience \"console\" got [\"another\"]"`},
	{name: "another party", before: claim("aud", []string{"another", "console"}), status: 502, heading: notTrusted,
		reason: "sign_on_token", retry: startAgain, err: "sign-on: token: an ID token that was made for another client"},
	{name: "another token's hash", before: claim("at_hash", "another"), status: 502, heading: notTrusted, reason: "sign_on_token",
		retry: startAgain, err: "sign-on: token: an ID token of another access token"},
	{name: "nobody", before: claim("sub", nil), status: 502, heading: notTrusted, reason: "sign_on_token", retry: startAgain,
		err: "sign-on: token: an ID token of nobody"},
	{name: "expired", before: claim("exp", testNow().Add(-time.Hour).Unix()), status: 502, heading: answerExpired,
		reason: "sign_on_expired", retry: startAgain, err: "sign-on: expired: the ID token has expired"},
	{name: "clock ahead", before: func(p *openIDProvider) { p.skew = 10 * time.Minute }, status: 502, heading: clocksDiffer,
		reason: "sign_on_clock", retry: startAgain, err: "sign-on: clock: the provider's clock is ahead by 10m0s"},
	{name: "clock behind", before: func(p *openIDProvider) { p.skew = -10 * time.Minute }, status: 502, heading: clocksDiffer,
		reason: "sign_on_clock", retry: startAgain, err: "sign-on: clock: the provider's clock is ahead by -10m0s"},
	{name: "token from the future", before: claim("iat", testNow().Add(time.Hour).Unix()), status: 502, heading: clocksDiffer,
		reason: "sign_on_clock", retry: startAgain, err: "sign-on: clock: the provider's clock is ahead by 1h0m0s"},
	{name: "no group", before: claim("groups", []string{"strangers"}), status: 403, heading: mayNotUse,
		reason: "sign_on_no_group", user: "carol", err: "no group of the person may come in"},
	{name: "no groups claim", before: claim("groups", nil), status: 403, heading: mayNotUse, reason: "sign_on_no_group",
		user: "carol", err: "no group of the person may come in"},
	{name: "down at the exchange", before: statusOf("/token", 503), status: 503, heading: noAnswer, reason: "sign_on_down",
		retry: startAgain, err: "sign-on: down: HTTP status 503"},
	{name: "down at the keys", before: statusOf("/keys", 500), status: 503, heading: noAnswer, reason: "sign_on_down",
		retry: startAgain, err: "sign-on: down: HTTP status 500"},
	{name: "gone", between: func(_ testing.TB, c *signOnConsole, _ *browser, _ url.Values) { c.provider.Close() }, status: 503, heading: noAnswer,
		reason: "sign_on_down", retry: startAgain, err: "sign-on: down: dial tcp …"},
	{name: "no tokens", before: statusOf("/token", 404), status: 502, heading: notWorking, reason: "sign_on_setup",
		retry: startAgain, err: `sign-on: setup: "the provider gave no tokens"`},
	{name: "other keys", before: func(p *openIDProvider) {
		p.metadata = map[string]any{"jwks_uri": p.URL + discoveryPath}
	}, status: 502, heading: notTrusted, reason: "sign_on_token", retry: startAgain,
		err: `sign-on: token: "failed to verify signature: failed to verify id token signature"`},
}

// TestSignOnFailures takes each way in which a sign-on fails through the whole console.
func TestSignOnFailures(t *testing.T) {
	for _, test := range signOnFailures {
		t.Run(test.name, func(t *testing.T) {
			c := newSignOnConsole(t, false)
			if test.before != nil {
				test.before(c.provider)
			}
			b := newBrowser(t, c)
			query := c.begin(t, b)
			c.log.b.Reset()
			if test.between != nil {
				test.between(t, c, b, query)
			}
			rec := b.get("/oidc/callback?" + query.Encode())
			test.want(t, c, rec)
			if b.signedIn() {
				t.Error("somebody is signed in")
			}
		})
	}
}

// want compares what is seen of a failure: its page, its log record, its audit.
func (f signOnFailure) want(t *testing.T, c *signOnConsole, rec *httptest.ResponseRecorder) {
	t.Helper()
	doc := parse(t, rec.Body.String())
	records := c.log.records(t)
	retry := ""
	if link := doc.Find("a.button:contains('Try again')"); link.Length() == 1 {
		retry = link.AttrOr("href", "")
	}
	err, _, dial := strings.Cut(text(records[len(records)-1]["error"]), "dial tcp ")
	if dial {
		err += "dial tcp …"
	}
	got := []any{rec.Code, heading(t, rec), retry, err, rec.Header().Get("Cache-Control"), doc.Find("main").Text(), c.audited(t),
		doc.Find("input[name=next]").First().AttrOr("value", "")}
	user := f.user
	if user == "" {
		user = unknownUser
	}
	wantAudit := []map[string]any{trace("sign-in refused", user, "reason", f.reason)}
	if !strings.Contains(got[5].(string), "the help desk, 0000") {
		t.Errorf("nobody to ask is named:\n%s", got[5])
	}
	got[5] = ""
	if diff := cmp.Diff([]any{f.status, f.heading, f.retry, f.err, "no-store", "", wantAudit, "/login"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	f.wantNoSecrets(t, c, rec)
}

// wantNoSecrets searches all that left the console but for the cookies.
func (f signOnFailure) wantNoSecrets(t *testing.T, c *signOnConsole, rec *httptest.ResponseRecorder) {
	t.Helper()
	for what, text := range map[string]string{"page": rec.Body.String(), "log": c.log.String(), "audit": c.audits.String()} {
		for _, secret := range c.provider.secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in the %s:\n%s", secret, what, text)
			}
		}
	}
}
