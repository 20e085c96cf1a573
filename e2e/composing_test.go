package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
)

// TestComposing: a word that an input method is still composing is neither searched for nor filtered by; it is when
// it is finished.
func TestComposing(t *testing.T) {
	t.Parallel()
	compose := func(text string) step {
		end := int64(len(text))
		return call(input.ImeSetComposition,
			input.ImeSetCompositionParams{Text: text, SelectionStart: end, SelectionEnd: end})
	}
	const hidden = `document.querySelectorAll("tbody tr[hidden]").length`
	const asked = `performance.getEntriesByType("resource").filter((e) => e.initiatorType === "fetch").length`
	for _, tt := range []struct {
		name, path, field, change string
		done                      bool // the finished word does something without a button
	}{
		{"search of codes", "/codes", "#q", asked, true},
		{"search of results", "/vdns/40/results", "main #q", asked, false},
		{"box", "/", "#find", asked, false},
		{"filter of a table", "/vdns/41/results/1402246011", ".filter input", hidden, true},
	} {
		b := newTab(t, demoConsole(t))
		b.open(tt.path, 200)
		b.do(run(`document.querySelector(`+quote(tt.field)+`).focus()`), compose("m"), compose("mang"))
		// Longer than the search waits after a key.
		got := eval[int](b, `new Promise((done) => setTimeout(() => done(`+tt.change+`), 400))`)
		if typed := b.text(tt.field); got != 0 || typed != "mang" {
			t.Errorf("%s: composing %q changes %d things", tt.name, typed, got)
		}
		b.do(call(input.InsertText, input.InsertTextParams{Text: "忙"}))
		b.await(`document.querySelector(` + quote(tt.field) + `).value === "忙"`)
		if tt.done {
			b.await(tt.change + ` > 0`)
		}
	}
}
