package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestBackAndForward: a form that was left can be used again.
func TestBackAndForward(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, script bool) {
		b.open("/", 200)
		b.do(fill("VDN ID", "40"), fill("External result ID", "1402245659"))
		b.follow(200, click("button", "Look up"))
		if kept := b.back(); !kept {
			t.Error("the browser did not keep the page, so this says nothing about pages that it keeps")
		}
		b.wantAddress("/")
		b.wantText("#defId", "1402245659")
		b.do(fill("External result ID", "1402245660"))
		b.follow(200, click("button", "Look up"))
		b.wantText("h1", "1: 用户忙")
		b.back()
		b.forward()
		b.wantText("h1", "1: 用户忙")
	})
}

// TestDoubleClick: a double click looks up once. The platform takes its time,
// so that the first look-up is under way at the second click.
func TestDoubleClick(t *testing.T) {
	t.Parallel()
	b := newTab(t, demoConsole(t))
	b.open("/", 200)
	b.do(fill("VDN ID", "41"), fill("External result ID", "1002"))
	asked := make(chan string, 10)
	if err := chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && e.Type == network.ResourceTypeDocument &&
			e.RedirectResponse == nil {
			asked <- e.Request.URL
		}
	}); err != nil {
		t.Fatal(err)
	}
	b.follow(504, clicks("button", "Look up", 2))
	b.wantAddress("/vdns/41/results/1002")
	if got := len(asked); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}
