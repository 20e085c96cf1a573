package e2e

import (
	"slices"
	"testing"
)

// bothWays runs a flow in a browser that runs scripts, and in one that does not.
func bothWays(t *testing.T, flow func(t *testing.T, b *tab, script bool)) {
	t.Run("with script", func(t *testing.T) {
		t.Parallel()
		flow(t, newTab(t, demoConsole(t)), true)
	})
	t.Run("without script", func(t *testing.T) {
		t.Parallel()
		flow(t, newTab(t, demoConsole(t), withoutScript()), false)
	})
}

// TestLookUp: what people paste leads to the result.
func TestLookUp(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		for _, typed := range []struct{ vdn, def string }{
			{"40", "1402245659"},
			{"４０", "１４０２２４５６５９"},
			{" 40 ", "1 402 245 659"},
			{"", b.base + resultPath},
			{b.base + resultPath + "?lang=en", ""},
			{"", "40/1402245659"},
		} {
			b.open("/", 200)
			b.do(fill("VDN ID", typed.vdn), fill("External result ID", typed.def))
			b.follow(200, click("button", "Look up"))
			b.wantAddress(resultPath)
			b.wantText("h1", "6: The call is not answered.")
		}
		want := [][]string{
			{"34609", unexplained,
				"Cannot tell Ask the administrator whether to retry: the vendor's documents found so far do not explain this code.", "Not known"},
			{"00008", "The called party is being forwarded",
				"Retry later Look for another number of the customer. Call again on another day at the earliest: the forwarding must be off first.",
				"Forwarded This VDN’s code list"},
		}
		if got := b.rows(); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("the codes are %q, want %q", got, want)
		}
	})
}

// TestLookUpRefused: bad input comes back with what is wrong with it.
func TestLookUpRefused(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, script bool) {
		b.open("/", 200)
		b.do(fill("VDN ID", "0"), fill("External result ID", "12a"))
		b.follow(422, click("button", "Look up"))
		b.wantAddress("/lookup?vdnId=0&defId=12a")
		b.wantTitle("Error: Look up an external result – iSales Console")
		want := []string{"VDN ID must be a number from 1 to 9999", "External result ID must contain only digits"}
		if got := b.texts("[role=alert] a"); !slices.Equal(got, want) {
			t.Errorf("the summary says %q, want %q", got, want)
		}
		if got, want := b.texts("#vdnId, #defId"), []string{"0", "12a"}; !slices.Equal(got, want) {
			t.Errorf("the fields hold %q, want %q", got, want)
		}
		for i, field := range []string{"VDN ID", "External result ID"} {
			if got := b.description(field); got != []string{"A number from 1 to 9999 ",
				"The defId of the external result, for example 1402245659 "}[i]+want[i] {
				t.Errorf("the field %s is described as %q, want its error %q in it", field, got, want[i])
			}
		}
		if script && !eval[bool](b, `document.activeElement.getAttribute("role") === "alert"`) {
			t.Error("the summary has not the focus")
		}
		b.do(click("link", want[1]))
		if got := eval[string](b, "document.activeElement.id"); got != "defId" {
			t.Errorf("the summary leads to %q, want the field", got)
		}

		b.do(fill("VDN ID", "40"), fill("External result ID", "1402245659"))
		b.follow(200, click("button", "Look up"))
		b.wantAddress(resultPath)
	})
}

// TestRecent: the last look-ups of a browser are on its first page until it
// clears them.
func TestRecent(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/", 200)
		b.wantParts("Your last look-ups will appear here.")
		b.open("/vdns/40/results/1402245660", 200)
		b.open(resultPath, 200)
		b.follow(200, click("link", "Look up"))
		var got []string
		for _, row := range b.rows() {
			got = append(got, row[0]+" "+row[1])
		}
		if want := []string{"6: The call is not answered. 1402245659 40",
			"1: 用户忙 1402245660 40"}; !slices.Equal(got, want) {
			t.Errorf("recent look-ups %q, want %q", got, want)
		}
		b.follow(200, click("link", "1: 用户忙"))
		b.wantText("h1", "1: 用户忙")
		b.open("/", 200)
		b.follow(200, click("button", "Clear recent look-ups"))
		b.wantAddress("/")
		b.wantParts("Your last look-ups will appear here.")
	})
}

// TestLanguageSwitch: another language, the same page.
func TestLanguageSwitch(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		for _, path := range []string{resultPath, "/codes?q=00605&group=resources", "/lookup?vdnId=0&defId=1", "/nothing"} {
			status := map[string]int{"/lookup?vdnId=0&defId=1": 422, "/nothing": 404}[path]
			if status == 0 {
				status = 200
			}
			b.open(path, status)
			b.wantLanguage("en")
			b.follow(status, click("button", "中文"))
			b.wantLanguage("zh-CN")
			b.wantAddress(path)
			b.follow(status, click("button", "English"))
			b.wantLanguage("en")
			b.wantAddress(path)
		}
		b.open(resultPath, 200)
		b.follow(200, click("button", "中文"))
		b.wantParts("1402245659", "被叫正在转移")
		b.follow(200, click("link", "结果码"))
		b.wantLanguage("zh-CN")
	})
}

// TestNotFound: an address that leads nowhere says so and leads back.
func TestNotFound(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/nothing", 404)
		b.wantText("h1", "Page not found")
		b.follow(200, click("link", "Look up a result"))
		b.wantAddress("/")

		b.open("/vdns/40/results/140", 404)
		b.wantText("h1", "No external result 140 in VDN 40")
		b.do(fill("External result ID", "1402245659"))
		b.follow(200, click("button", "Look up"))
		b.wantAddress(resultPath)
	})
}

func (b *tab) wantLanguage(want string) {
	b.t.Helper()
	if got := eval[string](b, "document.documentElement.lang"); got != want {
		b.t.Errorf("the page is in %q, want %q", got, want)
	}
}

func (b *tab) wantTitle(want string) {
	b.t.Helper()
	if got := eval[string](b, "document.title"); got != want {
		b.t.Errorf("the title is %q, want %q", got, want)
	}
}

// TestScriptOnly: what needs the script is there from the start, and only where
// scripts run; a field to filter only at a long table.
func TestScriptOnly(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, script bool) {
		for path, want := range map[string][]string{
			resultPath:                    {"Copy", "Copy", "Copy link", "Copy for the ticket", "Print"},
			"/vdns/41/results/1402246011": {"Copy", "Copy", "Filter the table", "Copy link", "Copy for the ticket", "Print"},
			"/codes/00605":                {"Copy", "Copy link", "Copy for the ticket", "Print"},
			"/vdns/40/results?sort=codes": {"Copy link", "Print"},
			"/vdns/40/results/1402245671": {"Copy", "Copy", "Copy link", "Copy for the ticket", "Print"},
		} {
			b.open(path, 200)
			for _, width := range []int64{1280, 320} {
				b.do(wide(width))
				got := eval[[]string](b,
					`[...document.querySelectorAll("main button[type=button], .filter")].filter((e) => e.checkVisibility()).map((e) => e.innerText.trim())`)
				if !script {
					want = []string{}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s at %d px: %q, want %q", path, width, got, want)
				}
			}
		}
	})
}
