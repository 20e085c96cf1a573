package dictionary

import (
	"slices"
	"strings"
	"testing"

	"isales-console/isales"
)

// TestExplanationsAreOneCodeALine keeps changes of the texts readable.
func TestExplanationsAreOneCodeALine(t *testing.T) {
	for i, line := range strings.Split(string(explanations), "\n") {
		if n := strings.Count(line, `"code": `); n > 1 || (n == 0 && len(line) > len(` "obs": [`)) {
			t.Errorf("line %d has %d codes: %.60s", i+1, n, line)
		}
	}
}

func TestLoadRefusesFaults(t *testing.T) {
	good := string(explanations)
	tests := []struct{ name, old, new, want string }{
		{"no JSON", `{`, `[`, "explanations.json: "},
		{"unknown field", `"actor": "nobody"`, `"actors": "nobody"`, `unknown field "actors"`},
		{"wrong type", `"actor": "nobody"`, `"actor": 1`, "cannot unmarshal number"},
		{"missing code", `"code": "00605"`, `"code": "00607"`, `no explanation of "00605"`},
		{"second explanation", `{"code": "01119", "undocumented": true},`,
			`{"code": "01119", "undocumented": true}, {"code": "01119", "undocumented": true},`,
			`explanation of "01119": no such code, or a second one`},
		{"without an explanation and not marked", `{"code": "34609", "undocumented": true}`, `{"code": "34609"}`,
			`explanation of "34609": undocumented is false, explained false`},
		{"marked in spite of an explanation", `{"code": "00605",`, `{"code": "00605", "undocumented": true,`,
			`explanation of "00605": undocumented is true, explained true`},
		{"unexplained with a document", `{"code": "00605", "meaning"`,
			`{"code": "00605", "undocumented": true}, {"code": "00607", "meaning"`,
			`explanation of "00605": undocumented is true, not so in package isales`},
		{"the same as a later one", `"as": "00190"`, `"as": "00195"`, `explanation of "00191": no "00195" before it`},
		{"missing status", `"code": "0200001"`, `"code": "0200002"`, `no explanation of "0200001"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := strings.Replace(good, tt.old, tt.new, 1)
			if bad == good {
				t.Fatalf("%q is not in the file", tt.old)
			}
			if _, err := load([]byte(bad)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestNames holds the words that find a whole action: the first is the Chinese
// name, the second the English one.
func TestNames(t *testing.T) {
	check := func(of string, names []string) {
		if len(names) < 2 || !hasHan(names[0]) || hasHan(names[1]) {
			t.Errorf("names of %s: %q, want Chinese and English first", of, names)
		}
	}
	for g := range groupWords {
		if !slices.Contains(isales.Groups(), g) {
			t.Errorf("words for %s, which is no group", g)
		}
	}
	for a, names := range actionNames {
		check(string(a), names)
	}
	for code, names := range codeNames {
		if _, ok := isales.LookupOBSCode(code); !ok {
			t.Errorf("words for %s, which is no code", code)
		}
		check(code, names)
	}
	check("undocumented codes", undocumentedNames)
	if len(actionNames) != len(Actions()) {
		t.Errorf("%d actions have names, want %d", len(actionNames), len(Actions()))
	}
}
