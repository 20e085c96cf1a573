package e2e

import "testing"

// beside lists what the rows of the tables show outside of a window: the cells that
// name a row, and those that say what follows.
const beside = `[...document.querySelectorAll("main .stack tbody tr:not(.step)")].flatMap((row) => {
	const name = row.querySelector("th"), wrap = row.querySelector(".wrap");
	const follows = row.querySelector(".follows, td:has(> .verdict), td:has(.verdict)");
	return [name, wrap, follows].filter((e) => e?.checkVisibility()).flatMap((e) => [...e.querySelectorAll("a, code, span"), e])
		.map((e) => [e, e.getBoundingClientRect()])
		.filter(([, r]) => r.left < 0 || r.right > innerWidth || !r.width)
		.map(([e, r]) => e.outerHTML.slice(0, 60) + " is from " + r.left + " to " + r.right);
})`

// TestPhone: code, meaning and what follows of each row are inside of a phone's
// window, and the field at a long table still hides rows there.
func TestPhone(t *testing.T) {
	t.Parallel()
	b := newTab(t, demoConsole(t), wide(390))
	for name, tt := range map[string]struct {
		path string
		rows int
		want []string // texts of the first row, in this order
	}{
		"result": {"/vdns/40/results/1402245660", 4, []string{"00145", "User busy", "Retry soon",
			"Busy This VDN’s code list"}},
		"reverse": {"/vdns/40/codes/00145", 3, []string{"00145", "User busy", "Retry soon", "Busy This VDN’s code list"}},
		"batch": {"/vdns/40/batch?id=1402245660", 5, []string{"1402245660", "1: 用户忙", "Retry soon", "✓ Found",
			"External result code", "00145 User busy"}},
		"compare": {"/vdns/40/compare?id=1402245660&id=1402245677", 5,
			[]string{"00145", "User busy", "Retry soon", "Busy This VDN’s code list"}},
		"list": {"/vdns/40/results", 20, []string{"6: The call is not answered.", "Cannot tell",
			"External result code", "002"}},
		"coverage": {"/vdns/40", 20, []string{"6: The call is not answered.", "Cannot tell", "Forwarded"}},
		"retry": {"/vdns/40/retry", 23, []string{"6: The call is not answered.", "Cannot tell",
			"External result code", "0 of 2 codes say never"}},
		"campaign": {"/vdns/40/campaigns/7001", 11, []string{"007", "5: 停机或改号 1402245664", "Do not retry",
			"Retried"}},
		"find": {"/find?q=003&vdnId=40", 2, []string{"00003", "No resource", "Retry soon",
			"Not enough resources This VDN’s code list"}},
		"codes": {"/codes?q=busy", 7, []string{"00145", "User busy", "Retry soon", "Busy Vendor’s documentation"}},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.open(tt.path, 200)
			for _, wrong := range eval[[]string](b, beside) {
				t.Error(wrong)
			}
			const rows = `[...document.querySelectorAll("main .stack tbody tr:not(.step)")].filter((r) => r.checkVisibility())`
			if got := eval[int](b, rows+`.length`); got != tt.rows {
				t.Errorf("%d rows, want %d", got, tt.rows)
			}
			// What a reader sees from top to bottom, whatever the order in the document.
			got := eval[[]string](b, `[...`+rows+`[0].cells].filter((c) => c.checkVisibility()).map((c) => [c.getBoundingClientRect(), c])
				.sort(([a], [b]) => Math.abs(a.top - b.top) > 8 ? a.top - b.top : a.left - b.left)
				.flatMap(([, c]) => [c.dataset.label ?? "", ...c.innerText.split("\n")]).filter(Boolean)`)
			at := 0
			for _, text := range got {
				if at < len(tt.want) && text == tt.want[at] {
					at++
				}
			}
			if at != len(tt.want) {
				t.Errorf("the first row reads %q, want in it %q in this order", got, tt.want)
			}
		})
	}
	t.Run("filter", func(t *testing.T) {
		b.t = t
		b.open("/vdns/41/results/1402246011", 200)
		b.do(fill("Filter the table", "00145"))
		for _, row := range b.rows() {
			if row[0] != "00145" {
				t.Errorf("row %q is visible, want those with 00145 only", row)
			}
		}
	})
}
