package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestScreenshots makes the pictures of the documentation:
//
//	go -C e2e test -run TestScreenshots -screenshots ../docs
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots directory")
	}
	for _, shot := range []struct {
		file, path, language, scheme string
		width, height                int64
	}{
		{"result.png", resultPath, "en", "light", 1100, 760},
		{"result-dark-zh.png", resultPath, "zh-CN", "dark", 1100, 760},
		{"coverage.png", "/vdns/40", "en", "light", 1100, 900},
		{"phone.png", resultPath, "en", "light", 320, 640},
	} {
		b := newTab(t, demoConsole(t), reading(shot.language), preferring(shot.scheme),
			chromedp.EmulateViewport(shot.width, shot.height))
		b.open(shot.path, 200)
		picture := value(b, chromedp.CaptureScreenshot())
		if len(picture) > 200<<10 {
			t.Errorf("%s has %d bytes, want 200 KiB or less", shot.file, len(picture))
		}
		if err := os.WriteFile(filepath.Join(*screenshots, shot.file), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
