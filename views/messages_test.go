package views

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// languages are all languages of the console; a new one is a row here.
var languages = []struct {
	name     string
	messages *Messages
	plural   bool // has a form of its own for one
}{
	{"en", &English, true},
	{"zh-CN", &Chinese, false},
}

// eachText calls visit with each string below v and the path to it.
func eachText(v reflect.Value, path string, visit func(path, text string)) {
	switch v.Kind() {
	case reflect.String:
		visit(path, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			eachText(v.MapIndex(key), fmt.Sprintf("%s[%s]", path, key), visit)
		}
	default:
		panic("messages hold a " + v.Kind().String() + ", which this test cannot read")
	}
}

// TestMessagesComplete: every text exists in every language, and every language
// has the same keys in its maps as English.
func TestMessagesComplete(t *testing.T) {
	for _, lang := range languages {
		if lang.messages.Lang != lang.name && !strings.HasPrefix(lang.messages.Lang, lang.name+"-") {
			t.Errorf("%s: Lang is %q", lang.name, lang.messages.Lang)
		}
		seen := map[string]bool{}
		eachText(reflect.ValueOf(*lang.messages), lang.name, func(path, text string) {
			seen[strings.TrimPrefix(path, lang.name)] = true
			optional := strings.HasSuffix(path, ".One") && !lang.plural
			if strings.TrimSpace(text) == "" && !optional {
				t.Errorf("%s is empty", path)
			}
		})
		eachText(reflect.ValueOf(English), "", func(path, _ string) {
			if !seen[path] {
				t.Errorf("%s%s is missing", lang.name, path)
			}
			delete(seen, path)
		})
		for path := range seen {
			t.Errorf("%s%s is not in English", lang.name, path)
		}
	}
}

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// TestPlaceholders: braces come in pairs around a name, and a translation has the
// same ones as the English text.
func TestPlaceholders(t *testing.T) {
	english := map[string]map[string]bool{}
	eachText(reflect.ValueOf(English), "", func(path, text string) { english[path] = names(text) })
	for _, lang := range languages {
		eachText(reflect.ValueOf(*lang.messages), "", func(path, text string) {
			if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
				t.Errorf("%s%s: a brace without a partner: %q", lang.name, path, text)
			}
			if path == ".ErrorPage[bad_parameter].What" {
				return // a Chinese page shows no English name of a parameter
			}
			if got := names(text); text != "" && !reflect.DeepEqual(got, english[path]) {
				t.Errorf("%s%s: placeholders %v, in English %v", lang.name, path, got, english[path])
			}
		})
	}
}

func names(text string) map[string]bool {
	found := map[string]bool{}
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		found[match[1]] = true
	}
	return found
}

// TestTone holds the rules of the microcopy that a machine can hold.
func TestTone(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\b(please|oops|invalid|click here|log ?in|log ?out)\b`)
	eachText(reflect.ValueOf(English), "English", func(path, text string) {
		if word := forbidden.FindString(text); word != "" {
			t.Errorf("%s says %q: %q", path, word, text)
		}
		if strings.Contains(strings.ToLower(text), "sorry") && path != "English.ErrorPage[internal].What" {
			t.Errorf("%s is sorry: %q", path, text)
		}
		if text != strings.TrimSpace(text) && path != "English.ErrorPrefix" {
			t.Errorf("%s has space at its edge: %q", path, text)
		}
	})
}

func TestPluralOf(t *testing.T) {
	both, chinese := Plural{"{n} code", "{n} codes"}, Plural{Other: "已关联 {n} 个 OBS 结果码"}
	tests := []struct {
		p    Plural
		n    int
		want string
	}{
		{both, 0, "0 codes"}, {both, 1, "1 code"}, {both, 2, "2 codes"}, {both, 200, "200 codes"},
		{both, -1, "-1 codes"},
		{chinese, 0, "已关联 0 个 OBS 结果码"}, {chinese, 1, "已关联 1 个 OBS 结果码"},
		{chinese, 2, "已关联 2 个 OBS 结果码"},
		{Plural{"one", "many"}, 1, "one"}, {Plural{}, 1, ""},
	}
	for _, test := range tests {
		if got := test.p.Of(test.n); got != test.want {
			t.Errorf("%+v.Of(%d) = %q, want %q", test.p, test.n, got, test.want)
		}
	}
}

func TestFill(t *testing.T) {
	tests := []struct {
		text string
		args []string
		want string
	}{
		{"", nil, ""},
		{"no gaps", []string{"n", "1"}, "no gaps"},
		{"{n} codes", []string{"n", "2"}, "2 codes"},
		{"{def} in {vdn}, {def}", []string{"def", "1", "vdn", "40"}, "1 in 40, 1"},
		{"{unknown} stays", []string{"n", "1"}, "{unknown} stays"},
		// What is filled in comes from outside and is not filled again.
		{"{a}{b}", []string{"a", "{b}", "b", "{a}"}, "{b}{a}"},
		{"{a", []string{"a", "1"}, "{a"},
		{"{n}", []string{"n", ""}, ""},
	}
	for _, test := range tests {
		if got := Fill(test.text, test.args...); got != test.want {
			t.Errorf("Fill(%q, %q) = %q, want %q", test.text, test.args, got, test.want)
		}
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		messages *Messages
		texts    []string
		want     string
	}{
		{&English, []string{"One.", "Two."}, "One. Two."},
		{&Chinese, []string{"一。", "二。"}, "一。二。"},
		{&English, []string{"", "Two."}, "Two."},
		{&English, []string{"One.", ""}, "One."},
		{&Chinese, nil, ""},
	}
	for _, test := range tests {
		if got := test.messages.Sentences(slices.Clone(test.texts)...); got != test.want {
			t.Errorf("%s: Sentences(%q) = %q, want %q", test.messages.Lang, test.texts, got, test.want)
		}
	}
}
