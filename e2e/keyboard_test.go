package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// listStops remembers what the keyboard must reach, in reading order.
const listStops = `
window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((e) =>
	e.checkVisibility({visibilityProperty: true}) && e.type !== "hidden" && !e.disabled && !(e.type === "radio" && !e.checked));
window.says = (e) => e.outerHTML.slice(0, 100);
stops.map(says)`

// atStop says which stop has the focus (-1: none), and what is wrong with it.
const atStop = `(() => {
	const e = document.activeElement;
	if (e === document.body || e === document.documentElement) return {stop: -1};
	const wrong = [];
	if (!e.closest("header, main, footer, a[href='#content']")) wrong.push("is no part of the page's header, content or footer");
	const seen = [...e.getClientRects()].map((r) => ({
		left: Math.max(r.left, 0), top: Math.max(r.top, 0),
		right: Math.min(r.right, innerWidth), bottom: Math.min(r.bottom, innerHeight),
	})).filter((r) => r.right - r.left >= 1 && r.bottom - r.top >= 1);
	if (!seen.length) {
		wrong.push("is outside of the window");
	} else {
		const {left, top, right, bottom} = seen[0];
		const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
		if (!hit || !(e.contains(hit) || hit.contains(e))) wrong.push("is covered by " + (hit ? says(hit) : "nothing"));
	}
	const style = getComputedStyle(e);
	if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
		wrong.push("does not show that it has the focus: outline " + style.outline);
	}
	return {stop: stops.indexOf(e), says: says(e), wrong};
})()`

type stop struct {
	Stop  int
	Says  string
	Wrong []string
}

// TestKeyboard: the Tab key leads through each page in reading order, to
// everything that can be used, and shows where it is.
func TestKeyboard(t *testing.T) {
	forEachState(t, func(t *testing.T, b *tab, s state) {
		b.show(s)
		want := eval[[]string](b, listStops)
		if !slices.Contains(want, `<a class="skip" href="#content">Skip to the content</a>`) {
			t.Errorf("no skip link among %q", want)
		}
		var got []int
		for range len(want) + 12 {
			b.do(chromedp.KeyEvent(kb.Tab))
			at := eval[stop](b, atStop)
			if at.Stop < 0 && at.Says == "" {
				continue // behind the last stop, before the first
			}
			if at.Stop < 0 {
				t.Errorf("the keyboard reaches %s, which is nothing to use", at.Says)
			}
			for _, wrong := range at.Wrong {
				t.Errorf("%s %s", at.Says, wrong)
			}
			if len(got) > 0 && at.Stop == got[len(got)-1] {
				continue // the parts of a date are stops of their own
			}
			if len(got) > 0 && at.Stop == got[0] {
				break
			}
			got = append(got, at.Stop)
		}
		if len(got) == 0 {
			t.Fatal("the keyboard reaches nothing")
		}
		if status := s.status; got[0] != 0 && status != 422 && status != 401 {
			t.Errorf("the first stop is %s, want the skip link", want[max(got[0], 0)])
		}
		// The focus begins behind the problems, if there are any.
		for i := range want {
			if wanted := (got[0] + i) % len(want); i >= len(got) || got[i] != wanted {
				t.Fatalf("stop %d is not %s; the order is %v of %d", i, want[wanted], got, len(want))
			}
		}
	})
}

// TestKeyboardOnly: a look-up without a mouse.
func TestKeyboardOnly(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		tabTo := func(selector string) {
			t.Helper()
			for range 40 {
				b.do(chromedp.KeyEvent(kb.Tab))
				if eval[bool](b, `document.activeElement.matches(`+quote(selector)+`)`) {
					return
				}
			}
			b.fatalf("the keyboard does not reach %s", selector)
		}
		b.open("/", 200)
		b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter)) // the skip link
		b.do(chromedp.KeyEvent(kb.Tab))
		if got := eval[string](b, "document.activeElement.id"); got != "find" {
			t.Errorf("behind the skip link comes %q, want the box", got)
		}
		tabTo("#vdnId")
		b.do(chromedp.KeyEvent("40"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("1402245659"))
		b.follow(200, chromedp.KeyEvent(kb.Enter))
		b.wantAddress(resultPath)
		tabTo("details:not([class]) > summary")
		b.do(chromedp.KeyEvent(" "))
		b.wantParts("API status")
		b.open(resultPath, 200)
		tabTo("a[href^='/codes/00008']")
		b.follow(200, chromedp.KeyEvent(kb.Enter))
		b.wantAddress("/codes/00008?vdnId=40")
	})
}
