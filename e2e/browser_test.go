package e2e

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// browserFlags keep the browser to itself: no request but those of the pages,
// and none that could leave this machine.
var browserFlags = []string{
	"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
	"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
}

// browserPath finds the browser, or skips the test.
func browserPath(t testing.TB) string {
	t.Helper()
	return command(t, "chromium", "chromium-browser", "google-chrome")
}

var (
	starting sync.Mutex
	chromium context.Context // of the one browser process; nil before it runs
)

// chromiumOf returns the browser that all tests share. Every tab has a profile of
// its own in it.
func chromiumOf(t testing.TB) context.Context {
	t.Helper()
	path := browserPath(t)
	starting.Lock()
	defer starting.Unlock()
	if chromium != nil {
		return chromium
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(scratch, "profile")),
		chromedp.Flag("hide-scrollbars", true), // widths are those of the page
		chromedp.Flag("lang", "en-US"),
	}
	for _, flag := range browserFlags {
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if value == "" {
			options = append(options, chromedp.Flag(name, true))
		} else {
			options = append(options, chromedp.Flag(name, value))
		}
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		t.Fatalf("the browser does not start: %v", err)
	}
	chromium = ctx
	shared.Lock()
	defer shared.Unlock()
	atEnd = append(atEnd, func() error {
		defer cancel()
		return chromedp.Cancel(ctx)
	})
	return ctx
}
