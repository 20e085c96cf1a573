package handlers

import (
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares each state with its file: its title and its main part, or
// the part that it names. All states have a file in English and one state of a
// page has one in Chinese; the other pages in Chinese are made all the same, and
// their structure and their words are checked. After a wanted change, run
//
//	go test ./handlers -run TestGolden -update
//
// and read the diff.
func TestGolden(t *testing.T) {
	for i := range locales {
		l := &locales[i]
		files := goldenFiles{dir: filepath.Join("testdata", "golden", l.tag)}
		for _, s := range states {
			file := files.of(s.name, l, s.chinese)
			t.Run(l.tag+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				checkGolden(t, l, s.show(t, l.tag), max(s.status, 200), s.part, file)
			})
		}
		files.checkNoOthers(t)
	}
}

// wallClock is the age of a catalogue that was read by the real clock, on a page of
// TestGolden: the other clocks stand still in 2000 and in March 2026.
var wallClock = regexp.MustCompile(`<p class="age">[^\n]*datetime="20(?:26-(?:0[4-9]|1)|2[7-9]|[3-9])[^\n]*</p>\n`)

// goldenFiles are the files of the states in one language.
type goldenFiles struct {
	dir   string
	names []string
}

// of returns the file of a state; empty for none.
func (f *goldenFiles) of(name string, l *locale, chinese bool) string {
	if l.tag != "en" && !chinese {
		return ""
	}
	f.names = append(f.names, name)
	return filepath.Join(f.dir, name)
}

// checkNoOthers reports files whose state is gone: they would be read for a test
// that does not exist.
func (f *goldenFiles) checkNoOthers(t *testing.T) {
	t.Helper()
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(f.names, e.Name()) {
			t.Errorf("%s/%s belongs to no state", f.dir, e.Name())
		}
	}
}

// checkGolden compares an answer with its file; without a file only its status,
// structure and words are checked.
func checkGolden(t *testing.T, l *locale, rec *httptest.ResponseRecorder, status int, part, file string) {
	t.Helper()
	body := rec.Body.String()
	if rec.Code != status {
		t.Errorf("status %d, want %d", rec.Code, status)
	}
	if strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
		checkStructure(t, l.tag, body)
		checkPurity(t, l.tag, body)
		if part == "" {
			body = elementOf(t, body, "title") + elementOf(t, body, "main")
		} else {
			body = elementOf(t, body, part)
		}
		body = wallClock.ReplaceAllString(normalise(body), "")
	}
	if file != "" {
		compareWithGolden(t, file, body)
	}
}

// elementOf cuts the only element of a name out of a page.
func elementOf(t *testing.T, page, name string) string {
	t.Helper()
	start, end := strings.Index(page, "<"+name), strings.Index(page, "</"+name+">")
	if start < 0 || end < start {
		t.Fatalf("the page has no <%s>", name)
	}
	return page[start : end+len("</"+name+">")]
}

// TestGoldenErrors: no kind of error is without its file: a page, or JSON where only data is asked for.
func TestGoldenErrors(t *testing.T) {
	for code := range locales[0].messages.ErrorPage {
		if !slices.ContainsFunc(states, func(s state) bool {
			return s.name == "error-"+code+".html" ||
				s.name == "error-"+code+".json"
		}) {
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
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

var (
	assetHash  = regexp.MustCompile(`(/static/\w+)\.[0-9a-f]{12}\.`)
	tag        = regexp.MustCompile(`</?(\w+)[^>]*>`)
	whiteSpace = regexp.MustCompile(`^\s+|\s+$`)
)

// ownLine are the elements that begin a line. A row of a table is one line.
var ownLine = strings.Fields(`html head meta title link script body header footer main nav section div p h1 h2 h3 ul ol li dl dt dd
	table caption thead tbody tr details summary pre form label input textarea select option button`)

// normalise writes a page for reviewers: each block on lines of its own, asset
// hashes replaced. White space at the edge of a text matters next to inline
// elements, so it is shown, as ␣; between blocks it is left out.
func normalise(page string) string {
	page = assetHash.ReplaceAllString(page, "$1.HASH.")
	var b, line strings.Builder
	end := func() {
		if strings.TrimSpace(line.String()) != "" {
			b.WriteString(whiteSpace.ReplaceAllString(line.String(), "␣") + "\n")
		}
		line.Reset()
	}
	rest := 0
	for _, at := range tag.FindAllStringSubmatchIndex(page, -1) {
		line.WriteString(page[rest:at[0]])
		element, name := page[at[0]:at[1]], page[at[2]:at[3]]
		own, closing := slices.Contains(ownLine, name), element[1] == '/'
		if own && !closing {
			end()
		}
		line.WriteString(element)
		if own && closing {
			end()
		}
		rest = at[1]
	}
	line.WriteString(page[rest:])
	end()
	return b.String()
}
