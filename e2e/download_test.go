package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// TestDownload: each page of data gives it as files whose names say what is in
// them, and as JSON.
func TestDownload(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		dir := b.allowDownloads()
		for _, d := range []struct{ page, json, file, columns string }{
			{resultPath, resultPath + ".json", "external-result-40-1402245659.csv", "vdnId,defId,displayResult,"},
			{"/codes?q=busy", "/codes.json?kind=obs&q=busy", "codes.csv", "code,codeAndDescription,"},
			{"/vdns/40/results?q=1402245660", "/vdns/40/results.json?q=1402245660", "external-results-40-filtered.csv",
				"vdnId,defId,displayResult,"},
			{"/vdns/40", "/vdns/40.json", "coverage-40.csv", "vdnId,obsCode,"},
			{"/vdns/40/codes/00145", "/vdns/40/codes/00145.json", "code-40-00145.csv", "vdnId,defId,displayResult,"},
			{"/vdns/40/batch?id=140", "/vdns/40/batch.json?id=140", "batch-40.csv", "vdnId,defId,state,"},
		} {
			b.open(d.page, 200)
			if name := b.download(click("link", "Download CSV")); name != d.file {
				t.Errorf("the CSV of %s is called %s, want %s", d.page, name, d.file)
			}
			content, err := os.ReadFile(filepath.Join(dir, d.file))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(content), "\ufeff"+d.columns) {
				t.Errorf("the CSV of %s begins with %.60q, want a byte order mark and %q", d.page, content, d.columns)
			}
			workbook := strings.TrimSuffix(d.file, "csv") + "xlsx"
			if name := b.download(click("link", "Download XLSX")); name != workbook {
				t.Errorf("the XLSX of %s is called %s, want %s", d.page, name, workbook)
			}
			if content, err = os.ReadFile(filepath.Join(dir, workbook)); err != nil ||
				!strings.HasPrefix(string(content), "PK") {
				t.Errorf("the XLSX of %s begins with %.4q (%v)", d.page, content, err)
			}
			b.wantAddress(d.page)
			b.follow(200, click("link", "Download JSON"))
			b.refuse(b.base + "/favicon.ico") // JSON cannot name an icon
			b.wantAddress(d.json)
			if got := eval[int](b, `JSON.parse(document.body.innerText).schema`); got != 2 {
				t.Errorf("the JSON of %s has schema %d, want 2", d.page, got)
			}
		}
	})
}

// allowDownloads returns the directory where downloads of the tab come to.
func (b *tab) allowDownloads() string {
	b.t.Helper()
	dir := b.t.TempDir()
	_, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior:         browser.SetDownloadBehaviorBehaviorAllow,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		DownloadPath:     dir,
		EventsEnabled:    new(true),
	})
	if err != nil {
		b.fatalf("%v", err)
	}
	return dir
}

// download does what starts a download, waits for its end and returns the name
// of the file.
func (b *tab) download(start step) (name string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	begun := chromedp.BrowserEvents(ctx, browser.DownloadWillBegin)
	progress := chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	b.do(start)
	var id string
	for e, err := range begun {
		if err != nil {
			b.fatalf("no download begins: %v", err)
		}
		// Other tabs download as well.
		if strings.HasPrefix(e.URL, b.base) && e.FrameID == cdp.FrameID(chromedp.FromContext(b.ctx).Target.TargetID) {
			id, name = e.GUID, e.SuggestedFilename
			break
		}
	}
	for e, err := range progress {
		if err != nil {
			b.fatalf("the download of %s does not end: %v", name, err)
		}
		if e.GUID == id && e.State != browser.DownloadProgressStateInProgress {
			if e.State != browser.DownloadProgressStateCompleted {
				b.fatalf("the download of %s is %s", name, e.State)
			}
			break
		}
	}
	return name
}
