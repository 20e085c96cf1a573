package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestCodePage: from a result to one of its codes and back.
func TestCodePage(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open(resultPath, 200)
		b.follow(200, click("link", "00008"))
		b.wantAddress("/codes/00008?vdnId=40")
		b.wantText("h1", "00008 The called party is being forwarded")
		b.do(run(`document.querySelectorAll("details").forEach((d) => d.open = true)`))
		b.wantParts("Explanation by this console", "The customer forwards all calls to another number", "被叫正在转移")
		b.back()
		b.wantAddress(resultPath)
		b.follow(200, click("link", "00008"))
		b.follow(200, click("link", "External results with this code in VDN 40"))
		b.wantAddress("/vdns/40/codes/00008")
		b.wantText("h1", "Code 00008 leads to one external result")
		b.follow(200, click("link", "6: The call is not answered."))
		b.wantAddress(resultPath)
	})
}

// TestCodesSearch: found while typing, or with the button.
func TestCodesSearch(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, script bool) {
		search := func(words, address string, want ...string) {
			t.Helper()
			b.do(fill("Code or words", words))
			if script {
				b.await(`location.pathname + location.search === ` + quote(address))
			} else {
				b.follow(200, click("button", "Search"))
				b.wantAddress(address)
			}
			var got []string
			for _, row := range b.rows() {
				got = append(got, row[0])
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", words, got, want)
			}
		}
		b.open("/codes#api", 200)
		b.row("00605")
		b.follow(200, click("link", "API statuses"))
		b.wantAddress("/codes?kind=api")
		b.row("0200001")
		b.follow(200, click("link", "OBS result codes"))
		b.wantAddress("/codes")
		search("busy", "/codes?q=busy", "00145", "00181", "00537", "00006", "00605", "00701", "00005")
		search("00605", "/codes?q=00605", "00605")
		search("zzzz", "/codes?q=zzzz")
		b.wantParts("No code found", "Search for fewer words, for a part of the code, or in all groups.")

		b.open("/codes?q=busy", 200)
		b.do(run(`document.querySelector("form.search details").open = true`))
		b.do(choose("Group", "Declined"))
		if script {
			b.await(`location.search === "?q=busy&group=declined"`)
		}
		b.follow(200, click("button", "Search"))
		b.wantAddress("/codes?group=declined&q=busy")
		if got := b.row("00701"); len(b.rows()) != 1 {
			t.Errorf("found %q, want %q only", b.rows(), got)
		}
	})
}

// TestCodesReload: what was found while typing has an address that finds it
// again.
func TestCodesReload(t *testing.T) {
	t.Parallel()
	b := newTab(t, demoConsole(t))
	b.open("/codes", 200)
	b.do(fill("Code or words", "00605"))
	b.wantStatus("1 code")
	b.follow(200, chromedp.Reload())
	b.wantAddress("/codes?q=00605")
	b.wantText("#q", "00605")
	b.row("00605")
}
