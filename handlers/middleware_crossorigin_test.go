package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCrossOrigin sends every form from other sites: nothing happens, and the
// answer is our page.
func TestCrossOrigin(t *testing.T) {
	foreign := map[string][]string{
		"cross-site":                {"Sec-Fetch-Site", "cross-site"},
		"same-site":                 {"Sec-Fetch-Site", "same-site"},
		"cross-site, forged origin": {"Sec-Fetch-Site", "cross-site", "Origin", "http://example.com"},
		"unknown site":              {"Sec-Fetch-Site", "x"},
		"foreign origin":            {"Origin", "https://evil.example"},
		"null origin":               {"Origin", "null"},
		"sub-domain":                {"Origin", "http://x.example.com"},
		"another port":              {"Origin", "http://example.com:8080"},
		"no URL":                    {"Origin", "example.com"},
		"suffix":                    {"Origin", "http://example.com.evil.example"},
	}
	console := newTimed(t)
	alice := newBrowser(t, console).signIn("alice")
	alice.get("/vdns/40/results/1")
	audits := len(console.audits.records(t))
	cookies := alice.copied().cookies
	for name, header := range foreign {
		for path, form := range map[string]string{"/login": "user=bob&password=correct+horse+of+bob", "/logout": "",
			"/preferences": "lang=zh", "/recent/clear": "", "/nowhere": "", "/codes": ""} {
			rec := alice.post(path, form, header...)
			got := rec.Header().Clone()
			got.Del("Content-Length")
			if diff := cmp.Diff([]any{403, and("Content-Type", htmlType, "Cache-Control", "no-store")},
				[]any{rec.Code, got}); diff != "" {
				t.Errorf("%s to %s (-want +got)\n%s", name, path, diff)
				continue
			}
			want := []string{"This form was sent from another site", "To be safe, the console did nothing.",
				"Open the page again and resend the form."}
			if diff := cmp.Diff(want, texts(parse(t, rec.Body.String()), "main h1, main h1 ~ p")); diff != "" {
				t.Errorf("%s to %s (-want +got)\n%s", name, path, diff)
			}
		}
	}
	if diff := cmp.Diff(cookies, alice.cookies); diff != "" || len(console.audits.records(t)) != audits {
		t.Errorf("something happened: %s\n%s", diff, console.audits)
	}
	if got := recentLinks(alice); len(got) != 1 {
		t.Errorf("alice's look-ups: %v", got)
	}
	rec := alice.post("/logout", "", "Sec-Fetch-Site", "cross-site", "Accept", "application/json")
	if want := errorDocument(t, 403, "cross_origin",
		"To be safe, the console did nothing. Open the page again and resend the form."); rec.Code != 403 ||
		rec.Body.String() != want {
		t.Errorf("a program: status %d, %s", rec.Code, cmp.Diff(want, rec.Body.String()))
	}
	// Links from other sites are fine: they change nothing.
	if rec := alice.get("/codes", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); rec.Code != 200 {
		t.Errorf("a link: status %d", rec.Code)
	}
}

// TestSameOrigin: forms of the console itself, and of programs that send no
// header, pass.
func TestSameOrigin(t *testing.T) {
	tests := map[string]struct {
		public, host string
		header       []string
		status       int
	}{
		"no header":   {"", "", nil, 303},
		"same-origin": {"", "", []string{"Sec-Fetch-Site", "same-origin"}, 303},
		"typed":       {"", "", []string{"Sec-Fetch-Site", "none"}, 303},
		"old browser": {"", "", []string{"Origin", "http://example.com"}, 303},
		"old browser, https": {"https://console.example", "console.example",
			[]string{"Origin", "https://console.example"}, 303},
		"proxy names the port": {"https://console.example", "console.example:443",
			[]string{"Origin", "https://console.example"}, 303},
		"and the site": {"https://console.example", "console.example:443",
			[]string{"Origin", "https://console.example", "Sec-Fetch-Site", "same-origin"}, 303},
		"port, but foreign origin": {"https://console.example", "console.example:443",
			[]string{"Origin", "https://evil.example"}, 403},
		// The public URL is the only name: a proxy must keep it.
		"proxy rewrites the host": {"https://console.example", "10.0.0.1:8080",
			[]string{"Origin", "https://console.example"}, 421},
		"unknown name, rewritten, new": {"", "10.0.0.1:8080",
			[]string{"Origin", "https://console.example", "Sec-Fetch-Site", "same-origin"}, 303},
		"unknown name, rewritten, old": {"", "10.0.0.1:8080", []string{"Origin", "https://console.example"}, 403},
		"another public name is not trusted": {"https://other.example", "other.example",
			[]string{"Origin", "https://console.example"}, 403},
	}
	for name, test := range tests {
		b := newBrowser(t, newTimed(t, withPublicURL(test.public)))
		b.host = test.host
		if rec := b.post("/login", "user=alice&password="+strings.ReplaceAll(passwordOf("alice"), " ", "+"),
			test.header...); rec.Code != test.status {
			t.Errorf("%s: status %d, want %d", name, rec.Code, test.status)
		}
	}
}
