package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is one page of a reader who shares no cookie with any other tab. Its
// methods end the test when they fail.
type tab struct {
	t    testing.TB
	ctx  context.Context
	base string // of the console: scheme, host and port

	mu        sync.Mutex
	elsewhere string   // another host whose pages may be shown; empty for none
	refused   []string // documents that were meant to have a failed status
	problems  []problem
}

// problem is something that must not happen on any page.
type problem struct {
	what string
	url  string // of the resource that the browser names
	load bool   // the resource had a failed status
}

// step is something to be done in a tab.
type step = chromedp.Action[chromedp.Void]

// newTab opens an empty page for a reader of the console.
func newTab(t testing.TB, c *console, settings ...step) *tab {
	t.Helper()
	b := openTab(t, t)
	b.begin(t, c)
	t.Cleanup(b.report)
	b.do(settings...)
	return b
}

// openTab opens a page that is closed when its owner ends.
func openTab(t, owner testing.TB) *tab {
	t.Helper()
	b := &tab{t: t}
	ctx, cancel := chromedp.NewContext(chromiumOf(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(b.watch))
	b.ctx = ctx
	owner.Cleanup(cancel)
	if err := chromedp.Do(ctx, focused); err != nil {
		t.Fatal(err)
	}
	return b
}

// begin makes the tab that of a reader who has never been to the console.
func (b *tab) begin(t testing.TB, c *console) {
	t.Helper()
	b.mu.Lock()
	b.t, b.base, b.elsewhere, b.refused, b.problems = t, c.url, "", nil, nil
	b.mu.Unlock()
	b.do(call(network.ClearBrowserCookies, cdp.Empty{}), reading("en"), preferring("light"), wide(1280))
}

// watch sees everything that a page does; see chromedp.Listen for its limits.
func (b *tab) watch(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.mu.Lock()
		base, elsewhere := b.base, b.elsewhere
		b.mu.Unlock()
		// The browser draws its date fields with pictures of its own, in data URLs.
		if !strings.HasPrefix(e.Request.URL, base+"/") && !strings.HasPrefix(e.Request.URL, "data:") &&
			(elsewhere == "" || !strings.HasPrefix(e.Request.URL, elsewhere+"/")) {
			b.note(problem{what: "a request leaves the console", url: e.Request.URL})
		}
	case *runtime.EventExceptionThrown:
		what := e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			what += " " + thrown.Description
		}
		b.note(problem{what: what, url: e.ExceptionDetails.URL})
	case *runtime.EventConsoleAPICalled:
		b.note(problem{what: "the page wrote to the browser's console"})
	case *log.EventEntryAdded:
		if strings.HasPrefix(e.Entry.Text, "Clear-Site-Data header on") {
			return // the browser tells that it did as it was told
		}
		b.note(problem{
			what: string(e.Entry.Source) + ": " + e.Entry.Text,
			url:  e.Entry.URL,
			load: e.Entry.Source == log.EntrySourceNetwork &&
				strings.HasPrefix(e.Entry.Text, "Failed to load resource: the server responded"),
		})
	}
}

func (b *tab) note(p problem) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, p)
}

// report fails the test for everything that no page may do.
func (b *tab) report() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		if !p.load || !slices.Contains(b.refused, p.url) {
			b.t.Errorf("%s (%s)", p.what, p.url)
		}
	}
}

func (b *tab) fatalf(format string, args ...any) {
	b.t.Helper()
	where, _ := chromedp.Run(b.ctx, chromedp.Location())
	b.t.Fatalf("at %s: %s", strings.TrimPrefix(where, b.base), fmt.Sprintf(format, args...))
}

// value is chromedp.Run for a tab.
func value[T any](b *tab, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.fatalf("%v", err)
	}
	return v
}

func (b *tab) do(actions ...step) {
	b.t.Helper()
	value(b, chromedp.Steps(actions...))
}

// follow does what leads to another page and waits for it.
func (b *tab) follow(want int, actions ...step) {
	b.t.Helper()
	b.arrived(value(b, func(ctx context.Context, _ *chromedp.Target) (*network.Response, error) {
		return chromedp.RunResponse(ctx, actions...)
	}), want)
}

// open goes to an address of the console.
func (b *tab) open(path string, want int) {
	b.t.Helper()
	b.arrived(value(b, chromedp.NavigateResponse(b.base+path)), want)
}

func (b *tab) arrived(response *network.Response, want int) {
	b.t.Helper()
	if response == nil {
		b.fatalf("no page came")
	}
	if int(response.Status) != want {
		b.fatalf("status %d, want %d", response.Status, want)
	}
	if want >= 400 {
		b.refuse(response.URL)
	}
}

// refuse allows that an address had a failed status.
func (b *tab) refuse(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused = append(b.refused, address)
}

// back goes to the page before, and reports whether the browser kept it as it
// was left.
func (b *tab) back() (kept bool) { b.t.Helper(); return b.travel(-1) }

// forward is the opposite of back.
func (b *tab) forward() (kept bool) { b.t.Helper(); return b.travel(1) }

func (b *tab) travel(steps int64) (kept bool) {
	b.t.Helper()
	history := value(b, chromedp.NavigationEntries())
	entry := history.Entries[history.CurrentIndex+steps]
	// A page that was kept is not loaded, so chromedp's own actions would wait
	// for ever.
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	arrived := make(chan bool, 2)
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *page.EventFrameNavigated:
			if e.Type == page.NavigationTypeBackForwardCacheRestore {
				arrived <- true
			}
		case *page.EventLoadEventFired:
			arrived <- false
		}
	})
	if err != nil {
		b.fatalf("%v", err)
	}
	b.do(call(page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: entry.ID}))
	select {
	case kept = <-arrived:
	case <-ctx.Done():
		b.fatalf("%s does not come", entry.URL)
	}
	return kept
}
