package views

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// sources reads the files that a pattern finds, by name.
func sources(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(text)
		}
	}
	if len(files) == 0 {
		t.Fatalf("no files match %q", patterns)
	}
	return files
}

// use is a text that a page or a handler names.
var use = regexp.MustCompile(`(?:\b[Tt]|messages(?:\(r\))?|English)\.([A-Z]\w*)`)

// TestMessagesUsed: a text that no page and no handler names is dead.
func TestMessagesUsed(t *testing.T) {
	used := map[string]bool{}
	for _, text := range sources(t, "*.templ", "[^m]*.go", "../handlers/*.go") {
		for _, match := range use.FindAllStringSubmatch(text, -1) {
			used[match[1]] = true
		}
	}
	for field := range reflect.TypeFor[Messages]().Fields() {
		if !used[field.Name] {
			t.Errorf("Messages.%s is used nowhere", field.Name)
		}
	}
}

var (
	templBody = regexp.MustCompile(`(?ms)^templ \w+\(.*?\) \{\n(.*?)^\}`)
	comment   = regexp.MustCompile(`(?m)//.*$`)
	statement = regexp.MustCompile(`(?m)^\s*(@.*|if .*\{|\} else.*|for .*\{|\})$`)
	element   = regexp.MustCompile(`(?s)</?[a-z!][^<>]*?/?>`)
	attribute = regexp.MustCompile(`(?s)\s([a-z-]+)="([^"]*)"`)
)

// withoutExpressions takes { … } out of a template; what is left is literal.
func withoutExpressions(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '{':
			depth++
		case r == '}':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// literals are the texts of a template that are in no catalogue: text nodes, and
// attributes that people see or hear.
func literals(templ string) (found []string) {
	letters := func(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
	for _, body := range templBody.FindAllStringSubmatch(templ, -1) {
		text := statement.ReplaceAllString(comment.ReplaceAllString(body[1], ""), "")
		text = withoutExpressions(text)
		for _, e := range element.FindAllString(text, -1) {
			for _, a := range attribute.FindAllStringSubmatch(e, -1) {
				format := a[1] == "value" && slices.Contains([]string{"csv", "xlsx", "json"}, a[2]) &&
					strings.Contains(e, `name="format"`)
				named := []string{"aria-label", "title", "placeholder", "alt", "summary", "label"}
				visible := slices.Contains(named, a[1]) || strings.HasPrefix(a[1], "data-") ||
					a[1] == "value" && (strings.HasPrefix(e, "<button") || strings.Contains(e, `type="submit"`)) ||
					a[1] == "content" && !strings.Contains(e, `name="viewport"`) && !strings.Contains(e, `name="format-detection"`)
				if visible && !format && letters(a[2]) {
					found = append(found, a[1]+"="+a[2])
				}
			}
		}
		for line := range strings.Lines(element.ReplaceAllString(text, "\n")) {
			if letters(line) {
				found = append(found, strings.TrimSpace(line))
			}
		}
	}
	return found
}

// TestNoLiteralText: each text of a page comes from the catalogues.
func TestNoLiteralText(t *testing.T) {
	for name, text := range sources(t, "*.templ") {
		for _, literal := range literals(text) {
			t.Errorf("%s says %q, which is in no catalogue", name, literal)
		}
		n, bodies := strings.Count("\n"+text, "\ntempl "), len(templBody.FindAllString(text, -1))
		if n != bodies || n == 0 {
			t.Errorf("%s: read %d of %d templates", name, bodies, n)
		}
	}
}

// TestLiterals: the test above finds what it is there for.
func TestLiterals(t *testing.T) {
	tests := map[string][]string{
		"<p>{ p.X } · – </p>":                                      nil,
		"<p>Hello</p>":                                             {"Hello"},
		"<p>\n\t\t{ p.X } codes\n\t</p>":                           {"codes"},
		"<p>忙</p>":                                                 {"忙"},
		`<a aria-label="Home" href="/">{ x }</a>`:                  {"aria-label=Home"},
		`<a aria-label={ p.Home } class="home">{ x }</a>`:          nil,
		`<button value="Go">{ x }</button>`:                        {"value=Go"},
		`<button name="format" value="csv">{ x }</button>`:         nil,
		`<button name="format" value="CSV file">{ x }</button>`:    {"value=CSV file"},
		`<button name="go" value="csv">{ x }</button>`:             {"value=csv"},
		`<input type="text" value="x" placeholder="Name">`:         {"placeholder=Name"},
		"\tif p.X {\n\t<b>{ y }</b>\n\t} else {\n\t<i>No</i>\n\t}": {"No"},
		"// a comment\n@timeTag(p.At)\n":                           nil,
		"<img alt=\"A picture\"/>":                                 {"alt=A picture"},
		`<meta name="description" content="Words"/>`:               {"content=Words"},
	}
	for body, want := range tests {
		if got := literals("templ X(p P) {\n" + body + "\n}\n"); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", body, got, want)
		}
	}
}
