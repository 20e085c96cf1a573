package e2e

import (
	"encoding/json"
	"strings"

	"github.com/chromedp/chromedp"
)

// eval returns the value of an expression in the page, or of its promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	return value(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// run runs a script in the page.
func run(script string) step { return chromedp.Evaluate[chromedp.Void](script) }

// text is what can be read in the one element that the selector finds.
func (b *tab) text(selector string) string {
	b.t.Helper()
	texts := b.texts(selector)
	if len(texts) != 1 {
		b.fatalf("%d elements are %s, want 1: %q", len(texts), selector, texts)
	}
	return texts[0]
}

// texts is what can be read in each element that the selector finds; of a field
// it is the value.
func (b *tab) texts(selector string) []string {
	b.t.Helper()
	return eval[[]string](b, `[...document.querySelectorAll(`+quote(selector)+`)].map(
		(e) => (e.value ?? e.innerText).trim())`)
}

// row is the line of a table that begins with a text.
func (b *tab) row(first string) []string {
	b.t.Helper()
	rows := b.rows()
	for _, row := range rows {
		if row[0] == first {
			return row
		}
	}
	b.fatalf("no row %q in %q", first, rows)
	return nil
}

// rows are the lines of all tables in the page's content, without their heads.
func (b *tab) rows() [][]string {
	b.t.Helper()
	return eval[[][]string](b, `[...document.querySelectorAll("main tbody tr")].filter((r) => r.checkVisibility()).map(
		(r) => [...r.cells].map((c) => c.innerText.replace(/\s+/g, " ").trim()))`)
}

// wantText asserts what can be read in an element.
func (b *tab) wantText(selector, want string) {
	b.t.Helper()
	if got := b.text(selector); got != want {
		b.t.Errorf("%s reads %q, want %q", selector, got, want)
	}
}

// wantParts asserts that each text can be read somewhere in the content.
func (b *tab) wantParts(parts ...string) {
	b.t.Helper()
	content := b.text("main")
	for _, part := range parts {
		if !strings.Contains(content, part) {
			b.t.Errorf("no %q in the page:\n%s", part, content)
		}
	}
}

// wantAddress asserts path and query of the page.
func (b *tab) wantAddress(want string) {
	b.t.Helper()
	if got := eval[string](b, `location.pathname + location.search`); got != want {
		b.t.Errorf("the address is %s, want %s", got, want)
	}
}

// wantStatus waits for what the page tells without being asked.
func (b *tab) wantStatus(want string) {
	b.t.Helper()
	b.await(`document.querySelector("[role=status]").textContent === ` + quote(want))
}

// await waits until an expression is true.
func (b *tab) await(expression string) {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(patience)))
}

// quote writes a text as JavaScript does.
func quote(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}
