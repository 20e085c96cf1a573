package handlers

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/handlers/session"
	"isales-console/isales/isalestest"
)

// TestThemeChoice: a theme, a language or both; whatever is none is refused and
// changes nothing.
func TestThemeChoice(t *testing.T) {
	type kept struct {
		Status      int
		Lang, Theme string
	}
	tests := []struct {
		form string
		want kept
	}{
		{"theme=light", kept{303, "zh-CN", "light"}},
		{"theme=dark", kept{303, "zh-CN", "dark"}},
		{"theme=system", kept{303, "zh-CN", ""}},
		{"lang=en", kept{303, "en", "dark"}},
		{"lang=en&theme=light", kept{303, "en", "light"}},
		{"lang=en&theme=system", kept{303, "en", ""}},
		{"theme=light&theme=dark", kept{303, "zh-CN", "light"}},
		{"", kept{Status: 400}},
		{"theme=", kept{Status: 400}},
		{"theme=DARK", kept{Status: 400}},
		{"theme=dark+", kept{Status: 400}},
		{"theme=%22%3E%3Cscript%3E", kept{Status: 400}},
		{"lang=en&theme=blue", kept{Status: 400}},
		{"lang=en&theme=", kept{Status: 400}},
		{"lang=fr&theme=light", kept{Status: 400}},
		{"lang=&theme=light", kept{Status: 400}},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, test := range tests {
		before := console.sessions.Empty()
		before.Lang, before.Theme = "zh-CN", "dark"
		form, err := url.ParseQuery(test.form)
		if err != nil {
			t.Fatal(err)
		}
		form.Set("next", "/codes")
		answer, after := choose(t, console, before, form)
		got := kept{Status: answer.Status}
		if after != nil {
			got.Lang, got.Theme = after.Lang, after.Theme
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.form, diff)
		}
	}
}

// themeOf is the theme of a page and the pressed button.
func themeOf(doc *goquery.Document) [2]string {
	return [2]string{doc.Find("html").AttrOr("data-theme", "none"),
		doc.Find(".themes [aria-pressed=true]").AttrOr("value", "none")}
}

// TestThemeOfPages: the session's theme is on every kind of page; one that is
// none counts as the system's.
func TestThemeOfPages(t *testing.T) {
	tests := map[string][2]string{
		"": {"none", "system"}, "light": {"light", "light"}, "dark": {"dark", "dark"},
		"system": {"none", "system"}, "Dark": {"none", "system"}, `"><script>`: {"none", "system"},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for theme, want := range tests {
		for _, path := range []string{"/", "/lookup?vdnId=x", examplePath, "/vdns/40/results/140", "/codes",
			"/codes/00605", "/nowhere", "/vdns/40", "/vdns/40/batch?id=1402245659"} {
			r := newRequest(t, http.MethodGet, path)
			s := console.sessions.Empty()
			s.Theme = theme
			console.send(t, r, s)
			doc := parse(t, serve(console, r).Body.String())
			if got := themeOf(doc); got != want {
				t.Errorf("%s with theme %q: %q, want %q", path, theme, got, want)
			}
		}
	}
}

// TestThemeSwitch presses each button of a page and comes back to it, in the
// theme and in the language that the page had.
func TestThemeSwitch(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, path := range []string{"/?lang=zh", "/codes?q=%E5%BF%99&group=busy", "/lookup?vdnId=x&lang=zh"} {
		b := newBrowser(t, console)
		for _, theme := range []string{"dark", "light", "system"} {
			before := parse(t, b.get(path).Body.String())
			form := before.Find("form.themes")
			fields := url.Values{"theme": {form.Find("button[value="+theme+"]").AttrOr("value", "")}}
			for _, input := range form.Find("input").EachIter() {
				fields.Set(input.AttrOr("name", ""), input.AttrOr("value", ""))
			}
			answer := b.post(form.AttrOr("action", ""), fields.Encode())
			after := parse(t, b.get(answer.Header().Get("Location")).Body.String())
			want := []string{before.Find("h1").Text(), before.Find("html").AttrOr("lang", ""), theme}
			got := []string{after.Find("h1").Text(), after.Find("html").AttrOr("lang", ""), themeOf(after)[1]}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-want +got)\n%s", path, theme, diff)
			}
		}
	}
}

// TestThemeIsKept through the sign-in, and when it runs out.
func TestThemeIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := newTimed(t)
		b := newBrowser(t, console)
		b.post("/preferences", "theme=dark")
		b.signIn("alice")
		if got := themeOf(parse(t, b.get("/codes").Body.String())); got != [2]string{"dark", "dark"} {
			t.Errorf("signed in: %q", got)
		}
		time.Sleep(session.IdleTime)
		if got := themeOf(parse(t, b.get("/login").Body.String())); got != [2]string{"dark", "dark"} {
			t.Errorf("after the sign-in ran out: %q", got)
		}
	})
}
