package handlers

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// formAction is where forms of the console are sent.
var formAction = regexp.MustCompile(`^/(find|lookup|explain|codes(/[^/?]+)?|login|logout|preferences|recent/clear|` +
	`vdns/[1-9][0-9]*/(batch|codes|changes|compare|campaigns|campaigns/[1-9][0-9]*/codes))$`)

// checkStructure checks what a screen reader, a keyboard and the script rely on;
// TestGolden calls it for every page state.
func checkStructure(t *testing.T, lang, page string) {
	t.Helper()
	doc := parse(t, page)
	for selector, want := range map[string]int{
		"html[lang='" + lang + "']": 1, "h1": 1, "main#content": 1, "header": 1, "nav:not([aria-label])": 0,
		"header nav": 1, "footer": 1, "head > title": 1,
		"body > a.skip[href='#content']:first-child": 1, "[role=status]": 1, "body > [role=status]": 1,
		"[style]": 0, "style": 0, "script:not([src])": 0, "[tabindex]:not([tabindex='0']):not([tabindex='-1'])": 0,
		"input[required]": 0, "input[placeholder]": 0, "input[maxlength]": 0, "img": 0, "a:not([href])": 0,
		"[role=region]:not([aria-labelledby]):not([aria-label])": 0, "th:not([scope])": 0, "dd:empty": 0, "td:empty:not(.matrix td)": 0,
		"ul:empty": 0, "ol:empty": 0, "dl:empty": 0, "tbody:empty": 0, "ul.actions:not(:has(a))": 0, "ul:not(:has(li))": 0,
		"form.languages button[name=lang][lang]": 1, "form[method=get] [name=lang]": 0, "option:empty": 0, "button:empty": 0, "a:empty": 0,
	} {
		if got := doc.Find(selector).Length(); got != want {
			t.Errorf("%d of %s, want %d", got, selector, want)
		}
	}
	ids := map[string]bool{}
	for _, e := range doc.Find("[id]").EachIter() {
		id := e.AttrOr("id", "")
		if ids[id] || id == "" {
			t.Errorf("id %q is empty or there twice", id)
		}
		ids[id] = true
	}
	for attribute, prefix := range map[string]string{"href": "#", "aria-describedby": "", "aria-labelledby": "", "for": ""} {
		for _, e := range doc.Find("[" + attribute + "]").EachIter() {
			value, ok := strings.CutPrefix(e.AttrOr(attribute, ""), prefix)
			for id := range strings.FieldsSeq(value) {
				if ok && !ids[id] {
					t.Errorf("%s=%q leads to no element", attribute, id)
				}
			}
		}
	}
	if title := doc.Find("head > title").Text(); strings.Contains(title, "  ") || title != strings.TrimSpace(title) {
		t.Errorf("title %q has space too much", title)
	}
	for _, e := range doc.Find("input:not([type=hidden]), select, textarea").EachIter() {
		if doc.Find("label[for="+e.AttrOr("id", "")+"]").Length() != 1 {
			t.Errorf("input %q has no label", e.AttrOr("id", ""))
		}
	}
	for _, e := range doc.Find("[onclick], [onerror], [onload], iframe, object, embed, base").EachIter() {
		html, _ := e.Html()
		t.Errorf("unexpected on any page: %s", html)
	}
	for _, e := range doc.Find("form").EachIter() {
		// The search of a list keeps the address that it stands at.
		if action, ok := e.Attr("action"); !formAction.MatchString(action) &&
			(ok || !e.Is("form.search[method=get]") || doc.Find("#q").Length() != 1) {
			t.Errorf("a form is sent to %q", action)
		}
	}
	level := 1 // none may be skipped below the one h1
	for _, h := range doc.Find("h1, h2, h3, h4, h5, h6").EachIter() {
		n, err := strconv.Atoi(h.Nodes[0].Data[1:])
		if err != nil || n > level+1 {
			t.Errorf("%s after h%d", h.Nodes[0].Data, level)
		}
		level = n
	}
}

// TestForeignTexts: Chinese texts on an English page say so, others do not.
func TestForeignTexts(t *testing.T) {
	tests := map[string]struct {
		h1 string
	}{
		"/vdns/40/results/1402245673": {"zh-CN"},
		examplePath:                   {""},
		"/vdns/40/results/1402245676": {"zh-CN"}, // mixed
	}
	console := newConsole(t, isalestest.Options{})
	for path, want := range tests {
		doc := parse(t, get(t, console, path).Body.String())
		if got := doc.Find("h1").AttrOr("lang", ""); got != want.h1 {
			t.Errorf("%s: h1 has lang %q, want %q", path, got, want.h1)
		}
	}
}

// TestCodeLinks: each link of a result leads to the page of its code.
func TestCodeLinks(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	links := parse(t, get(t, console, "/vdns/41/results/1402246011").Body.String()).Find("tbody a[href]")
	if links.Length() != 200 {
		t.Errorf("%d links, want 200", links.Length())
	}
	for _, a := range links.EachIter() {
		rec := get(t, console, a.AttrOr("href", ""))
		if got := parse(t, rec.Body.String()).Find("h1 code").Text(); rec.Code != 200 || got != a.Text() {
			t.Errorf("link to %s: status %d and code %q, want 200 and %q", a.AttrOr("href", ""), rec.Code, got, a.Text())
		}
	}
}
