package handlers

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// recentLinks are the look-ups that the first page lists.
func recentLinks(b *browser) []string {
	b.t.Helper()
	return parse(b.t, b.get("/").Body.String()).Find("tbody th a").Map(func(_ int, s *goquery.Selection) string {
		return s.AttrOr("href", "")
	})
}

// TestRecent: the newest first, each once, ten at most; data is no look-up.
func TestRecent(t *testing.T) {
	b := newBrowser(t, newTimed(t)).signIn("alice")
	var want []string
	for i := range 12 {
		path := resultID{40, int64(i + 1)}.path()
		b.get(path)
		want = slices.Insert(want, 0, path)
	}
	if diff := cmp.Diff(want[:10], recentLinks(b)); diff != "" {
		t.Errorf("12 look-ups (-want +got)\n%s", diff)
	}
	b.get(want[4])
	want = slices.Insert(slices.Delete(want[:10], 4, 5), 0, "/vdns/40/results/8")
	if diff := cmp.Diff(want, recentLinks(b)); diff != "" {
		t.Errorf("one of them again (-want +got)\n%s", diff)
	}
	b.get("/vdns/40/results/99.json")
	b.get("/vdns/40/results/99.csv")
	b.get("/vdns/40/results/99", "Accept", "application/json")
	b.get("/vdns/040/results/99")
	if diff := cmp.Diff(want, recentLinks(b)); diff != "" {
		t.Errorf("data and redirects (-want +got)\n%s", diff)
	}
	copied := b.copied()
	rec := b.post("/recent/clear", "")
	header := rec.Header().Clone()
	header.Del("Set-Cookie")
	if diff := cmp.Diff([]any{303, and("Cache-Control", "no-store", "Location", "/")},
		[]any{rec.Code, header}); diff != "" {
		t.Errorf("clearing (-want +got)\n%s", diff)
	}
	if got := recentLinks(b); len(got) != 0 {
		t.Errorf("after clearing: %v", got)
	}
	if got := recentLinks(copied); len(got) != 10 {
		t.Errorf("a browser that did not clear: %v", got)
	}
}

// TestRecentOfOthers: who signs in on the same browser sees nothing of who was
// there before, signed out or not.
func TestRecentOfOthers(t *testing.T) {
	for _, signOut := range []bool{true, false} {
		b := newBrowser(t, newTimed(t)).signIn("alice")
		b.get("/vdns/40/results/1")
		if signOut {
			b.post("/logout", "")
		}
		if got := recentLinks(b.signIn("bob")); len(got) != 0 {
			t.Errorf("signed out before: %v; bob sees %v", signOut, got)
		}
		if got := recentLinks(b.signIn("alice")); len(got) != 0 {
			t.Errorf("signed out before: %v; alice finds %v again", signOut, got)
		}
	}
}

// TestRecentHidesVDNs: a VDN that was taken from someone is not on their list
// any more, nor in the form that is filled from it.
func TestRecentHidesVDNs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := newTimed(t)
		b := newBrowser(t, console).signIn("alice")
		b.get("/vdns/41/results/1")
		b.get("/vdns/40/results/2")
		b.get("/vdns/7000/results/3")
		form := func() string { return parse(t, b.get("/").Body.String()).Find("#vdnId").AttrOr("value", "") }
		if got := fmt.Sprintf("%s %s", recentLinks(b),
			form()); got != "[/vdns/7000/results/3 /vdns/40/results/2 /vdns/41/results/1] 7000" {
			t.Fatalf("before: %s", got)
		}
		console.writeUsers(t, userLine("alice", "40"))
		time.Sleep(time.Second) // for the file to be read again
		if got := fmt.Sprintf("%s %s", recentLinks(b), form()); got != "[/vdns/40/results/2] 40" {
			t.Errorf("afterwards: %s", got)
		}
		for _, path := range []string{"/", "/lookup", "/nowhere"} {
			if page := b.get(path).Body.String(); containsAny(page, "7000", "/vdns/41/") {
				t.Errorf("%s shows a hidden VDN", path)
			}
		}
	})
}
