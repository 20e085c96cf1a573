package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/views"
)

// TestLanguageChoice: the URL, then the preference, then the browser.
func TestLanguageChoice(t *testing.T) {
	const en, zh = "en", "zh-CN"
	tests := []struct {
		query      string // of the URL
		preference string
		accept     string
		want       string
	}{
		{"", "", "", en},
		// The URL, whatever else is said.
		{"?lang=en", zh, zh, en},
		{"?lang=zh", en, en, zh},
		{"?lang=zh-CN", en, en, zh},
		{"?lang=ZH-cn", en, en, zh},
		{"?lang=EN", zh, zh, en},
		{"?x=1&lang=zh", en, en, zh},
		{"?lang=zh&lang=en", "", "", zh},
		{"?lang=%7A%68", "", "", zh},
		{"?l%61ng=zh", "", "", zh},
		// One that is none says nothing.
		{"?lang=", zh, "", zh},
		{"?lang=fr", zh, en, zh},
		{"?lang=fr", "", zh, zh},
		{"?lang=zh-TW", "", "", en},
		{"?lang=zh_CN", "", "", en},
		{"?lang=-", "", "", en},
		{"?lang=zh-CN%00", "", "", en},
		{"?language=zh", "", "", en},
		{"?slang=zh", "", "", en},
		{"?lang", "", zh, zh},
		// The preference, whatever the browser says.
		{"", zh, "en-GB,en;q=0.9", zh},
		{"", en, "zh-CN,zh;q=0.9", en},
		{"", "fr", zh, zh},
		// The browser.
		{"", "", "zh", zh},
		{"", "", "zh-CN", zh},
		{"", "", "zh-Hans", zh},
		{"", "", "zh-Hans-CN", zh},
		{"", "", "zh-SG", zh},
		{"", "", "zh-TW", zh}, // better than English
		{"", "", "ZH-cn", zh},
		{"", "", "en-GB", en},
		{"", "", "en-US,en;q=0.9,zh-CN;q=0.8", en},
		{"", "", "zh-CN,zh;q=0.9,en;q=0.8", zh},
		{"", "", "en;q=0.2, zh;q=0.3", zh},
		{"", "", "zh;q=0.2, en;q=0.3", en},
		{"", "", "fr", en},
		{"", "", "fr, zh;q=0.1", zh},
		{"", "", "fr, de, en;q=0.1", en},
		{"", "", "zh;q=0", en},
		{"", "", "*", en},
		{"", "", "zh;q=high", en},
		{"", "", ";;;,,,", en},
		{"", "", "\xff\xfe", en},
		{"", "", strings.Repeat("zh-", 2000), en}, // no browser sends so much
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, test := range tests {
		r := newRequest(t, http.MethodGet, "/codes/00605"+test.query)
		if test.accept != "" {
			r.Header.Set("Accept-Language", test.accept)
		}
		if test.preference != "" {
			s := console.sessions.Empty()
			s.Lang = test.preference
			console.send(t, r, s)
		}
		rec := serve(console, r)
		doc := parse(t, rec.Body.String())
		got := []string{doc.Find("html").AttrOr("lang", ""), doc.Find("h1").Text(), rec.Header().Get("Set-Cookie")}
		want := []string{test.want, map[string]string{en: "00605 The switch is busy",
			zh: "00605 交换设备忙"}[test.want], ""}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q, preference %q, Accept-Language %.40q (-want +got)\n%s", test.query, test.preference, test.accept, diff)
		}
	}
}

// preferred is how a choice of the language is answered.
type preferred struct {
	Status   int
	Location string
	Lang     string // kept in the cookie; empty when there is none
}

// choose sends the form of the language switch.
func choose(t testing.TB, c *testConsole, before *session.Session, form url.Values) (preferred, *session.Session) {
	t.Helper()
	r := formRequest(http.MethodPost, "/preferences", form)
	if before != nil {
		c.send(t, r, before)
	}
	rec := serve(c, r)
	got := preferred{Status: rec.Code, Location: rec.Header().Get("Location")}
	cookies := rec.Result().Cookies()
	if len(cookies) == 0 {
		return got, nil
	}
	if len(cookies) > 1 {
		t.Errorf("%d cookies, want one", len(cookies))
	}
	next := httptest.NewRequest(http.MethodGet, "/", nil)
	next.AddCookie(cookies[0])
	after := c.sessions.Load(next)
	got.Lang = after.Lang
	return got, after
}

// TestPreferences: the switch keeps the page and its state.
func TestPreferences(t *testing.T) {
	long := "/codes?q=" + strings.Repeat("x", 5000)
	tests := []struct {
		lang, next string
		want       preferred
	}{
		{"zh-CN", "/", preferred{303, "/", "zh-CN"}},
		{"zh", "/", preferred{303, "/", "zh-CN"}},
		{"ZH-cn", "/codes", preferred{303, "/codes", "zh-CN"}},
		{"en", examplePath, preferred{303, examplePath, "en"}},
		{"en", "/codes?q=%E5%BF%99&group=busy", preferred{303, "/codes?q=%E5%BF%99&group=busy", "en"}},
		{"en", "/codes?vdnId=40&x=1+2&x=%2F", preferred{303, "/codes?vdnId=40&x=1+2&x=%2F", "en"}},
		{"en", long, preferred{303, long, "en"}},
		// An explicit language would outweigh the choice.
		{"en", "/codes?lang=zh", preferred{303, "/codes", "en"}},
		{"en", "/codes?q=busy&lang=zh&group=busy", preferred{303, "/codes?group=busy&q=busy", "en"}},
		{"en", "/codes?lang=zh&lang=en&q=%E5%BF%99", preferred{303, "/codes?q=%E5%BF%99", "en"}},
		{"en", "/codes?slang=zh", preferred{303, "/codes?slang=zh", "en"}},
		// Anything but a local path leads home.
		{"en", "", preferred{303, "/", "en"}},
		{"en", "//evil.example/", preferred{303, "/", "en"}},
		{"en", "///evil.example/?lang=zh", preferred{303, "/", "en"}},
		// A language that is none is refused and kept nowhere.
		{"", "/codes", preferred{400, "", ""}},
		{"fr", "/codes", preferred{400, "", ""}},
		{"zh-TW", "/codes", preferred{400, "", ""}},
		{"en ", "/codes", preferred{400, "", ""}},
		{"<script>", "/codes", preferred{400, "", ""}},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, test := range tests {
		got, _ := choose(t, console, nil, url.Values{"lang": {test.lang}, "next": {test.next}})
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q, back to %.60q (-want +got)\n%s", test.lang, test.next, diff)
		}
	}
}

// TestPreferencesStoreNothingElse compares the cookie before and after a choice.
func TestPreferencesStoreNothingElse(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	form := url.Values{"lang": {"zh"}, "next": {"/codes?q=secret"}, "user": {"mallory"}, "more": {"x"}}

	_, fresh := choose(t, console, nil, form)
	now := testNow().Unix()
	want := &session.Session{ID: fresh.ID, Created: now, Seen: now, Lang: "zh-CN"}
	if diff := cmp.Diff(want, fresh, cmpopts.IgnoreUnexported(session.Session{})); diff != "" {
		t.Errorf("first visit (-want +got)\n%s", diff)
	}

	before := console.sessions.Empty()
	before.Lang, before.Recent = "en", []session.Lookup{{VDNID: 40, DefID: 1402245659, At: now}}
	_, after := choose(t, console, before, form)
	before.Lang = "zh-CN"
	if diff := cmp.Diff(before, after, cmpopts.IgnoreUnexported(session.Session{})); diff != "" {
		t.Errorf("later (-want +got)\n%s", diff)
	}
}

// TestSwitchOnEachPage presses the switch of a page and follows it there and
// back: the same page comes in the other language, with its state.
func TestSwitchOnEachPage(t *testing.T) {
	tests := []struct{ path, back string }{
		{"/", "/"},
		{"/?lang=zh", "/"},
		{"/lookup?vdnId=x&defId=1+x", "/lookup?vdnId=x&defId=1+x"},
		{"/codes?q=%E5%BF%99&group=busy&lang=en", "/codes?group=busy&q=%E5%BF%99"},
		{"/codes/00605?vdnId=40", "/codes/00605?vdnId=40"},
		{examplePath, examplePath},
		{"/vdns/40/results/140", "/vdns/40/results/140"},
		{"/nowhere/%2F?x=%22", "/nowhere/%2F?x=%22"},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, test := range tests {
		first := get(t, console, test.path)
		doc := parse(t, first.Body.String())
		form := doc.Find("form.languages")
		button := form.Find("button[name=lang]")
		next := form.Find("input[name=next]").AttrOr("value", "")
		if diff := cmp.Diff(test.back, next); diff != "" {
			t.Errorf("%s leads back to (-want +got)\n%s", test.path, diff)
		}
		if button.AttrOr("lang", "") != button.AttrOr("value", "-") || form.AttrOr("method", "") != "post" {
			t.Errorf("%s: the switch says %q in %q", test.path, button.AttrOr("value", ""), button.AttrOr("lang", ""))
		}
		r := formRequest(http.MethodPost, form.AttrOr("action", ""),
			url.Values{"lang": {button.AttrOr("value", "")}, "next": {next}})
		chosen := serve(console, r)
		again := newRequest(t, http.MethodGet, chosen.Header().Get("Location"))
		for _, cookie := range chosen.Result().Cookies() {
			again.AddCookie(cookie)
		}
		second := serve(console, again)
		got := []any{second.Code, parse(t, second.Body.String()).Find("html").AttrOr("lang", "")}
		if diff := cmp.Diff([]any{first.Code, button.AttrOr("value", "")}, got); diff != "" {
			t.Errorf("%s in the other language (-want +got)\n%s", test.path, diff)
		}
	}
}

// TestPlatformLanguage: the platform is asked in the language of the page, and
// the dictionaries of the languages are kept apart.
func TestPlatformLanguage(t *testing.T) {
	tests := []struct {
		lang, path string
		locale     isales.Language
		contains   string
	}{
		{"en", examplePath, isales.English, "The called party is being forwarded"},
		{"zh-CN", examplePath, isales.Chinese, "被叫正在转移"},
		{"en", examplePath + ".json", isales.English, "The called party is being forwarded"},
		{"zh-CN", examplePath + ".csv", isales.Chinese, "被叫正在转移"},
		{"en", "/codes/90029?vdnId=40", isales.English, "The agent is in the busy state"},
		{"zh-CN", "/codes/90029?vdnId=40", isales.Chinese, "座席示忙"},
		{"en", "/codes?q=90029&vdnId=40", isales.English, "The agent is in the busy state"},
		{"zh-CN", "/codes.json?q=90029&vdnId=40", isales.Chinese, "座席示忙"},
	}
	shared := newConsole(t, isalestest.Options{}, withDictionary, withoutLog)
	for _, test := range tests {
		for name, console := range map[string]*testConsole{"alone": newConsole(t, isalestest.Options{},
			withDictionary, withoutLog), "after others": shared} {
			console.platform.ResetRequests()
			rec := get(t, console, test.path, "Accept-Language", test.lang)
			if rec.Code != 200 || !strings.Contains(rec.Body.String(), test.contains) {
				t.Errorf("%s in %s, %s: status %d, without %q", test.path, test.lang, name, rec.Code, test.contains)
			}
			requests := console.platform.Requests()
			for _, r := range requests {
				if got := r.Header.Get("locale"); got != string(test.locale) {
					t.Errorf("%s in %s, %s: the platform was asked for %s in %q", test.path, test.lang, name, r.Operation, got)
				}
			}
			if name == "alone" && len(requests) == 0 {
				t.Errorf("%s: the platform was not asked", test.path)
			}
		}
	}
}

// TestWayBackToTheResult: a page leads back to the address that it was asked for,
// whichever of them it was made for first.
func TestWayBackToTheResult(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog, withResults(exampleCopy()))
	for range 2 {
		for path, want := range map[string]string{"": "", "?again=all": "?again=all", "?": "?", "?lang=en": "",
			"?lang=en&again=all": "?again=all"} {
			if got := parse(t, get(t, console,
				examplePath+path).Body.String()).Find(`[action="/preferences"] [name=next]`).AttrOr("value",
				""); got != examplePath+want {
				t.Errorf("%q leads back to %q, want %q", path, got, want)
			}
		}
	}
}

// TestMoment writes times in UTC whatever zone they come in.
func TestMoment(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*60*60)
	got := locales[0].moment(time.Date(2026, 1, 1, 7, 59, 59, 999, shanghai))
	want := views.Time{Machine: "2025-12-31T23:59:59Z", Human: "31 Dec 2025, 23:59:59 UTC"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
