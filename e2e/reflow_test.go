package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// overflow lists what a reader cannot read without scrolling sideways. Tables
// may scroll inside of the page.
const overflow = `(() => {
	const wrong = [];
	const root = document.scrollingElement;
	if (root.scrollWidth > innerWidth) wrong.push("the page is " + root.scrollWidth + " px wide, the window " + innerWidth);
	const aside = (e) => e.closest("a[href='#content'], [role=status], .hide");
	// What is around a text: something that scrolls, or else the nearest that clips.
	const known = new Map([[root, {}], [null, {}]]);
	const around = (e) => {
		if (known.has(e)) return known.get(e);
		const style = getComputedStyle(e), outer = around(e.parentElement);
		const scrolls = e !== document.body && /auto|scroll/.test(style.overflowX);
		const clips = /hidden|clip/.test(style.overflow) && !e.matches("input, select, option");
		const found = scrolls || outer.scroller ? {scroller: true} : {clip: clips ? e : outer.clip};
		known.set(e, found);
		return found;
	};
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const parent = texts.currentNode.parentElement;
		if (!texts.currentNode.data.trim() || aside(parent) || !parent.checkVisibility()) continue;
		const {clip, scroller} = around(parent);
		if (scroller) continue;
		const range = document.createRange();
		range.selectNodeContents(texts.currentNode);
		for (const r of range.getClientRects()) {
			const box = clip?.getBoundingClientRect();
			if (r.left < -1 || r.right > innerWidth + 1) wrong.push("outside of the window: " + texts.currentNode.data.trim().slice(0, 60));
			else if (box && (r.right > box.right + 1 || r.bottom > box.bottom + 1)) wrong.push("cut off: " + texts.currentNode.data.trim().slice(0, 60));
			else continue;
			break;
		}
	}
	for (const e of document.querySelectorAll("input, button, select, textarea, a.button, progress")) {
		const r = e.getBoundingClientRect();
		if (e.checkVisibility() && !e.closest("[role=region]") && (r.left < -1 || r.right > innerWidth + 1)) wrong.push("outside of the window: " + e.outerHTML.slice(0, 80));
	}
	return wrong;
})()`

// textSpacing is what WCAG 1.4.12 wants to be possible.
const textSpacing = `(() => {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
	document.adoptedStyleSheets = [sheet];
})()`

// TestReflow: no page needs scrolling sideways, on a small phone, zoomed in to
// 200 %, or with texts set wider.
func TestReflow(t *testing.T) {
	windows := []struct {
		name string
		step step
	}{
		{"320 px", wide(320)},
		{"1280 px at 200 %", chromedp.EmulateViewport(640, 400, chromedp.EmulateScale(2))},
		{"1280 px", wide(1280)},
	}
	forEachState(t, func(t *testing.T, b *tab, s state) {
		for _, language := range languages {
			b.do(reading(language))
			b.show(s)
			b.do(run(`document.querySelectorAll("details").forEach((d) => d.open = true)`))
			for _, spaced := range []string{"", " with wide texts"} {
				for _, window := range windows {
					b.do(window.step)
					for _, wrong := range eval[[]string](b, overflow) {
						t.Errorf("%s, %s%s: %s", language, window.name, spaced, wrong)
					}
				}
				b.do(run(textSpacing))
			}
		}
	})
}
