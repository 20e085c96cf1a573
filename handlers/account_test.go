package handlers

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// The names of two browsers, as they send them.
const (
	chromeOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
	safariOnMac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
		"Version/18.0 Safari/605.1.15"
)

// signInWith signs in from an address with a browser of that name.
func (g *guarded) signInWith(t testing.TB, name, address, browser string) *browser {
	t.Helper()
	b := newBrowser(t, g)
	b.address = address + ":1"
	if rec := b.post("/login", "user="+name+"&password=correct+horse+of+"+name, "User-Agent", browser); rec.Code != 303 {
		t.Fatalf("sign-in as %s: status %d", name, rec.Code)
	}
	return b
}

// TestAccount: people see where they are signed in, and end those sign-ins alone
// that are their own.
func TestAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		rows := func(b *browser, browser string) (list []string) {
			t.Helper()
			doc := parse(t, b.get("/account", "User-Agent", browser).Body.String())
			doc.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
				list = append(list, join(row.Children().Map(func(_ int, cell *goquery.Selection) string {
					return strings.TrimSpace(cell.Text())
				})))
			})
			return list
		}
		windows := g.signInWith(t, "alice", "192.0.2.1", chromeOnWindows)
		time.Sleep(10 * time.Minute)
		mac := g.signInWith(t, "alice", "192.0.2.2", safariOnMac)
		script := g.signInWith(t, "alice", "192.0.2.3", "curl/8.0")
		bob := g.signInWith(t, "bob", "192.0.2.4", chromeOnWindows)
		time.Sleep(time.Minute)

		want := []string{
			"Safari · macOS | 192.0.2.2 | 1 Jan 2000, 00:10:00 UTC | 1 Jan 2000, 00:11:00 UTC | This browser",
			"Another program | 192.0.2.3 | 1 Jan 2000, 00:10:00 UTC | 1 Jan 2000, 00:10:00 UTC | Sign out there",
			"Chrome · Windows | 192.0.2.1 | 1 Jan 2000, 00:00:00 UTC | 1 Jan 2000, 00:00:00 UTC | Sign out there",
		}
		if diff := cmp.Diff(want, rows(mac, safariOnMac)); diff != "" {
			t.Errorf("alice's sign-ins (-want +got)\n%s", diff)
		}
		ref, _ := parse(t, mac.get("/account").Body.String()).Find("tbody input[name=ref]").First().Attr("value")
		if rec := bob.post("/account/end", "ref="+ref); rec.Code != 303 || script.get("/codes").Code != 200 {
			t.Errorf("bob ended a sign-in of alice: status %d", rec.Code)
		}
		if got := outcome(mac.post("/account/end", "ref="+ref)); got != "303 /account" {
			t.Errorf("one ended: %s", got)
		}
		if got := outcome(script.get("/codes")); got != "303 /login?next=%2Fcodes" {
			t.Errorf("the sign-in that was ended: %s", got)
		}
		mac.post("/account/end", "ref=")
		for who, b := range map[string]*browser{"303 /login?next=%2Fcodes": windows, "200": mac} {
			if got := outcome(b.get("/codes")); got != who {
				t.Errorf("after all others are ended: %s, want %s", got, who)
			}
		}
		if rec := bob.get("/codes"); rec.Code != 200 {
			t.Errorf("bob: status %d", rec.Code)
		}
		if got := len(rows(mac, safariOnMac)); got != 1 {
			t.Errorf("%d sign-ins are left, want 1", got)
		}
		time.Sleep(40 * time.Minute)
		got, err := g.sessions.SignIns(t.Context(), g.sessions.Load(bob.request("/")))
		if len(got) != 0 || err != nil {
			t.Errorf("sign-ins that ran out are listed: %+v", got)
		}
	})
}

// TestAccountWithoutSignIn: an open console has no accounts.
func TestAccountWithoutSignIn(t *testing.T) {
	b := newBrowser(t, newConsole(t, isalestest.Options{}))
	for _, rec := range []int{b.get("/account").Code, b.post("/account/end", "ref=").Code} {
		if rec != 404 {
			t.Errorf("status %d", rec)
		}
	}
}

// TestOnlyFailuresCount: people who know their password may sign in as often as they like.
func TestOnlyFailuresCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		for i := range 5 * triesByAddress {
			if rec := g.attempt(t, "192.0.2.1:1", "alice", passwordOf("alice")); rec.Code != 303 {
				t.Fatalf("sign-in %d: status %d", i, rec.Code)
			}
		}
	})
}

// TestNobodyLocksOutAUser: guesses from elsewhere, and from others behind the same
// address, do not keep a user's own browser out; its own guesses do.
func TestNobodyLocksOutAUser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		alice := g.signInWith(t, "alice", "192.0.2.1", chromeOnWindows)
		alice.post("/logout", "")
		for i := range triesByUser {
			g.attempt(t, fmt.Sprintf("198.51.100.%d:1", i), "alice", "guess")
		}
		for i := range triesByAddress {
			g.attempt(t, "192.0.2.1:1", fmt.Sprint("name", i), "guess")
		}
		tests := []struct {
			what          string
			browser       *browser
			address, name string
			status        int
		}{
			{"another browser", newBrowser(t, g), "203.0.113.1:1", "alice", 429},
			{"another browser at the same address", newBrowser(t, g), "192.0.2.1:1", "bob", 429},
			{"the same browser at another address", alice.copied(), "203.0.113.1:1", "alice", 429},
			{"the same browser as somebody else", alice.copied(), "192.0.2.1:1", "bob", 429},
			{"the same browser", alice.copied(), "192.0.2.1:1", "alice", 303},
		}
		for _, test := range tests {
			test.browser.address = test.address
			if rec := test.browser.try(test.name, passwordOf(test.name), "/"); rec.Code != test.status {
				t.Errorf("%s: status %d, want %d", test.what, rec.Code, test.status)
			}
		}
		for range triesByUser {
			alice.try("alice", "guess", "/")
		}
		if rec := alice.try("alice", passwordOf("alice"), "/"); rec.Code != 429 {
			t.Errorf("after guesses of its own: status %d, want 429", rec.Code)
		}
	})
}

// TestSuccessesResetNothing: a sign-in takes back its own attempt alone, whenever the
// process has started.
func TestSuccessesResetNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(7 * time.Second)
		g := newTimed(t)
		for range triesByUser {
			g.attempt(t, "198.51.100.1:1", "bob", "guess")
		}
		g.attempt(t, "198.51.100.2:1", "alice", passwordOf("alice"))
		if rec := g.attempt(t, "198.51.100.3:1", "bob", passwordOf("bob")); rec.Code != 429 {
			t.Errorf("bob after a sign-in of alice: status %d, want 429", rec.Code)
		}
	})
}
