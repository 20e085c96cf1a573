package handlers

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares each state in each language with its file. After a wanted
// change, run
//
//	go test ./handlers -run TestGolden -update
//
// and read the diff.
func TestGolden(t *testing.T) {
	for i := range tongues {
		l := &tongues[i]
		files := map[string]bool{}
		for _, s := range states {
			if s.only != "" && s.only != l.tag {
				continue
			}
			files[s.name] = true
			t.Run(l.tag+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				rec := s.show(t, l.tag)
				body := rec.Body.String()
				if rec.Code != s.status {
					t.Errorf("status %d, want %d", rec.Code, s.status)
				}
				if strings.HasSuffix(s.name, ".html") {
					checkStructure(t, l.tag, body)
					checkPurity(t, l.tag, body)
					body = normalise(body)
				}
				compareWithGolden(t, filepath.Join("testdata", "golden", l.tag, s.name), body)
			})
		}
		// A file whose state is gone would be read for a test that no one runs.
		entries, err := os.ReadDir(filepath.Join("testdata", "golden", l.tag))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !files[e.Name()] {
				t.Errorf("testdata/golden/%s/%s belongs to no state", l.tag, e.Name())
			}
		}
	}
}

// TestGoldenErrors: no kind of error page is without its file.
func TestGoldenErrors(t *testing.T) {
	for code := range tongues[0].messages.ErrorPage {
		if !slices.ContainsFunc(states, func(s state) bool { return s.name == "error-"+code+".html" }) {
			t.Errorf("no state for error page %q", code)
		}
	}
}

func compareWithGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

var (
	assetHash = regexp.MustCompile(`(/static/\w+)\.[0-9a-f]{12}\.`)
	tag       = regexp.MustCompile(`<[^>]+>`)
)

// normalise writes a page for reviewers: each tag and each text on a line of its
// own, asset hashes replaced. White space at the edge of a text matters between
// inline elements, so it is kept, as ␣.
func normalise(page string) string {
	page = assetHash.ReplaceAllString(page, "$1.HASH.")
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	rest := page
	for _, at := range tag.FindAllStringIndex(page, -1) {
		line(visible(page[len(page)-len(rest) : at[0]]))
		line(page[at[0]:at[1]])
		rest = page[at[1]:]
	}
	line(visible(rest))
	return b.String()
}

var edges = regexp.MustCompile(`^\s+|\s+$`)

func visible(text string) string {
	if strings.TrimSpace(text) == "" {
		return strings.Repeat("␣", min(1, len(text)))
	}
	return edges.ReplaceAllString(text, "␣")
}
