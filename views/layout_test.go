package views

import (
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/static"
)

// TestAssetsOfTheLayout: each file that a page names is served, with its type.
func TestAssetsOfTheLayout(t *testing.T) {
	want := map[string]string{
		static.URL("app.css"):  "text/css; charset=utf-8",
		static.URL("app.js"):   "text/javascript; charset=utf-8",
		static.URL("icon.svg"): "image/svg+xml",
	}
	for name, page := range samplePages(1) {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(t, page)))
		if err != nil {
			t.Fatal(err)
		}
		named := map[string]bool{}
		for _, e := range doc.Find("link[rel=stylesheet], link[rel=icon], script, img, source").EachIter() {
			named[e.AttrOr("href", e.AttrOr("src", ""))] = true
		}
		for url := range named {
			rec := httptest.NewRecorder()
			served := static.ServeHTTP(rec, httptest.NewRequest("GET", url, nil))
			if kind := rec.Header().Get("Content-Type"); !served || rec.Code != 200 || kind != want[url] {
				t.Errorf("%s: %s is answered with %d and type %q", name, url, rec.Code, kind)
			}
		}
		if len(named) != len(want) {
			t.Errorf("%s names %v, want %v", name, named, want)
		}
	}
}

// TestTheme: the chosen theme is named on the page, the system's is not.
func TestTheme(t *testing.T) {
	tests := map[string]struct{ theme, scheme, pressed string }{
		"":      {"", "light dark", "system"},
		"light": {"light", "light", "light"},
		"dark":  {"dark", "dark", "dark"},
	}
	for theme, want := range tests {
		page := render(t, Error(ErrorPage{Page: Page{T: &English, Theme: theme}}))
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		got := struct{ theme, scheme, pressed string }{doc.Find("html").AttrOr("data-theme", ""),
			doc.Find("meta[name=color-scheme]").AttrOr("content", ""),
			doc.Find(".themes [aria-pressed=true]").AttrOr("value", "")}
		if got != want {
			t.Errorf("theme %q: %+v, want %+v", theme, got, want)
		}
		if theme == "" && strings.Contains(page, "data-theme") {
			t.Error("the system's theme has an attribute")
		}
		if n := doc.Find(".themes button[name=theme][aria-label][aria-pressed]").Length(); n != 3 {
			t.Errorf("theme %q: %d buttons, want 3", theme, n)
		}
	}
}

// TestPrintHeader: a printed page says where it comes from and who printed it.
func TestPrintHeader(t *testing.T) {
	tests := []struct {
		page Page
		want string
	}{
		{Page{Canonical: "/codes", Here: "/codes?q=x"}, "iSales Console · /codes"},
		{Page{Here: "/login"}, "iSales Console · /login"},
		{Page{Base: "https://console.example", Canonical: "/codes", Here: "/codes?q=x"},
			"iSales Console · https://console.example/codes"},
		{Page{Base: "https://console.example", Here: "/login"}, "iSales Console · https://console.example/login"},
		{Page{Canonical: "/codes", User: "alice"}, "iSales Console · alice · /codes"},
	}
	for _, test := range tests {
		test.page.T = &English
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(t, Error(ErrorPage{Page: test.page}))))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(strings.Fields(doc.Find(".paper").Text()), " ")
		if got != test.want || doc.Find(".paper code").Length() != 1 {
			t.Errorf("%+v: %q, want %q", test.page, got, test.want)
		}
	}
}

// wordOf finds the texts that the script reads from the body, such as words.copyFailed.
var (
	wordOf = regexp.MustCompile(`\bwords\.(\w+)`)
	upper  = regexp.MustCompile(`[A-Z]`)
)

// TestWordsOfTheScript: the script finds each of its texts on the page, and no
// text is there for nothing.
func TestWordsOfTheScript(t *testing.T) {
	script, err := os.ReadFile("../static/app.js")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, m := range wordOf.FindAllStringSubmatch(string(script), -1) {
		attribute := upper.ReplaceAllStringFunc(m[1], func(s string) string { return "-" + strings.ToLower(s) })
		want["data-"+attribute] = true
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(t, Result(sampleResult(1)))))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, a := range doc.Find("body").Nodes[0].Attr {
		got[a.Key] = a.Val != ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts on the body (-want by the script, +got)\n%s", diff)
	}
}

// TestFilter: only a long table has a field to filter it, and what needs the
// script says so.
func TestFilter(t *testing.T) {
	for rows, want := range map[int]int{0: 0, 10: 0, 11: 1, 200: 1} {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(t, Result(sampleResult(rows)))))
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Find("label.script[for=filter-codes] input#filter-codes").Length(); got != want {
			t.Errorf("%d rows: %d fields, want %d", rows, got, want)
		}
		if got := doc.Find("label.filter + .scroll table").Length(); got != want {
			t.Errorf("%d rows: %d tables behind a field, want %d", rows, got, want)
		}
		all, hidden := doc.Find("button[type=button]"), doc.Find(".script button[type=button], button.script")
		if loose := all.Length() - hidden.Length(); loose != 0 {
			t.Errorf("%d rows: %d buttons that do nothing without the script are shown without it", rows, loose)
		}
	}
}

// TestAgeCanBeRenewed: the script finds the age and when it counts from.
func TestAgeCanBeRenewed(t *testing.T) {
	for _, lang := range languages {
		got := render(t, checkedAt(lang.messages, Time{"2026-03-04T05:06:07Z", "then"}, "5x ago"))
		want := Fill(lang.messages.Age, "time", `<time datetime="2026-03-04T05:06:07Z">then</time>`,
			"age", `<span data-age="2026-03-04T05:06:07Z">5x ago</span>`)
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %q, want %q", lang.name, got, want)
		}
	}
}
