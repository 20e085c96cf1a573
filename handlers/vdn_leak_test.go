package handlers

import (
	"context"
	"io"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestStreamsLeaveNothing: neither a stream that was read to its end nor one that
// was left in the middle leaves a goroutine behind.
func TestStreamsLeaveNothing(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	get(t, console, "/vdns/8.json") // what is started once
	console.hangUp()
	idle(t, console)
	before := settled()
	func() {
		_, release := console.holdDetails(t, func(defID string) bool { return defID <= "1500000010" })
		h, ended := signals(console)
		srv := listen(t, h)
		defer srv.Close()
		for _, path := range []string{"/vdns/7", "/vdns/7/results", "/vdns/7/batch?" + url.Values{"id": someIDs(50)}.Encode()} {
			ctx, leave := context.WithTimeout(t.Context(), patience)
			readUntil(t, open(t, srv, ctx, "GET", path, "").Body, "10 of ")
			leave()
			wait(t, path, ended)
		}
		release()
		console.platform.SetDecider(nil)
		for _, path := range []string{"/vdns/7", "/vdns/7/batch?id=1500000001"} {
			// To its end: the text alone can come before the last chunk, and a
			// client that has not seen that one keeps its connection.
			all, err := io.ReadAll(open(t, srv, t.Context(), "GET", path, "").Body)
			if err != nil || !strings.Contains(string(all), "</html>") {
				t.Fatalf("%s: %v\n%s", path, err, all)
			}
		}
	}()
	console.hangUp()
	for end := time.Now().Add(patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			stacks := make([]byte, 64<<10)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// settled is the number of goroutines once it stays the same: those that are
// about to end would make room for a leak.
func settled() int {
	number := runtime.NumGoroutine()
	for same := 0; same < 10; same++ {
		time.Sleep(10 * time.Millisecond)
		if now := runtime.NumGoroutine(); now != number {
			number, same = now, 0
		}
	}
	return number
}

// TestFilesAfterReadingAgain: the files of a page that was read again are what
// the page shows, and cost nothing.
func TestFilesAfterReadingAgain(t *testing.T) {
	console := newWhole(t, isalestest.Generate(7, 20, 2), withoutLog)
	console.failDetails(tenth)
	get(t, console, "/vdns/7.json")
	doc := parse(t, get(t, console, "/vdns/7?again=missing").Body.String())
	links := doc.Find("main ul.actions a:not([rel])").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	canonical := doc.Find("link[rel=canonical]").AttrOr("href", "")
	if diff := cmp.Diff([]string{"/vdns/7.csv", "/vdns/7.json", "http://example.com/vdns/7"}, append(links, canonical)); diff != "" {
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
