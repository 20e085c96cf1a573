package e2e

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
)

// signInWays is bothWays on a console that needs a sign-in.
func signInWays(t *testing.T, flow func(t *testing.T, b *tab, c *console)) {
	for name, settings := range map[string][]step{"with script": nil, "without script": {withoutScript()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startWithUsers(t)
			flow(t, newTab(t, c, settings...), c)
		})
	}
}

// signIn fills the form that is shown.
func (b *tab) signIn(secret string, want int) {
	b.t.Helper()
	b.do(fill("User name", user), fill("Password", secret))
	b.follow(want, click("button", "Sign in"))
}

// TestSignIn: to the page asked for, and out again.
func TestSignIn(t *testing.T) {
	signInWays(t, func(t *testing.T, b *tab, _ *console) {
		b.open("/lookup?vdnId=40&defId=1402245659", 200)
		b.wantAddress("/login?next=" + url.QueryEscape("/lookup?vdnId=40&defId=1402245659"))

		b.signIn("wrong", 401)
		b.wantText("[role=alert] a", "The user name or password is not correct")
		b.wantText("#user", user)
		b.wantText("#password", "")

		b.signIn(password, 200)
		b.wantAddress(resultPath)
		b.wantText("h1", "6: The call is not answered.")

		b.follow(200, click("button", "Sign out"))
		b.wantAddress("/login")
		b.open(resultPath, 200)
		b.wantAddress("/login?next=" + url.QueryEscape(resultPath))
	})
}

// TestSignedOutPageIsNotKept: going back after signing out leads to the sign-in.
func TestSignedOutPageIsNotKept(t *testing.T) {
	signInWays(t, func(t *testing.T, b *tab, _ *console) {
		b.open(resultPath, 200)
		b.signIn(password, 200)
		b.follow(200, click("button", "Sign out"))
		if kept := b.back(); kept {
			t.Error("the page before the sign-out was kept")
		}
		b.wantAddress("/login?next=" + url.QueryEscape(resultPath))
		b.wantText("h1", "Sign in")
	})
}

// TestAccount: a person finds another browser's sign-in and ends it.
func TestAccount(t *testing.T) {
	signInWays(t, func(t *testing.T, b *tab, c *console) {
		other := newTab(t, c)
		for _, one := range []*tab{other, b} {
			one.open("/", 200)
			one.signIn(password, 200)
		}
		b.follow(200, click("link", user))
		b.wantText("h1", "Your account")
		b.follow(200, click("button", "Sign out there"))
		b.wantAddress("/account")
		b.wantText("tbody td:last-child", "This browser")
		other.open("/codes", 200)
		other.wantAddress("/login?next=%2Fcodes")
	})
}

// TestSessionLost: a session that is gone costs a sign-in and nothing else.
func TestSessionLost(t *testing.T) {
	signInWays(t, func(t *testing.T, b *tab, _ *console) {
		b.open(resultPath, 200)
		b.signIn(password, 200)
		b.do(call(network.ClearBrowserCookies, cdp.Empty{}))
		b.follow(200, click("link", "00008"))
		b.wantAddress("/login?next=" + url.QueryEscape("/codes/00008?vdnId=40"))
		b.signIn(password, 200)
		b.wantAddress("/codes/00008?vdnId=40")
		b.wantText("h1", "00008 The called party is being forwarded")
	})
}

// TestOtherSessionKey: a console that comes back with another key asks for a
// new sign-in, and says why.
func TestOtherSessionKey(t *testing.T) {
	t.Parallel()
	key := filepath.Join(t.TempDir(), "key")
	write := func(letter string) {
		if err := os.WriteFile(key, []byte(strings.Repeat(letter, 64)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a")
	c := startWithUsers(t, "-session-key-file", key)
	b := newTab(t, c)
	b.open(resultPath, 200)
	b.signIn(password, 200)
	if err := c.stop(); err != nil {
		t.Fatal(err)
	}

	write("b")
	startWithUsers(t, "-session-key-file", key, "-addr", strings.TrimPrefix(c.url, "http://"))
	b.follow(200, click("link", "00008"))
	b.wantAddress("/login?next=" + url.QueryEscape("/codes/00008?vdnId=40"))
	b.signIn(password, 200)
	b.wantText("h1", "00008 The called party is being forwarded")
}
