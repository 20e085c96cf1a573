package handlers

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestFilesAfterReadingAgain: the files of a page that was read again are what
// the page shows, and cost nothing.
func TestFilesAfterReadingAgain(t *testing.T) {
	console := newWhole(t, isalestest.Generate(7, 20, 2), withoutLog)
	console.failDetails(tenth)
	get(t, console, "/vdns/7.json")
	doc := parse(t, get(t, console, "/vdns/7?again=missing").Body.String())
	links := doc.Find("main ul.actions a:not([rel])").Map(func(_ int, a *goquery.Selection) string {
		return a.AttrOr("href", "")
	})
	canonical := doc.Find("link[rel=canonical]").AttrOr("href", "")
	if diff := cmp.Diff([]string{"/vdns/7.csv", "/vdns/7.xlsx", "/vdns/7.json", "http://example.com/vdns/7"},
		append(links, canonical)); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
	console.platform.ResetRequests()
	for _, link := range links {
		if rec := get(t, console, link); rec.Code != 200 || strings.Contains(rec.Body.String(), "<html") {
			t.Errorf("%s: status %d", link, rec.Code)
		}
	}
	if calls := console.calls(); len(calls) != 0 {
		t.Errorf("the files cost %v", calls)
	}
}
