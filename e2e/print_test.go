package e2e

import (
	"bytes"
	"math"
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
		text := strings.Join(strings.Fields(string(converted(t, pdf, "pdftotext", "-raw", "-", "-"))), " ")
		for _, want := range []string{"6: The call is not answered.", "1402245659", "34609", "00008",
			"The called party is being forwarded", b.base + resultPath} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on paper:\n%s", want, text)
			}
		}
		for _, never := range []string{"Look up", "Skip to the content", "Download CSV", "Copy", "中文", `"obResult"`} {
			if strings.Contains(text, never) {
				t.Errorf("%q is on paper:\n%s", never, text)
			}
		}
	})
}

// maxCoverageSheets is for the bars and the matrix of 20 results.
const maxCoverageSheets = 3

// converted is what a command makes of a document.
func converted(t *testing.T, pdf []byte, name string, arguments ...string) []byte {
	t.Helper()
	convert := exec.Command(command(t, name), arguments...)
	convert.Stdin = bytes.NewReader(pdf)
	out, err := convert.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPrintRaw: the raw answer is on paper when it is open.
func TestPrintRaw(t *testing.T) {
	t.Parallel()
	b := newTab(t, demoConsole(t))
	b.open(resultPath, 200)
	b.do(run(`document.querySelector(".raw").open = true`))
	pdf := value(b, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if text := converted(t, pdf, "pdftotext", "-raw", "-", "-"); !bytes.Contains(text, []byte(`"obResult"`)) {
		t.Errorf("no raw answer on paper:\n%s", text)
	}
}

// TestPrintCoverage: the matrix is on paper with its shades, and the codes without a
// result are as many sheets only where they are open.
func TestPrintCoverage(t *testing.T) {
	t.Parallel()
	b := newTab(t, demoConsole(t))
	b.open("/vdns/40", 200)
	folded := len(pdfPage.FindAll(value(b, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4))), -1))
	if folded > maxCoverageSheets {
		t.Errorf("%d sheets, want at most %d", folded, maxCoverageSheets)
	}
	b.do(run(`document.querySelectorAll("details").forEach((d) => { d.open = true })`))
	pdf := value(b, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if open := len(pdfPage.FindAll(pdf, -1)); open <= folded {
		t.Errorf("%d sheets with all codes open, %d without", open, folded)
	}
	picture := converted(t, pdf, "pdftoppm", "-r", "40")
	for level, share := range map[int]float64{1: .12, 4: .42} { // of the accent, #0b5cad
		shade := make([]byte, 3)
		for i, accent := range []float64{0x0b, 0x5c, 0xad} {
			shade[i] = byte(math.Round(share*accent + (1-share)*255))
		}
		if !bytes.Contains(picture, bytes.Repeat(shade, 5)) {
			t.Errorf("no shade %d, %x, on paper", level, shade)
		}
	}
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
