package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// start with users, one line each.
func startWithUsers(t *testing.T, lines []string, flags ...string) (c *console, usersFile string) {
	t.Helper()
	usersFile = file(t, strings.Join(lines, ""))
	return start(t, nil, append([]string{"-demo", "-addr=127.0.0.1:0", "-users-file=" + usersFile}, flags...)...),
		usersFile
}

var (
	cookieValue   = regexp.MustCompile(`=[A-Za-z0-9_-]{100,}={0,2};`)
	cookieName    = regexp.MustCompile(`^((?:__Host-|__Secure-)?isales-(?:session|device))-[0-9a-f]{8}=`)
	cookieExpires = regexp.MustCompile(`Expires=[^;]+ GMT`)
)

// wantCookie compares the one cookie of an answer, but for its value and time.
func wantCookie(t *testing.T, a answer, want string) {
	t.Helper()
	cookies := a.Header.Values("Set-Cookie")
	for i, cookie := range cookies {
		cookie = cookieName.ReplaceAllString(cookie, "$1-NAME=")
		cookies[i] = cookieExpires.ReplaceAllString(cookieValue.ReplaceAllString(cookie, "=VALUE;"), "Expires=TIME")
	}
	if got := strings.Join(cookies, "\n"); got != want {
		t.Errorf("%s %s sets %s, want %s", a.Request.Method, a.Request.URL.Path, got, want)
	}
}

// TestSignInAndOut goes through the line of “web passwd” to the end of the
// session.
func TestSignInAndOut(t *testing.T) {
	const password = "correct horse battery"
	said.mayNotSay(password)
	_, line, _ := runPasswd(t, strings.NewReader(password+"\n"), "alice")
	c, _ := startWithUsers(t, []string{line})
	b := newBrowser(t, c)
	b.wantOut(t, "a stranger")
	wantCookie(t, b.signIn(t, "alice", password),
		"isales-session-NAME=VALUE; Path=/; Expires=TIME; Max-Age=43200; HttpOnly; SameSite=Lax\n"+
			"isales-device-NAME=VALUE; Path=/login; Max-Age=7776000; HttpOnly; SameSite=Lax")
	b.wantIn(t, "alice")

	thief := newBrowser(t, c)
	address, err := url.Parse(c.url)
	if err != nil {
		t.Fatal(err)
	}
	thief.client.Jar.SetCookies(address, b.client.Jar.Cookies(address))
	thief.wantIn(t, "a copy of the cookie before the sign-out")
	out := b.do(t, http.MethodPost, "/logout", nil)
	if out.StatusCode != http.StatusSeeOther || out.Header.Get("Location") != "/" {
		t.Errorf("the sign-out has status %d and leads to %q, want 303 to /", out.StatusCode, out.Header.Get("Location"))
	}
	if left := b.client.Jar.Cookies(address); len(left) != 0 {
		t.Errorf("%d cookies after the sign-out, want none", len(left))
	}
	b.wantOut(t, "alice after the sign-out")
	thief.wantOut(t, "a copy of the cookie after the sign-out")
	c.stop(t)
}

// TestSessionKeys restarts a console: with the same keys sessions go on, and
// a key is done with when it left the file.
func TestSessionKeys(t *testing.T) {
	first, second := strings.Repeat("first key ", 4), strings.Repeat("second key ", 4)
	for _, key := range []string{first, second} {
		said.mayNotSay(key)
	}
	users := []string{userLine(t, "alice", "password of alice", "")}
	var b *browser
	steps := []struct {
		name string
		keys string // empty for none
		in   bool
	}{
		{"first start", first, false},
		{"restart", first + "\n", true},
		{"a new key on top", second + "\n" + first + "\n", true},
		{"the old key is gone", second + "\n", false},
		{"no keys", "", false},
	}
	for _, step := range steps {
		var flags []string
		if step.keys != "" {
			flags = []string{"-session-key-file=" + file(t, step.keys)}
		}
		c, _ := startWithUsers(t, users, flags...)
		if b == nil {
			b = newBrowser(t, c)
		}
		b.url = c.url // another port; cookies do not know ports
		if out := b.isOut(t); out == step.in {
			t.Errorf("%s: signed out %t, want %t", step.name, out, !step.in)
		}
		if !step.in {
			b.signIn(t, "alice", "password of alice")
		}
		c.stop(t)
	}
}

// TestUsersFileChanges changes the file under a running console.
func TestUsersFileChanges(t *testing.T) {
	t.Parallel()
	const old, next = "old password of alice", "new password of alice"
	bobLine := userLine(t, "bob", "password of bob", "")
	c, path := startWithUsers(t, []string{userLine(t, "alice", old, ""), bobLine})
	alice, bob := newBrowser(t, c), newBrowser(t, c)
	alice.signIn(t, "alice", old)
	bob.signIn(t, "bob", "password of bob")
	replace(t, path, userLine(t, "alice", next, "")+bobLine)
	alice.waitUntilOut(t, "alice, whose password changed,")
	bob.wantIn(t, "bob")
	alice.signIn(t, "alice", next)
	c.stop(t)
}

// TestPublicURL: https in front of the console makes its cookies secure, and
// its name the only one.
func TestPublicURL(t *testing.T) {
	users := []string{userLine(t, "alice", "password of alice", "")}
	usersFile := file(t, strings.Join(users, ""))
	addr := closedAddr(t)
	c := start(t, nil, "-demo", "-addr="+addr, "-public-url=https://console.example/", "-users-file="+usersFile)
	if want := "iSales Console development: https://console.example/\n"; c.stdout.String() != want {
		t.Errorf("stdout %q, want %q", c.stdout, want)
	}
	c.url = "http://" + addr
	b := newBrowser(t, c)
	if a := b.get(t, "/login"); a.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("by address: status %d, want 421", a.StatusCode)
	}
	wantHealth(t, 0, "", nil, "-addr="+addr)
	b.client.Transport = named{b.client.Transport, "console.example"}
	a := b.trySignIn(t, "alice", "password of alice", "Origin", "https://console.example")
	wantCookie(t, a, "__Host-isales-session-NAME=VALUE; Path=/; Expires=TIME; Max-Age=43200; HttpOnly; Secure; SameSite=Lax\n"+
		"__Secure-isales-device-NAME=VALUE; Path=/login; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax")
	if got := a.Header.Get("Strict-Transport-Security"); a.StatusCode != http.StatusSeeOther || got != "max-age=31536000" {
		t.Errorf("status %d, Strict-Transport-Security %q, want 303 and a year", a.StatusCode, got)
	}
	c.stop(t)
}

// named sends requests with a host name, as a proxy in front does.
type named struct {
	http.RoundTripper
	host string
}

func (n named) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host = n.host
	return n.RoundTripper.RoundTrip(r)
}
