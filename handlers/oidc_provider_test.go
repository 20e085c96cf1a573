package handlers

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/handlers/signon"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/users"
)

// openIDProvider does what a real one does, and whatever else a test wants.
type openIDProvider struct {
	*httptest.Server
	skew time.Duration // of its clock
	age  time.Duration // of its keys, in a cache on the way

	mu       sync.Mutex
	key      ed25519.PrivateKey
	alg      string                // of the signatures: EdDSA, HS256 by the client secret, or none
	codes    map[string]url.Values // the parameters with which an attempt began
	claims   map[string]any        // of all ID tokens; nil takes one away
	userinfo map[string]any
	metadata map[string]any
	answers  map[string]int // the status of a path that is not to work
	asked    map[string]int // how often, by path
	secrets  []string       // everything that must stay inside
}

const clientSecret = "client secret of the tests"

func newOpenIDProvider(t testing.TB) *openIDProvider {
	p := &openIDProvider{alg: "EdDSA", codes: map[string]url.Values{}, answers: map[string]int{}, asked: map[string]int{},
		secrets: []string{clientSecret}}
	p.rotate()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, p.userinfo) })
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked[r.URL.Path]++
		w.Header().Set("Date", p.now().UTC().Format(http.TimeFormat))
		if status := p.answers[r.URL.Path]; status != 0 {
			w.WriteHeader(status)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.Close)
	p.claims = map[string]any{"sub": "subject-1", "preferred_username": "carol",
		"groups": []string{"sales", "strangers"}}
	return p
}

func (p *openIDProvider) now() time.Time { return testNow().Add(p.skew) }

// rotate makes new keys.
func (p *openIDProvider) rotate() { _, p.key, _ = ed25519.GenerateKey(nil) }

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (p *openIDProvider) discovery(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{"issuer": p.URL, "jwks_uri": p.URL + "/keys",
		"authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
		"end_session_endpoint":                  p.URL + "/end?tenant=1",
		"id_token_signing_alg_values_supported": []string{"EdDSA"}}
	maps.Copy(document, p.metadata)
	writeJSON(w, document)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// keyID changes with the key.
func (p *openIDProvider) keyID() string { return b64(p.key.Public().(ed25519.PublicKey))[:8] }

func (p *openIDProvider) keys(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Date", p.now().Add(-p.age).UTC().Format(http.TimeFormat))
	writeJSON(w, map[string]any{"keys": []any{map[string]any{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA",
		"use": "sig", "kid": p.keyID(), "x": b64(p.key.Public().(ed25519.PublicKey))}}})
}

// token exchanges a code once, for who has its secret and its verifier.
func (p *openIDProvider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, header := r.BasicAuth()
	if !header {
		id, secret = r.PostFormValue("client_id"), url.QueryEscape(r.PostFormValue("client_secret"))
	}
	code, verifier := r.PostFormValue("code"), sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	began, known := p.codes[code]
	delete(p.codes, code)
	refuse := func(status int, code string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		writeJSON(w, map[string]string{"error": code, "error_description": "of code " + r.PostFormValue("code")})
	}
	switch unescaped, _ := url.QueryUnescape(secret); {
	case id != "console" || unescaped != clientSecret:
		refuse(401, "invalid_client")
		return
	case !known, began.Get("code_challenge") != b64(verifier[:]),
		began.Get("redirect_uri") != r.PostFormValue("redirect_uri"):
		refuse(400, "invalid_grant")
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": "console", "nonce": began.Get("nonce"),
		"iat": p.now().Unix(), "exp": p.now().Add(time.Minute).Unix()}
	for name, value := range p.claims {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	head, _ := json.Marshal(map[string]any{"alg": p.alg, "kid": p.keyID()})
	body, _ := json.Marshal(claims)
	signed := b64(head) + "." + b64(body)
	token := signed + "." + b64(p.sign(signed))
	p.secrets = append(p.secrets, token, "access-"+code, r.PostFormValue("code_verifier"))
	writeJSON(w, map[string]any{"access_token": "access-" + code, "token_type": "Bearer", "id_token": token})
}

func (p *openIDProvider) sign(text string) []byte {
	switch p.alg {
	case "none":
		return nil
	case "HS256":
		mac := hmac.New(sha256.New, []byte(clientSecret))
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	return ed25519.Sign(p.key, []byte(text))
}

// approve lets a person in at the provider; it returns the parameters with which the
// browser comes back.
func (p *openIDProvider) approve(t testing.TB, to string) url.Values {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil || !strings.HasPrefix(to, p.URL+"/authorize?") {
		t.Fatalf("the sign-on leads to %q, %v", to, err)
	}
	query := u.Query()
	code := "code-of-" + query.Get("state")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.codes[code] = query
	p.secrets = append(p.secrets, code, query.Get("state"), query.Get("nonce"))
	return url.Values{"code": {code}, "state": {query.Get("state")}}
}

// signOnConsole is a console whose people sign in at an OpenID provider.
type signOnConsole struct {
	*guarded
	provider *openIDProvider
	groups   string // the groups file
	now      time.Time
}

// withGroups is the groups file of most tests.
const withGroups = "sales:40,100-199\nadmins:*\n"

// newSignOnConsole returns a console with users, too, if passwords says so.
func newSignOnConsole(t testing.TB, passwords bool) *signOnConsole {
	t.Helper()
	c := &signOnConsole{guarded: &guarded{audits: new(logBuffer)}, provider: newOpenIDProvider(t),
		groups: filepath.Join(t.TempDir(), "groups"), now: testNow()}
	c.writeGroups(t, withGroups)
	options := []option{func(w *wiring) {
		var err error
		if w.config.Groups, err = users.OpenGroups(c.groups, isales.MaxVDNID, w.config.Log); err != nil {
			t.Fatal(err)
		}
		w.config.Now = func() time.Time { return c.now }
		w.config.SignOn = signon.New(signon.Config{Issuer: c.provider.URL, ClientID: "console", Secret: clientSecret,
			GroupsClaim: "groups", Now: w.config.Now})
		w.config.Audit = slog.New(slog.NewJSONHandler(c.audits, nil))
		w.config.Contact = "the help desk, 0000"
	}}
	if passwords {
		options = append([]option{c.withSignIn(t, staff)}, options...)
	}
	c.testConsole = newConsole(t, isalestest.Options{}, options...)
	return c
}

func (c *signOnConsole) writeGroups(t testing.TB, text string) {
	t.Helper()
	if err := os.WriteFile(c.groups, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// begin starts a sign-on that leads to /codes; it returns what the browser comes back with.
func (c *signOnConsole) begin(t testing.TB, b *browser) url.Values {
	t.Helper()
	rec := b.get("/oidc/start?next=%2Fcodes")
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("/oidc/start: status %d: %s", rec.Code, heading(t, rec))
	}
	return c.provider.approve(t, rec.Header().Get("Location"))
}

// signOn signs in or fails the test.
func (c *signOnConsole) signOn(t testing.TB) *browser {
	t.Helper()
	b := newBrowser(t, c)
	if got := outcome(b.get("/oidc/callback?" + c.begin(t, b).Encode())); got != "303 /codes" {
		t.Fatalf("sign-on: %s\n%s", got, c.log)
	}
	return b
}
