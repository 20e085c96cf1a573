package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// violation is what axe-core says about a rule that a page breaks.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML, FailureSummary string
	}
}

func (v violation) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&s, "\n\t%s\n\t\t%s", n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n\t\t"))
	}
	return s.String()
}

// runAxe asks for the violations of some rules. A long table has rows of the same kinds: the first 30 stand for all.
const runAxe = `axe.run({exclude: [["tbody tr:nth-child(n+31)"]]},
	{runOnly: %s, resultTypes: ["violations"], selectors: false}).then((r) => r.violations)`

var (
	allRules = fmt.Sprintf(runAxe, `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`)
	// Another theme has other colours and differs in nothing else.
	colourRules = rules("color-contrast", "link-in-text-block")
	// In a narrow window the same elements stand elsewhere.
	placeRules = rules("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
	// Another language has other words in the same colours.
	wordRules = strings.Replace(allRules, "{runOnly", `{rules: {"color-contrast": {enabled: false}}, runOnly`, 1)
)

func rules(names ...string) string {
	return fmt.Sprintf(runAxe, `{type: "rule", values: ["`+strings.Join(names, `", "`)+`"]}`)
}

// looks are what axe-core sees of a page in a language. Width and theme change no
// word: one language is enough for them.
var looks = map[string][]struct {
	width         int64
	scheme, rules string
}{
	"en":    {{1280, "light", allRules}, {1280, "dark", colourRules}, {320, "light", placeRules}},
	"zh-CN": {{1280, "light", wordRules}},
}

// TestAxe: no page breaks a rule of accessibility that a machine can check, in
// any language, theme and width.
func TestAxe(t *testing.T) {
	source, err := os.ReadFile(nodeModule(t, "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	forEachState(t, func(t *testing.T, b *tab, s state) {
		for language, looks := range looks {
			b.do(reading(language))
			b.show(s)
			b.do(run(`document.querySelectorAll("details").forEach((d) => d.open = true)`), run(string(source)))
			for _, l := range looks {
				b.do(wide(l.width), preferring(l.scheme))
				for _, v := range eval[[]violation](b, l.rules) {
					t.Errorf("%s, %s, %d px wide: %s", language, l.scheme, l.width, v)
				}
			}
		}
	})
}
