package e2e

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

const (
	signOnButton = "Sign in with your company account"
	startOfCodes = "/login?next=%2Fcodes"
)

// newSignOnTab opens a page of a reader who may be led to the provider.
func newSignOnTab(t testing.TB, c *console, p *openIDProvider, settings ...step) *tab {
	t.Helper()
	b := newTab(t, c, settings...)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.elsewhere = p.URL
	return b
}

// signOn goes from the sign-in page through the provider's own.
func (b *tab) signOn(want int) {
	b.t.Helper()
	b.follow(200, click("link", signOnButton))
	b.do(fill("Username:", account), fill("Password:", accountPassword))
	b.follow(want, click("button", "Login"))
}

// followTo does what leads to a page by others that lead on by themselves.
func (b *tab) followTo(path string, actions ...step) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	loaded := make(chan struct{}, 16)
	err := chromedp.Listen(ctx, func(event any) {
		if _, ok := event.(*page.EventLoadEventFired); ok {
			loaded <- struct{}{}
		}
	})
	if err != nil {
		b.fatalf("%v", err)
	}
	b.do(actions...)
	for {
		select {
		case <-loaded:
		case <-ctx.Done():
			b.fatalf("%s does not come", path)
		}
		if value(b, chromedp.Location()) == b.base+path {
			return
		}
	}
}

// TestSignOn: to the provider, to the page asked for, and out again here and there.
func TestSignOn(t *testing.T) {
	for name, settings := range map[string][]step{"with script": nil, "without script": {withoutScript()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startProvider(t)
			p.set(providerState{groups: []string{"sales", "everybody"}})
			b := newSignOnTab(t, startWithProvider(t, p), p, settings...)
			b.open(resultPath, 200)
			b.wantAddress("/login?next=" + url.QueryEscape(resultPath))
			b.signOn(200)
			b.wantAddress(resultPath)
			b.wantText("h1", "6: The call is not answered.")
			b.open("/vdns/41", 403)
			b.follow(200, click("link", account))
			b.wantText("h1", "Your account")

			b.followTo("/login", click("button", "Sign out"))
			b.wantText("h1", "Sign in")
			b.open("/codes", 200)
			b.wantAddress(startOfCodes)
		})
	}
}

// signOnWay is a row of TestSignOnFailures.
type signOnWay struct {
	name     string
	provider providerState
	walk     func(b *tab, p *openIDProvider, status int) // from the sign-in page on; nil for the usual way
	status   int
	heading  string
}

var (
	sales = []string{"sales"}

	cannotFinish = "This sign-in cannot be finished"
	clocksDiffer = "The clocks of the console and the sign-in service differ"

	signOnWays = []signOnWay{
		{name: "wrong state", status: 400, heading: cannotFinish,
			walk: func(b *tab, _ *openIDProvider, status int) { b.open("/oidc/callback?code=1&state=2", status) }},
		{name: "replayed address", provider: providerState{groups: sales}, status: 400, heading: cannotFinish,
			walk: func(b *tab, p *openIDProvider, status int) {
				b.signOn(200)
				b.open(strings.TrimPrefix(p.lastCallback().String(), b.base), status)
			}},
		{name: "replayed code", provider: providerState{groups: sales}, status: 400,
			heading: "This sign-in was used already",
			walk: func(b *tab, p *openIDProvider, status int) {
				b.signOn(200)
				used := p.lastCallback().Query().Get("code")
				b.followTo("/login", click("button", "Sign out"))
				p.set(providerState{replays: used})
				b.follow(status, click("link", signOnButton))
			}},
		{name: "no matching group", provider: providerState{groups: []string{"strangers"}}, status: 403,
			heading: "You may not use this console"},
		{name: "expired token", provider: providerState{groups: sales, lifetime: -time.Hour}, status: 502,
			heading: "The answer of the sign-in service has expired"},
		{name: "clock ahead", provider: providerState{groups: sales, skew: 10 * time.Minute}, status: 502,
			heading: clocksDiffer},
		{name: "clock behind", provider: providerState{groups: sales, skew: -10 * time.Minute}, status: 502,
			heading: clocksDiffer},
		{name: "denied", provider: providerState{denies: true}, status: 403, heading: "You were not signed in",
			walk: func(b *tab, _ *openIDProvider, status int) { b.follow(status, click("link", signOnButton)) }},
		{name: "down in the middle", provider: providerState{groups: sales, down: "/oauth/token"}, status: 503,
			heading: "The sign-in service does not answer"},
	}
)

// TestSignOnFailures: each way in which a sign-on fails has its page, and the next
// attempt goes well.
func TestSignOnFailures(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	c := startWithProvider(t, p)
	for _, way := range signOnWays {
		t.Run(way.name, func(t *testing.T) {
			p.set(way.provider)
			b := newSignOnTab(t, c, p)
			b.open(startOfCodes, 200)
			if way.walk == nil {
				b.signOn(way.status)
			} else {
				way.walk(b, p, way.status)
			}
			b.wantText("h1", way.heading)
			b.wantParts("the help desk")
			p.set(providerState{groups: sales})
			b.open(startOfCodes, 200)
			if eval[string](b, "location.pathname") == "/login" {
				b.signOn(200)
			}
			b.wantAddress("/codes")
		})
	}
}

// TestProviderDownAtTheStart: the console starts without its provider and says so.
func TestProviderDownAtTheStart(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	p.set(providerState{down: "/"})
	b := newSignOnTab(t, startWithProvider(t, p), p)
	b.open(startOfCodes, 200)
	b.follow(503, click("link", signOnButton))
	b.wantText("h1", "The sign-in service does not answer")
	b.wantParts("the help desk")
	b.follow(200, click("button", "中文"))
	b.wantAddress("/login")
	b.wantText("main a.button", "使用公司账号登录")
}
