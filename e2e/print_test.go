package e2e

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// TestPrint: the result fits on one sheet of paper, with its address, and
// without what can only be clicked.
func TestPrint(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open(resultPath, 200)
		pdf := value(b, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
		if got := len(pdfPage.FindAll(pdf, -1)); got != 1 {
			t.Errorf("%d sheets, want 1", got)
		}
		convert := exec.Command(command(t, "pdftotext"), "-raw", "-", "-")
		convert.Stdin = strings.NewReader(string(pdf))
		out, err := convert.Output()
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, want := range []string{"6: The call is not answered.", "1402245659", "34609", "00008", "The called party is being forwarded", b.base + resultPath} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on paper:\n%s", want, text)
			}
		}
		for _, never := range []string{"Look up", "Skip to the content", "Download CSV", "Copy", "中文"} {
			if strings.Contains(text, never) {
				t.Errorf("%q is on paper:\n%s", never, text)
			}
		}
	})
}

// TestPrintList: the list of 20 external results fits on one sheet.
func TestPrintList(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/vdns/40/results", 200)
		pdf := value(b, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
		if got := len(pdfPage.FindAll(pdf, -1)); got != 1 {
			t.Errorf("%d sheets, want 1", got)
		}
	})
}
