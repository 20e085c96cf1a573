package handlers

import (
	"net/url"
	"strings"
	"testing"

	"isales-console/safetext"
)

// foreign are values of next that must not lead anywhere but to "/".
var foreign = []string{
	"", "codes", "evil.example", "//evil.example", "///evil.example", "////evil.example/", `/\evil.example`,
	`\/evil.example`, `\\evil.example`,
	`//\evil.example`, "/%5cevil.example", "/%5Cevil.example", "/%2fevil.example", "/%2F%2Fevil.example",
	"/%09/evil.example", "/\t/evil.example",
	"/\n/evil.example", "/\r\nLocation: https://evil.example", "/%0d%0aLocation:%20https://evil.example",
	"/%0a/evil.example", "/%00/evil", "/\x00",
	"https:evil.example", "https:/evil.example", "https://evil.example", "HTTPS://evil.example/",
	"http://evil.example", "http:\\\\evil.example",
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
	"mailto:a@evil.example", "@evil.example", ".evil.example",
	"?next=//evil.example", "#//evil.example", " //evil.example", "\u00a0//evil.example", "\u200b//evil.example",
	"／／evil.example", "//evil.example/..",
	"//user:pass@evil.example", "//evil.example:80", "//[::1]/", "/%", "/%zz", "//example.com/codes",
	"http://example.com/codes", "*",
	"/logout", "/logout?a=b", "/logout/", "/a/../logout", "/%6cogout", "/Logout", "/preferences", "/recent/clear", "/account/end",
}

// here are values that stay, and what becomes of them on their way.
var local = map[string]string{
	"/":                    "/",
	"/codes":               "/codes",
	"/codes?q=%2F%2Fevil":  "/codes?q=%2F%2Fevil",
	"/codes?q=//evil":      "/codes?q=//evil",
	"/codes#api":           "/codes#api",
	examplePath + ".json":  examplePath + ".json",
	"/..//evil.example":    "/evil.example",
	"/.//evil.example":     "/evil.example",
	"/a/..//evil.example":  "/evil.example",
	"/@evil.example":       "/@evil.example",
	"/;//evil.example":     "/;/evil.example",
	"/:80/":                "/:80/",
	"/https://evil":        "/https:/evil",
	"/?next=https://evil/": "/?next=https://evil/",
	"/／evil.example":       "/%ef%bc%8fevil.example",
	"/⁄evil.example":       "/%e2%81%84evil.example",
	"/\u2028/evil":         "/%E2%80%A8/evil",
	"/\u0085evil":          "/%C2%85evil",
}

// TestOpenRedirects: the sign-in and the language lead to this console only.
func TestOpenRedirects(t *testing.T) {
	tests := map[string]string{"/" + strings.Repeat("x", 60_000): "/" + strings.Repeat("x", 60_000),
		"//" + strings.Repeat("x", 60_000): "/"}
	for _, next := range foreign {
		tests[next] = "/"
	}
	for next, want := range local {
		tests[next] = want
	}
	for next, want := range tests {
		console := newTimed(t)
		alice := newBrowser(t, console)
		if shown := values(t, alice.get("/login?next="+url.QueryEscape(next)))["next"]; shown != nextPath(next) ||
			want == "/" && shown != "/" {
			t.Errorf("next=%.60q: the form has %.60q", next, shown)
		}
		if got := outcome(alice.try("alice", passwordOf("alice"), next)); got != "303 "+want {
			t.Errorf("next=%.60q: %.60s, want %.60s", next, got, want)
		}
		if got := outcome(alice.get("/login?next=" + url.QueryEscape(next))); got != "303 "+want {
			t.Errorf("next=%.60q while signed in: %.60s, want %.60s", next, got, want)
		}
		if got := outcome(alice.post("/preferences", "lang=en&next="+url.QueryEscape(next))); got != "303 "+want {
			t.Errorf("next=%.60q of the language: %.60s, want %.60s", next, got, want)
		}
	}
}

// TestLanguageLeavesTheAddress: also with ?lang= it stays on the host.
func TestLanguageLeavesTheAddress(t *testing.T) {
	b := newBrowser(t, newTimed(t))
	for next, want := range map[string]string{
		"/codes?lang=en": "/codes", "/codes?lang=en&q=a+b": "/codes?q=a+b", "//evil?lang=en": "/",
		"/.//evil?lang=en":   "/evil",
		"/%2e//evil?lang=en": "/%2e/evil", "/%2F/evil?lang=en": "/", "/\\evil?lang=en": "/",
		"/codes#x?lang=": "/codes#x?lang=",
	} {
		if got := outcome(b.post("/preferences", "lang=zh&next="+url.QueryEscape(next))); got != "303 "+want {
			t.Errorf("next=%q: %s, want %s", next, got, want)
		}
	}
}

// browserHost is the host to which a browser at https://console.example goes
// when it is sent to an address: as the WHATWG URL standard says, it drops tabs
// and line ends and takes a backslash for a slash.
func browserHost(t *testing.T, location string) string {
	t.Helper()
	location = strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\",
		"/").Replace(strings.TrimFunc(location, func(r rune) bool { return r <= ' ' }))
	if strings.HasPrefix(location, "//") {
		return "another"
	}
	to, err := (&url.URL{Scheme: "https", Host: "console.example", Path: "/login"}).Parse(location)
	if err != nil || to.Scheme != "https" || to.Opaque != "" {
		return "another"
	}
	return to.Host
}

// FuzzLocalPath: what comes out is "/" or what went in, and a browser stays on
// the host with it.
//
//	go test ./handlers -fuzz FuzzLocalPath
func FuzzLocalPath(f *testing.F) {
	for _, next := range foreign {
		f.Add(next)
	}
	for next := range local {
		f.Add(next)
	}
	f.Fuzz(func(t *testing.T, next string) {
		for _, got := range []string{localPath(next), withoutLang(localPath(next)), localPath(withoutLang(localPath(next)))} {
			if !strings.HasPrefix(got, "/") || browserHost(t, got) != "console.example" {
				t.Errorf("%q becomes %q, with which a browser leaves", next, got)
			}
			if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
				t.Errorf("%q becomes %q, which is no header value", next, got)
			}
		}
		if got := localPath(next); got != "/" && got != safetext.URL(next) {
			t.Errorf("%q was changed to %q", next, got)
		}
	})
}
