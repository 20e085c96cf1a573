package handlers

import (
	"bytes"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
)

// cookieValue is what a cookie may consist of; the rest is compared as it is.
var cookieValue = regexp.MustCompile(`^([A-Za-z_-]+)=[A-Za-z0-9_-]+=*;`)

// setCookie is the Set-Cookie of an answer, with VALUE for its value.
func setCookie(rec *httptest.ResponseRecorder) []string {
	var list []string
	for _, c := range rec.Header().Values("Set-Cookie") {
		list = append(list, cookieValue.ReplaceAllString(c, "$1=VALUE;"))
	}
	return list
}

// TestCookies compares every attribute of every cookie, over http and https.
func TestCookies(t *testing.T) {
	const (
		ends   = "Expires=Sat, 01 Jan 2000 12:00:00 GMT; Max-Age=43200"
		ended  = "Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0"
		plain  = "isales-session=VALUE; Path=/; " + ends + "; HttpOnly; SameSite=Lax"
		secure = "__Host-isales-session=VALUE; Path=/; " + ends + "; HttpOnly; Secure; SameSite=Lax"
	)
	const (
		devicePlain  = "isales-device=VALUE; Path=/login; Max-Age=7776000; HttpOnly; SameSite=Lax"
		deviceSecure = "__Secure-isales-device=VALUE; Path=/login; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax"
	)
	tests := map[string]struct {
		option         option
		cookie, device string
		hsts           []string
	}{
		"unknown":        {func(*wiring) {}, plain, devicePlain, nil},
		"http":           {withPublicURL("http://example.com"), plain, devicePlain, nil},
		"https":          {withPublicURL("https://example.com"), secure, deviceSecure, []string{"max-age=31536000"}},
		"TLS of its own": {func(w *wiring) { w.config.HTTPS = true }, secure, deviceSecure, []string{"max-age=31536000"}},
		"with subdomains": {func(w *wiring) { w.config.HTTPS, w.config.HSTSSubDomains = true, true }, secure, deviceSecure,
			[]string{"max-age=31536000; includeSubDomains"}},
		"TLS and http": {func(w *wiring) { w.config.HTTPS, w.config.PublicURL = true, "http://example.com" },
			secure, deviceSecure, []string{"max-age=31536000"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBrowser(t, newTimed(t, test.option))
				check := func(rec *httptest.ResponseRecorder, status int, want ...string) {
					t.Helper()
					if diff := cmp.Diff([]any{status, want, test.hsts},
						[]any{rec.Code, setCookie(rec), rec.Header().Values("Strict-Transport-Security")}); diff != "" {
						t.Errorf("(-want +got)\n%s", diff)
					}
				}
				check(b.get("/healthz"), 200)
				check(b.get("/login"), 200)
				check(b.get("/codes"), 303)
				check(b.try("alice", "wrong", "/"), 401)
				check(b.post("/preferences", "lang=zh"), 303, test.cookie)
				check(b.try("alice", passwordOf("alice"), "/"), 303, test.cookie, test.device)
				check(b.get("/"), 200)
				check(b.get(examplePath), 200, test.cookie)
				check(b.get(examplePath), 200)
				check(b.get(examplePath+".json"), 200)
				check(b.get(examplePath+".csv"), 200)
				check(b.post("/recent/clear", ""), 303, test.cookie)
				check(b.post("/logout", ""), 303, strings.Replace(test.cookie, ends, ended, 1))
				if b.signedIn() || len(b.cookies) != 1 {
					t.Errorf("the browser keeps %v, want the device's cookie", b.cookies)
				}
			})
		})
	}
}

// TestSecureNameIsNotForgotten: over https the plain name opens nothing, so that
// no other host of the domain and no plain http can plant a cookie.
func TestSecureNameIsNotForgotten(t *testing.T) {
	console := newGuarded(t, withPublicURL("https://example.com"))
	b := newBrowser(t, console).signIn("alice")
	b.cookies["isales-session"] = b.cookies["__Host-isales-session"]
	delete(b.cookies, "__Host-isales-session")
	if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
		t.Errorf("the plain name: %s", got)
	}
}

// TestBrokenCookies: whatever is no cookie of this console is a new session and
// never an error.
func TestBrokenCookies(t *testing.T) {
	console, other := newGuarded(t), newGuarded(t)
	b := newBrowser(t, console).signIn("alice")
	const name = "isales-session"
	good := b.cookies[name]
	bad := map[string]string{
		"empty": "", "short": "x", "no base64": "%%%", "huge": strings.Repeat("QUJD", 20_000),
		"4097 bytes": strings.Repeat("A", 4097),
		"foreign":    newBrowser(t, other).signIn("alice").cookies[name],
		"twice":      good + good,
		"one more":   good + "A",
		"quoted":     `"` + good[1:] + `"`,
		"JSON":       `{"i":"x","u":"alice"}`,
		"upper case": strings.ToUpper(good),
	}
	for at := 0; at < len(good); at += 7 {
		bad["truncated at "+length(good[:at])] = good[:at]
		flipped := []byte(good)
		if flipped[at] = 'A'; good[at] <= 'Z' { // far apart: the last bits of base64 may mean nothing
			flipped[at] = 'z'
		}
		bad["changed at "+length(good[:at])] = string(flipped)
	}
	for _, at := range []int{1, 2, 3} {
		bad["cut by "+length(good[:at])] = good[:len(good)-at]
	}
	for what, value := range bad {
		b.cookies = map[string]string{name: value}
		if got := outcome(b.get("/codes")); got != "303 /login?next=%2Fcodes" {
			t.Errorf("%s: %s", what, got)
		}
		if rec := b.get("/login"); rec.Code != 200 || rec.Header().Get("Set-Cookie") != "" ||
			parse(t, rec.Body.String()).Find(".lead").Length() != 0 {
			t.Errorf("%s: the sign-in page has status %d, Set-Cookie %q", what, rec.Code, rec.Header().Get("Set-Cookie"))
		}
	}
	if n := strings.Count(console.log.String(), `"level":"ERROR"`); n != 0 {
		t.Errorf("%d errors in the log:\n%s", n, console.log)
	}
	b.cookies = map[string]string{name: "broken"}
	b.signIn("alice")
	b.cookies = map[string]string{name: good}
	if rec := b.get("/codes"); rec.Code != 200 {
		t.Errorf("the good cookie: status %d", rec.Code)
	}
}

// TestCookieSize: the largest session is far below what browsers keep.
func TestCookieSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// What JSON writes longest are the characters that it escapes.
		for _, name := range []string{strings.Repeat("𠀀", 64), `"` + strings.Repeat("<", 63)} {
			console := newTimed(t, withResults(answering(isales.ExternalResult{DefID: "1"})))
			console.writeUsers(t, userLine(name, ""))
			time.Sleep(time.Second) // for the file to be read again
			b := newBrowser(t, console)
			b.post("/preferences", "lang=zh-CN")
			b.signIn(name)
			for i := range 12 {
				if rec := b.get((resultID{isales.MaxVDNID, 9223372036854775807 - int64(i)}).path()); rec.Code != 200 {
					t.Fatalf("status %d", rec.Code)
				}
			}
			s := console.sessions.Load(b.request("/"))
			if len(s.Recent) != 10 || s.User != name {
				t.Errorf("the session has %d look-ups of %q", len(s.Recent), s.User)
			}
			if n := len("__Host-isales-session=" + b.cookies["isales-session"]); n > 3000 {
				t.Errorf("a cookie of %d bytes", n)
			}
		}
	})
}

// TestCookieShowsNothing: the value is encrypted, and another each time.
func TestCookieShowsNothing(t *testing.T) {
	console := newTimed(t)
	b := newBrowser(t, console).signIn("alice")
	first := b.cookies["isales-session"]
	b.post("/recent/clear", "")
	if second := b.cookies["isales-session"]; first == second || second == "" {
		t.Errorf("the same value twice: %s", second)
	}
	decoded := []byte(first)
	for range 3 {
		decoded = decodeLoosely(decoded)
		for _, secret := range []string{"alice", console.Users.Lookup("alice").Fingerprint, `"u"`} {
			if bytes.Contains(decoded, []byte(secret)) {
				t.Errorf("the cookie shows %q", secret)
			}
		}
	}
}
