package views

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

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
			if !static.ServeHTTP(rec, httptest.NewRequest("GET", url, nil)) || rec.Code != 200 || rec.Header().Get("Content-Type") != want[url] {
				t.Errorf("%s: %s is answered with %d and type %q", name, url, rec.Code, rec.Header().Get("Content-Type"))
			}
		}
		if len(named) != len(want) {
			t.Errorf("%s names %v, want %v", name, named, want)
		}
	}
}
