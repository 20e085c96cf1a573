package e2e

import (
	"sync"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

const (
	resultPath  = "/vdns/40/results/1402245659"
	unexplained = "No meaning found so far: the code is only seen in the vendor's examples"
)

// TestNewcomer: two steps lead from two numbers to their meaning, and one more
// copies the link for a colleague.
func TestNewcomer(t *testing.T) {
	for _, kind := range []string{"with a clipboard", "without a clipboard"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, demoConsole(t))
			b.allowClipboard()
			b.open("/", 200)

			// Step one: what is known. Step two: look up.
			b.do(fill("VDN ID", "40"), fill("External result ID", "1402245659"))
			b.follow(200, click("button", "Look up"))
			b.wantAddress(resultPath)
			if got := b.row("34609"); got[1] != unexplained {
				t.Errorf("the row of 34609 is %q, want the meaning %q", got, unexplained)
			}
			if kind == "without a clipboard" {
				b.do(run(`delete Navigator.prototype.clipboard`))
			}
			if got := eval[bool](b, `!!navigator.clipboard`); got != (kind == "with a clipboard") {
				t.Fatalf("there is a clipboard: %v", got)
			}

			// One more: tell a colleague.
			b.do(click("button", "Copy link"))
			b.wantStatus("Copied")
			if got, want := b.pasted(), b.base+resultPath; got != want {
				t.Errorf("copied %q, want %q", got, want)
			}
		})
	}
}

// TestCopyRefused: what was not copied is not said to be.
func TestCopyRefused(t *testing.T) {
	t.Parallel()
	b := newTab(t, demoConsole(t))
	b.open(resultPath, 200)
	b.do(
		run(`delete Navigator.prototype.clipboard; document.execCommand = () => false`),
		click("button", "Copy external result ID"),
	)
	b.wantStatus("Not copied")
}

// TestCopyButtons: each copies what it stands beside and nothing else.
func TestCopyButtons(t *testing.T) {
	for _, page := range []struct{ path, button, want string }{
		{resultPath, "Copy external result ID", "1402245659"},
		{"/codes/00605", "Copy code", "00605"},
	} {
		t.Run(page.button, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, demoConsole(t))
			b.allowClipboard()
			b.open(page.path, 200)
			b.do(click("button", page.button))
			b.wantStatus("Copied")
			if got := b.pasted(); got != page.want {
				t.Errorf("copied %q, want %q", got, page.want)
			}
		})
	}
}

// clipboard: all tabs share the one of the browser.
var clipboard sync.Mutex

// allowClipboard lets the page write to the clipboard, for one test at a time.
func (b *tab) allowClipboard() {
	b.t.Helper()
	clipboard.Lock()
	b.t.Cleanup(clipboard.Unlock)
	b.open("/", 200)
	id := chromedp.FromContext(b.ctx).BrowserContextID
	for _, name := range []string{"clipboard-write", "clipboard-read"} {
		_, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission:       &browser.PermissionDescriptor{Name: name},
			Setting:          browser.PermissionSettingGranted,
			Origin:           b.base,
			BrowserContextID: id,
		})
		if err != nil {
			b.fatalf("%s: %v", name, err)
		}
	}
	b.do(run(`navigator.clipboard.writeText("what was copied before")`))
}

// pasted is what the reader gets who pastes into an empty field.
func (b *tab) pasted() string {
	b.t.Helper()
	b.open("/", 200)
	b.do(fill("VDN ID", ""), paste)
	return b.text("#vdnId")
}
