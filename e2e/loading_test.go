package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// sight is what can be seen of a page at a time while it comes.
type sight struct {
	State string   `json:"state"` // of the document: "loading" until all of it is there
	Text  string   `json:"text"`  // of the page's content
	Steps []string `json:"steps"` // the progress that is visible
	After float64  `json:"after"` // milliseconds since the reader asked for the page
}

// look is the script that sees it. Before the stylesheet is there a browser shows nothing.
const look = `(() => ({
	state: document.readyState, text: document.querySelector("main")?.innerText ?? "",
	steps: [...document.querySelectorAll(".step")].filter((e) => document.styleSheets.length && e.checkVisibility())
		.map((e) => e.innerText.trim()),
	after: performance.now(),
}))()`

// watchLoading asks for an address, or does what leads to one, and looks at the page
// until it is there whole.
func (b *tab) watchLoading(ask step) (seen []sight) {
	b.t.Helper()
	b.do(ask)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if ctx.Err() != nil {
			b.fatalf("the page does not end; seen %+v", seen)
		}
		s, err := chromedp.Run(ctx, chromedp.Evaluate[sight](look))
		if err != nil {
			continue // between two documents
		}
		seen = append(seen, s)
		if s.State == "complete" && s.Text != "" {
			return seen
		}
	}
	return seen
}

// visit goes to an address without waiting for the page.
func (b *tab) visit(path string) step {
	return call(page.Navigate, page.NavigateParams{URL: b.base + path})
}

// TestVisibleWhileLoading: the reader of a page that takes long sees how far it is,
// one step at a time, before the page is whole.
func TestVisibleWhileLoading(t *testing.T) {
	tests := map[string]struct {
		language, path string
		step           string // one of those that are seen
	}{
		"VDN":            {"en", "/vdns/41", "Reading external results: 28 of 29"},
		"batch":          {"en", "/vdns/41/batch?id=1402246001&id=1001&id=1002", "2 of 3"},
		"VDN in Chinese": {"zh-CN", "/vdns/41/results", "正在读取外显结果：已完成 28 个，共 29 个"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { // not parallel: it looks every 20 ms
			b := newTab(t, start(t, "-demo", "-isales-timeout", "4s"), reading(tt.language))
			var steps []string
			for _, s := range b.watchLoading(b.visit(tt.path)) {
				if len(s.Steps) > 1 {
					t.Errorf("%d steps are visible at once: %q", len(s.Steps), s.Steps)
				}
				if s.State == "loading" && len(s.Steps) == 1 && !slices.Contains(steps, s.Steps[0]) {
					steps = append(steps, s.Steps[0])
				}
			}
			if len(steps) < 2 || !slices.ContainsFunc(steps, func(s string) bool { return strings.Contains(s, tt.step) }) {
				t.Errorf("visible while the page is loading: %q, want several steps and in one %q", steps, tt.step)
			}
		})
	}
}
