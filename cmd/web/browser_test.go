package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// resultPath is a result of the sample data, and resultHeading how its page begins.
const (
	resultPath    = "/vdns/40/results/1402245659"
	resultHeading = "<h1><bdi>6: The call is not answered.</bdi></h1>"
)

// userLine returns a line for a users file. Its hash is as cheap as bcrypt can
// be, so that many sign-ins take no time.
func userLine(t testing.TB, name, password, vdns string) string {
	t.Helper()
	said.mayNotSay(password)
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	line := name + ":" + string(hash)
	if vdns != "" {
		line += ":" + vdns
	}
	return line + "\n"
}

// replace puts another file in the place of one, as editors and renewals do.
func replace(t testing.TB, path, content string) {
	t.Helper()
	next := path + ".new"
	if err := os.WriteFile(next, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
}

// browser keeps cookies and stays where redirects lead away.
type browser struct {
	client *http.Client
	url    string
}

func newBrowser(t testing.TB, c *console) *browser {
	t.Helper()
	client := newClient(t)
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	var err error
	if client.Jar, err = cookiejar.New(nil); err != nil {
		t.Fatal(err)
	}
	return &browser{client, c.url}
}

// answer is one answer with its body.
type answer struct {
	*http.Response
	body string
}

func (b *browser) do(t testing.TB, method, path string, form url.Values, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.url)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := b.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{resp, string(body)}
}

func (b *browser) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	return b.do(t, http.MethodGet, path, nil, headers...)
}

// trySignIn sends the form, with any password.
func (b *browser) trySignIn(t testing.TB, name, password string, headers ...string) answer {
	t.Helper()
	return b.do(t, http.MethodPost, "/login", url.Values{"user": {name}, "password": {password},
		"next": {resultPath}}, headers...)
}

// signIn signs in and follows to the page asked for.
func (b *browser) signIn(t testing.TB, name, password string) answer {
	t.Helper()
	a := b.trySignIn(t, name, password)
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != resultPath {
		t.Fatalf("the sign-in of %s has status %d and leads to %q, want 303 to %s:\n%s", name, a.StatusCode,
			a.Header.Get("Location"), resultPath, a.body)
	}
	return a
}

// wantIn asks for a page that needs a sign-in.
func (b *browser) wantIn(t testing.TB, who string) {
	t.Helper()
	if a := b.get(t, resultPath); a.StatusCode != http.StatusOK || !strings.Contains(a.body, resultHeading) {
		t.Errorf("%s: status %d, want the result:\n%s", who, a.StatusCode, a.body)
	}
}

// isOut reports whether the page leads to the sign-in.
func (b *browser) isOut(t testing.TB) bool {
	t.Helper()
	a := b.get(t, resultPath)
	return a.StatusCode == http.StatusSeeOther && a.Header.Get("Location") == "/login?next="+url.QueryEscape(resultPath)
}

func (b *browser) wantOut(t testing.TB, who string) {
	t.Helper()
	if !b.isOut(t) {
		t.Errorf("%s sees the result, want the sign-in", who)
	}
}

// waitUntilOut asks until the page leads to the sign-in, and not for long.
func (b *browser) waitUntilOut(t testing.TB, who string) {
	t.Helper()
	for begun := time.Now(); !b.isOut(t); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > 5*time.Second {
			t.Fatalf("%s is still in after 5s", who)
		}
	}
}

// records returns the log records with that message.
func (c *console) records(t testing.TB, message string) (list []map[string]any) {
	t.Helper()
	for line := range strings.Lines(c.stderr.String()) {
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("not JSON: %s", line)
		}
		if r["msg"] == message {
			list = append(list, r)
		}
	}
	return list
}
