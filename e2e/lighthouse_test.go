package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestLighthouse: the pages that readers come to have full marks, on a phone
// and on a desktop, and nothing on them moves while they load. Its runs are not
// parallel: they measure time.
func TestLighthouse(t *testing.T) {
	if testing.Short() {
		t.Skip("a run takes 13 seconds or more")
	}
	node := command(t, "node")
	cli := nodeModule(t, "lighthouse", "cli", "index.js")
	path := browserPath(t)
	c := demoConsole(t)
	for _, page := range []struct{ name, path string }{
		{"home", "/"},
		{"result", "/vdns/40/results/1402245659"},
	} {
		for _, preset := range []string{"phone", "desktop"} {
			t.Run(page.name+"/"+preset, func(t *testing.T) {
				arguments := []string{
					cli, c.url + page.path, "--quiet", "--output=json",
					"--only-categories=performance,accessibility,best-practices,seo",
					"--chrome-flags=" + quoted(browserFlags),
				}
				if preset == "desktop" {
					arguments = append(arguments, "--preset=desktop")
				}
				var complaints []string
				for range attempts {
					run := exec.Command(node, arguments...)
					run.Env = append(os.Environ(), "CHROME_PATH="+path)
					out, err := run.Output()
					if failed, ok := errors.AsType[*exec.ExitError](err); ok {
						// It asks itself to be run again when it lost the browser's trace.
						complaints = []string{fmt.Sprintf("%v:\n%s", err, failed.Stderr)}
						continue
					}
					if err != nil {
						t.Fatal(err)
					}
					if complaints = judge(t, out); len(complaints) == 0 {
						return
					}
				}
				for _, c := range complaints {
					t.Error(c)
				}
			})
		}
	}
}

// attempts is how often a page may try: a machine that is busy with something
// else makes a page slower than it is, and nothing makes it faster. Lighthouse
// itself fails now and then.
const attempts = 3

// quoted joins flags, whose values may have spaces in them.
func quoted(flags []string) string {
	var joined []string
	for _, flag := range flags {
		if name, value, ok := strings.Cut(flag, "="); ok {
			flag = name + `="` + value + `"`
		}
		joined = append(joined, flag)
	}
	return strings.Join(joined, " ")
}

// judge says what is not perfect in a report.
func judge(t *testing.T, content []byte) (complaints []string) {
	t.Helper()
	var report struct {
		Categories map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Score                                          *float64
			NumericValue                                   float64
			Title, DisplayValue, Explanation, ErrorMessage string
		}
	}
	if err := json.Unmarshal(content, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Categories) != 4 {
		t.Fatalf("%d categories, want 4", len(report.Categories))
	}
	for name, category := range report.Categories {
		if category.Score != nil && *category.Score == 1 {
			continue
		}
		complaints = append(complaints, name+" has not full marks:")
		for _, ref := range category.AuditRefs {
			if a := report.Audits[ref.ID]; ref.Weight > 0 && (a.Score == nil || *a.Score < 1) {
				complaints = append(complaints, fmt.Sprintf("\t%s: %s %s %s %s", ref.ID, a.Title, a.DisplayValue,
					a.Explanation, a.ErrorMessage))
			}
		}
	}
	if shift := report.Audits["cumulative-layout-shift"]; shift.Score == nil || shift.NumericValue != 0 {
		complaints = append(complaints,
			fmt.Sprintf("the page moves while it loads: cumulative layout shift %v, want 0", shift.NumericValue))
	}
	return complaints
}
