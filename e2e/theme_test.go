package e2e

import (
	"strings"
	"testing"
)

// brightness of the page's background, from 0 to 255.
const brightness = `(() => {
	const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
	return (r + g + b) / 3;
})()`

func (b *tab) wantDark(want bool, when string) {
	b.t.Helper()
	if got := eval[float64](b, brightness); (got < 128) != want {
		b.t.Errorf("%s: brightness %.0f, want dark: %v", when, got, want)
	}
}

// TestSystemTheme: without a choice the page is as dark as the system.
func TestSystemTheme(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		for _, scheme := range []string{"light", "dark"} {
			b.do(preferring(scheme))
			b.open(resultPath, 200)
			b.wantDark(scheme == "dark", "a "+scheme+" system")
		}
	})
}

// TestTheme: the reader's choice outweighs the system's, from the first byte
// on, and the page stays.
func TestTheme(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, script bool) {
		b.open(resultPath, 200)
		const control = `form[action="/preferences"] [name=theme]`
		if !eval[bool](b, `!!document.querySelector(`+quote(control)+`)`) {
			t.Fatal("the page has no control for the theme")
		}
		for _, choice := range []string{"dark", "light", "system"} {
			b.follow(200, run(`(() => {
				const e = document.querySelector(`+quote(control+`:is(select, [value=`+choice+`])`)+`);
				if (e.tagName === "BUTTON") return e.click();
				if (e.tagName === "SELECT") e.value = `+quote(choice)+`; else e.checked = true;
				e.form.querySelector("[type=submit]").click();
			})()`))
			b.wantAddress(resultPath)
			for _, scheme := range []string{"light", "dark"} {
				b.do(preferring(scheme))
				b.open("/codes/00008", 200)
				b.wantDark(choice == "dark" || choice == "system" && scheme == "dark", choice+" on a "+scheme+" system")
			}
			attribute := eval[string](b, `document.documentElement.dataset.theme ?? "system"`)
			if attribute != choice {
				t.Errorf("data-theme is %q, want %q", attribute, choice)
			}
			if script && choice != "system" {
				served := eval[string](b, `fetch(location.href, {headers: {Accept: "text/html"}}).then((r) => r.text())`)
				if !strings.Contains(served[:min(len(served), 200)], `data-theme="`+choice+`"`) {
					t.Errorf("the page comes without the theme: %.200s", served)
				}
			}
			b.open(resultPath, 200)
		}
	})
}
