package static

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestSizes: the files stay small enough to be read by people and sent on the
// first visit.
func TestSizes(t *testing.T) {
	tests := []struct {
		name          string
		most, zipMost int // bytes, as they are and compressed
	}{
		{"app.css", 21_100, 6 << 10},
		{"app.js", 5_200, 3 << 10},
		{"icon.svg", 500, 500},
	}
	for _, test := range tests {
		content := read(t, test.name)
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if len(content) > test.most || b.Len() > test.zipMost {
			t.Errorf("%s: %d bytes, %d compressed; want at most %d and %d", test.name, len(content), b.Len(),
				test.most, test.zipMost)
		}
	}
}

// TestLayers: every rule stands in a layer, in the order that the first line
// gives them.
func TestLayers(t *testing.T) {
	css := read(t, "app.css")
	want := []string{"reset", "tokens", "base", "layout", "components", "print"}
	order, rest, _ := strings.Cut(css, ";\n")
	if got := "@layer " + strings.Join(want, ", "); order != got {
		t.Errorf("the stylesheet begins with %q, want %q", order, got)
	}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^@layer (\w+) \{$`).FindAllStringSubmatch(rest, -1) {
		got = append(got, m[1])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("layers (-want +got)\n%s", diff)
	}
	if outside := regexp.MustCompile(`(?m)^[^\s@/}].*\{`).FindAllString(rest, -1); outside != nil {
		t.Errorf("outside of the layers: %q", outside)
	}
}

var token = regexp.MustCompile(`(?m)^\s*--([\w-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);$`)

// TestContrast holds the contrasts of WCAG 2.2 in both themes: 4.5 for text, 3
// for the edges of controls and the focus.
func TestContrast(t *testing.T) {
	colours := map[string][2]string{}
	for _, m := range token.FindAllStringSubmatch(read(t, "app.css"), -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	for _, test := range []struct {
		least       float64
		front, back string
	}{
		{4.5, "ink", "page"}, {4.5, "ink", "panel"}, {4.5, "ink", "note"},
		{4.5, "soft", "page"}, {4.5, "soft", "panel"}, {4.5, "soft", "note"},
		{4.5, "accent", "page"}, {4.5, "accent", "panel"}, {4.5, "accent", "note"},
		{4.5, "bad", "page"}, {4.5, "bad", "panel"}, {4.5, "on-accent", "accent"},
		{3, "control", "page"}, {3, "control", "panel"}, {3, "note-line", "note"}, {3, "note-line", "page"},
	} {
		for i, theme := range []string{"light", "dark"} {
			got, err := contrast(colours[test.front][i], colours[test.back][i])
			if err != nil || got < test.least {
				t.Errorf("%s on %s in %s: contrast %.2f (%v), want %.1f", test.front, test.back, theme, got, err, test.least)
			}
		}
	}
}

// contrast is the contrast ratio of two colours as WCAG defines it.
func contrast(a, b string) (float64, error) {
	x, err := luminance(a)
	if err != nil {
		return 0, err
	}
	y, err := luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05), err
}

func luminance(colour string) (float64, error) {
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	if len(hex) != 6 {
		return 0, fmt.Errorf("%q is no colour", colour)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			return 0, err
		}
		c := float64(n) / 255
		if c <= .03928 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+.055)/1.055, 2.4)
		}
	}
	return sum, nil
}
