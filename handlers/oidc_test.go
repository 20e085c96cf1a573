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
	way, forms := doc.Find("main a.button").AttrOr("href", ""), doc.Find("main form").Length()
	if way != startAgain || forms != 0 {
		t.Errorf("the sign-in leads to %q and has %d forms", way, forms)
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
	for path, want := range map[string]int{examplePath: 200, "/vdns/41/results/1": 403, "/account": 200} {
		if got := b.get(path).Code; got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
	if account := b.get("/account").Body.String(); strings.Contains(account, "password") {
		t.Errorf("the account has a password:\n%s", account)
	}
	out := b.post("/logout", "")
	back := url.QueryEscape("http://example.com/login")
	there := c.provider.URL + "/end?client_id=console&post_logout_redirect_uri=" + back + "&tenant=1"
	doc = parse(t, out.Body.String())
	got := []any{out.Code, out.Header().Get("Refresh"), join(texts(doc, "h1")),
		doc.Find("main a").First().AttrOr("href", ""), doc.Find("form.user").Length()}
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

// failurePage is what people see of a failure, and what the audit calls it.
type failurePage struct {
	status         int
	heading, retry string
	reason         string
}

const startAgain = "/oidc/start?next=%2Fcodes"

var (
	wrongState = failurePage{400, "This sign-in cannot be finished", "/oidc/start", "sign_on_state"}
	tooOld     = failurePage{400, "The sign-in took too long", startAgain, "sign_on_old"}
	usedCode   = failurePage{400, "This sign-in was used already", startAgain, "sign_on_code"}
	denied     = failurePage{403, "You were not signed in", startAgain, "sign_on_denied"}
	notTrusted = failurePage{502, "The answer of the sign-in service cannot be trusted", startAgain, "sign_on_token"}
	tooLate    = failurePage{502, "The answer of the sign-in service has expired", startAgain, "sign_on_expired"}
	otherClock = failurePage{502, "The clocks of the console and the sign-in service differ", startAgain, "sign_on_clock"}
	notWorking = failurePage{502, "The sign-in service does not work with this console", startAgain, "sign_on_setup"}
	noAnswer   = failurePage{503, "The sign-in service does not answer", startAgain, "sign_on_down"}
	noGroup    = failurePage{403, "You may not use this console", "", "sign_on_no_group"}
)

// signOnFailure is a row of TestSignOnFailures.
type signOnFailure struct {
	name    string
	before  func(*openIDProvider)                                  // from the start on; nil for nothing
	between func(testing.TB, *signOnConsole, *browser, url.Values) // before the browser comes back; nil for nothing
	page    failurePage
	err     string // in the log
}

// claim is a provider whose tokens have such a claim; nil takes it away.
func claim(name string, value any) func(*openIDProvider) {
	return func(p *openIDProvider) { p.claims[name] = value }
}

// statusOf is a provider one of whose paths answers with a status only.
func statusOf(path string, status int) func(*openIDProvider) {
	return func(p *openIDProvider) { p.answers[path] = status }
}

// signedBy is a provider that signs by an algorithm, and says so.
func signedBy(alg string) func(*openIDProvider) {
	return func(p *openIDProvider) {
		p.alg, p.metadata = alg, map[string]any{"id_token_signing_alg_values_supported": []string{alg}}
	}
}

// aboutAnother is a provider whose userinfo is not about the person of the token.
func aboutAnother(p *openIDProvider) {
	p.metadata = map[string]any{"userinfo_endpoint": p.URL + "/userinfo"}
	p.claims["groups"] = nil
	p.userinfo = map[string]any{"sub": "subject-2", "groups": []string{"sales"}}
}

// skewed is a provider with a clock that is ahead.
func skewed(ahead time.Duration) func(*openIDProvider) {
	return func(p *openIDProvider) { p.skew = ahead }
}

// cameBack is a browser that brings other parameters back.
func cameBack(namesAndValues ...string) func(testing.TB, *signOnConsole, *browser, url.Values) {
	return func(_ testing.TB, _ *signOnConsole, _ *browser, query url.Values) {
		for i := 0; i < len(namesAndValues); i += 2 {
			query.Set(namesAndValues[i], namesAndValues[i+1])
		}
	}
}

// A browser comes back without its cookies, for the second time, with the code of
// another attempt, late, or when the provider is gone.
var (
	withoutCookies = func(_ testing.TB, _ *signOnConsole, b *browser, _ url.Values) { clear(b.cookies) }
	secondTime     = func(_ testing.TB, c *signOnConsole, b *browser, query url.Values) {
		b.copied().get("/oidc/callback?" + query.Encode())
		c.audits.b.Reset()
		c.log.b.Reset()
	}
	withCodeOfAnother = func(t testing.TB, c *signOnConsole, _ *browser, query url.Values) {
		query.Set("code", c.begin(t, newBrowser(t, c)).Get("code"))
	}
	late     = func(_ testing.TB, c *signOnConsole, _ *browser, _ url.Values) { c.now = c.now.Add(10 * time.Minute) }
	afterEnd = func(_ testing.TB, c *signOnConsole, _ *browser, _ url.Values) { c.provider.Close() }
)

const discoveryPath = "/.well-known/openid-configuration"

var signOnFailures = []signOnFailure{
	{"wrong state", nil, cameBack("state", "another"), wrongState, "no such attempt to sign on in this browser"},
	{"state of another browser", nil, withoutCookies, wrongState, "no such attempt to sign on in this browser"},
	{"replayed code", nil, secondTime, usedCode, "sign-on: code: invalid_grant"},
	{"code of another attempt", nil, withCodeOfAnother, usedCode, "sign-on: code: invalid_grant"},
	{"too old", nil, late, tooOld, "the attempt to sign on took too long"},
	{"access denied", nil, cameBack("error", "access_denied", "error_description", "private"), denied,
		"sign-on: denied: access_denied"},
	{"error of anybody's making", nil, cameBack("error", "Ring 0000!"), notWorking, "sign-on: setup: an unknown error"},
	{"not now", nil, cameBack("error", "temporarily_unavailable"), noAnswer, "sign-on: down: temporarily_unavailable"},
	{"another issuer", nil, cameBack("iss", "https://other.example"), notTrusted,
		"sign-on: token: the answer is of another issuer"},
	{"another issuer's token", claim("iss", "https://other.example"), nil, notTrusted,
		`sign-on: token: "oidc: id token issued by a different provider, expected \"PROVIDER\" got \"https://other.example\""`},
	{"another nonce", claim("nonce", "another"), nil, notTrusted, "sign-on: token: an ID token of another attempt"},
	{"another audience", claim("aud", "another"), nil, notTrusted,
		`sign-on: token: "oidc: expected audience \"console\" got [\"another\"]"`},
	{"another party", claim("aud", []string{"another", "console"}), nil, notTrusted,
		"sign-on: token: an ID token that was made for another client"},
	{"another token's hash", claim("at_hash", "another"), nil, notTrusted,
		"sign-on: token: an ID token of another access token"},
	{"userinfo about another", aboutAnother, nil, notTrusted, "sign-on: token: userinfo about somebody else"},
	{"nobody", claim("sub", nil), nil, notTrusted, "sign-on: token: an ID token of nobody"},
	{"other keys", func(p *openIDProvider) { p.metadata = map[string]any{"jwks_uri": p.URL + discoveryPath} }, nil,
		notTrusted, `sign-on: token: "failed to verify signature: failed to verify id token signature"`},
	{"not signed", signedBy("none"), nil, notTrusted,
		`sign-on: token: "oidc: malformed jwt: unexpected signature algorithm \"none\"; expected [\"RS256\"]"`},
	{"signed by the secret", signedBy("HS256"), nil, notTrusted,
		`sign-on: token: "oidc: malformed jwt: unexpected signature algorithm \"HS256\"; expected [\"RS256\"]"`},
	{"expired", claim("exp", testNow().Add(-time.Hour).Unix()), nil, tooLate, "sign-on: expired: the ID token has expired"},
	{"clock ahead", skewed(10 * time.Minute), nil, otherClock, "sign-on: clock: the provider's clock is ahead by 10m0s"},
	{"clock behind", skewed(-10 * time.Minute), nil, otherClock, "sign-on: clock: the provider's clock is ahead by -10m0s"},
	{"token from the future", claim("iat", testNow().Add(time.Hour).Unix()), nil, otherClock,
		"sign-on: clock: the provider's clock is ahead by 1h0m0s"},
	{"no group", claim("groups", []string{"strangers"}), nil, noGroup, "no group of the person may come in"},
	{"no groups claim", claim("groups", nil), nil, noGroup, "no group of the person may come in"},
	{"down at the exchange", statusOf("/token", 503), nil, noAnswer, "sign-on: down: HTTP status 503"},
	{"down at the keys", statusOf("/keys", 500), nil, noAnswer, "sign-on: down: HTTP status 500"},
	{"gone", nil, afterEnd, noAnswer, "sign-on: down: dial tcp …"},
	{"no tokens", statusOf("/token", 404), nil, notWorking, `sign-on: setup: "the provider gave no tokens"`},
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
	doc, records := parse(t, rec.Body.String()), c.log.records(t)
	got := failurePage{status: rec.Code, heading: heading(t, rec), reason: f.page.reason}
	if link := doc.Find("a.button:contains('Try again')"); link.Length() == 1 {
		got.retry = link.AttrOr("href", "")
	}
	if got != f.page {
		t.Errorf("the page is %v, want %v", got, f.page)
	}
	err := strings.ReplaceAll(text(records[len(records)-1]["error"]), c.provider.URL, "PROVIDER")
	if before, _, dial := strings.Cut(err, "dial tcp "); dial {
		err = before + "dial tcp …"
	}
	user := unknownUser
	if f.page == noGroup {
		user = "carol"
	}
	audit := []map[string]any{trace("sign-in refused", user, "reason", f.page.reason)}
	way := doc.Find("input[name=next]").First().AttrOr("value", "")
	seen := []any{err, rec.Header().Get("Cache-Control"), way, c.audited(t)}
	if diff := cmp.Diff([]any{f.err, "no-store", "/login", audit}, seen); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if content := doc.Find("main").Text(); !strings.Contains(content, "the help desk, 0000") {
		t.Errorf("nobody to ask is named:\n%s", content)
	}
	c.wantNoSecrets(t, rec.Body.String())
}

// wantNoSecrets searches all that left the console but for headers.
func (c *signOnConsole) wantNoSecrets(t *testing.T, page string) {
	t.Helper()
	for what, text := range map[string]string{"page": page, "log": c.log.String(), "audit": c.audits.String()} {
		for _, secret := range c.provider.secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in the %s:\n%s", secret, what, text)
			}
		}
	}
}
