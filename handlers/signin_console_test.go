package handlers

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/users"
)

// passwordOf is the password of a user of the tests.
func passwordOf(name string) string { return "correct horse of " + name }

// cheapHash is the cheapest hash that a users file may have.
func cheapHash(password string) string {
	salt := []byte("saltsaltsalt")
	key := argon2.IDKey([]byte(password), salt, 1, 8, 1, 16)
	return "$argon2id$v=19$m=8,t=1,p=1$" + base64.RawStdEncoding.EncodeToString(salt) + "$" +
		base64.RawStdEncoding.EncodeToString(key)
}

// userLine is a line of a users file; limits are its VDNs, empty for all.
func userLine(name, limits string) string {
	line := name + ":" + cheapHash(passwordOf(name))
	if limits != "" {
		line += ":" + limits
	}
	return line
}

// staff are the users of most tests.
var staff = []string{userLine("alice", ""), userLine("bob", "40,100-199")}

// guarded is a console with sign-in.
type guarded struct {
	*testConsole
	file   string // the users file
	audits *logBuffer
}

// withSignIn gives the console a users file and an audit log.
func (g *guarded) withSignIn(t testing.TB, lines []string) option {
	g.file, g.audits = filepath.Join(t.TempDir(), "users"), new(logBuffer)
	g.writeUsers(t, lines...)
	return func(w *wiring) {
		file, err := users.Open(g.file, isales.MaxVDNID, w.config.Log)
		if err != nil {
			t.Fatal(err)
		}
		w.config.Users, w.config.Audit = file, slog.New(slog.NewJSONHandler(g.audits, nil))
	}
}

func (g *guarded) writeUsers(t testing.TB, lines ...string) {
	t.Helper()
	if err := os.WriteFile(g.file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// newGuarded returns a console with sign-in in front of a simulated platform.
func newGuarded(t testing.TB, options ...option) *guarded {
	t.Helper()
	g := new(guarded)
	g.testConsole = newConsole(t, isalestest.Options{}, append([]option{g.withSignIn(t, staff)}, options...)...)
	return g
}

// newTimed returns a console with sign-in whose clock is time.Now and which
// needs no network, for the fake time of testing/synctest.
func newTimed(t testing.TB, options ...option) *guarded {
	t.Helper()
	g, log := new(guarded), new(logBuffer)
	w := &wiring{config: Config{
		Log:          slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		NewRequestID: func() string { return requestID },
		Results:      answering(isales.ExternalResult{DefID: "1", ReceivedAt: testNow()}),
	}}
	for _, o := range append([]option{g.withSignIn(t, staff)}, options...) {
		o(w)
	}
	console, err := New(w.config)
	if err != nil {
		t.Fatal(err)
	}
	g.testConsole = &testConsole{Console: console, log: log}
	return g
}

// withPublicURL is an option.
func withPublicURL(address string) option {
	return func(w *wiring) { w.config.PublicURL = address }
}

// browser keeps cookies as a browser does.
type browser struct {
	t       testing.TB
	h       http.Handler
	cookies map[string]string
	address string
	host    string // empty for the usual one
}

func newBrowser(t testing.TB, h http.Handler) *browser {
	return &browser{t: t, h: h, cookies: map[string]string{}, address: "192.0.2.1:1234"}
}

// do sends a request; header names and values alternate.
func (b *browser) do(method, target, body string, header ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = b.address
	if b.host != "" {
		r.Host = b.host
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for name, value := range b.cookies {
		r.Header.Add("Cookie", name+"="+value) // as it is, unlike AddCookie
	}
	rec := serve(b.h, r)
	for _, cookie := range rec.Result().Cookies() {
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return rec
}

func (b *browser) get(target string, header ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do(http.MethodGet, target, "", header...)
}

func (b *browser) post(target, form string, header ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do(http.MethodPost, target, form, header...)
}

// try signs in with a password and to a page.
func (b *browser) try(name, password, next string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.post("/login", url.Values{"user": {name}, "password": {password}, "next": {next}}.Encode())
}

// signIn signs in or fails the test.
func (b *browser) signIn(name string) *browser {
	b.t.Helper()
	if rec := b.try(name, passwordOf(name), "/codes"); rec.Code != 303 || rec.Header().Get("Location") != "/codes" {
		b.t.Fatalf("sign-in as %s: status %d, Location %q", name, rec.Code, rec.Header().Get("Location"))
	}
	return b
}

// signedIn reports whether the browser has a session.
func (b *browser) signedIn() bool {
	return b.cookies["isales-session"] != "" || b.cookies["__Host-isales-session"] != ""
}

// copied is another browser with the same cookies.
func (b *browser) copied() *browser {
	other := newBrowser(b.t, b.h)
	for name, value := range b.cookies {
		other.cookies[name] = value
	}
	other.host = b.host
	return other
}

// outcome is the status and the address of an answer.
func outcome(rec *httptest.ResponseRecorder) string {
	return strings.TrimSpace(fmt.Sprint(rec.Code, " ", rec.Header().Get("Location")))
}

// heading is the h1 of a page.
func heading(t testing.TB, rec *httptest.ResponseRecorder) string {
	t.Helper()
	return join(texts(parse(t, rec.Body.String()), "h1"))
}

// errorDocument is the error that a program gets.
func errorDocument(t testing.TB, status int, code, message string) string {
	t.Helper()
	b, err := json.MarshalIndent(map[string]any{"error": jsonError{Status: status, Code: code, Message: message,
		RequestID: requestID}}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// containsAny reports whether one of the words stands in the text.
func containsAny(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}
