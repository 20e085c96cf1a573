package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func withLoopbackOnly(w *wiring) { w.config.LoopbackOnly = true }

// TestHosts: the console answers for its own name only, but for health checks.
func TestHosts(t *testing.T) {
	tests := []struct {
		public string // "loopback" for a console that only this machine reaches
		own    string
		others string
	}{
		{"", "example.com evil.example:80 192.0.2.1 [::1]:8080", ""},
		{"https://console.example", "console.example console.example:443 CONSOLE.Example Console.EXAMPLE:443",
			"evil.example console.example:80 console.example:8443 console.example. console.example.evil.example xconsole.example localhost 127.0.0.1 [::1] console.example:443:443 :443 user@console.example"},
		{"https://console.example:443", "console.example console.example:443", "console.example:80 evil.example"},
		{"https://Console.Example", "console.example console.example:443", "evil.example"},
		{"http://console.example", "console.example console.example:80", "console.example:443 evil.example"},
		{"http://console.example:80", "console.example console.example:80", "console.example:8080"},
		{"http://console.example:8080", "console.example:8080 CONSOLE.example:8080",
			"console.example console.example:80 console.example:80801 evil.example:8080"},
		{"https://[2001:db8::1]", "[2001:db8::1] [2001:DB8::1]:443", "2001:db8::1 [::1] [2001:db8::2]"},
		{"loopback", "localhost LOCALHOST localhost:8080 127.0.0.1 127.0.0.1:8080 127.1.2.3:1 [::1] [::1]:8080 [::ffff:127.0.0.1]:8080",
			"evil.example evil.example:8080 localhost.evil.example 127.0.0.1.evil.example xlocalhost localhost.:8080 0.0.0.0 0.0.0.0:8080 192.0.2.1 [::] [2001:db8::1]:8080 127.1 2130706433 0x7f.1 :8080 user@localhost"},
	}
	for _, test := range tests {
		t.Run(test.public, func(t *testing.T) {
			option := withPublicURL(test.public)
			if test.public == "loopback" {
				option = withLoopbackOnly
			}
			console := newTimed(t, option)
			b := newBrowser(t, console)
			for own := range strings.FieldsSeq(test.own) {
				b.host = own
				if rec := b.get("/login"); rec.Code != 200 {
					t.Errorf("%s: status %d", own, rec.Code)
				}
			}
			for other := range strings.FieldsSeq(test.others) {
				b.host = other
				for _, path := range []string{"/login", "/", "/codes.json", "/static/x", "/nowhere", "//healthz", "/healthz/"} {
					for _, method := range []string{"GET", "HEAD", "POST"} {
						if rec := b.do(method, path, "", "X-Forwarded-Host", "console.example", "Forwarded",
							"host=localhost"); rec.Code != 421 || rec.Header().Get("Location") != "" {
							t.Errorf("%s %s at %s: %s", method, path, other, outcome(rec))
						}
					}
				}
				for _, path := range []string{"/healthz", "/readyz"} {
					if rec := b.get(path); rec.Code != 200 {
						t.Errorf("%s at %s: status %d", path, other, rec.Code)
					}
				}
			}
		})
	}
}

// TestWrongHostPage says whom to ask, and shows nothing of the host.
func TestWrongHostPage(t *testing.T) {
	b := newBrowser(t, newTimed(t, withLoopbackOnly))
	b.host = "evil.example"
	rec := b.get("/login")
	header := rec.Header().Clone()
	header.Del("Content-Length")
	if diff := cmp.Diff([]any{421, and("Content-Type", htmlType, "Cache-Control", "no-store")},
		[]any{rec.Code, header}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	want := []string{"This console has another address", "It does not answer under the host name in the address bar."}
	if diff := cmp.Diff(want, texts(parse(t, rec.Body.String()), "main h1, main h1 ~ p")[:2]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if strings.Contains(rec.Body.String(), "evil.example") {
		t.Error("the page shows the foreign host")
	}
	b.host = ""
	// httptest's own host is a foreign one too; programs are told the same.
	rec = b.get("/codes.json")
	if rec.Code != 421 || !strings.Contains(rec.Body.String(), `"code": "wrong_host"`) {
		t.Errorf("a program: status %d, %s", rec.Code, rec.Body)
	}
}
