package dictionary

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode"

	"isales-console/isales"
)

var languages = []isales.Language{isales.Chinese, isales.English}

func all() []Entry { return slices.Concat(API(), OBS()) }

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestEveryCodeIsThereOnce(t *testing.T) {
	var want []string
	for _, s := range isales.APIStatuses() {
		want = append(want, s.Code)
	}
	for _, c := range isales.OBSCodes() {
		want = append(want, c.Code)
	}
	if len(API()) != 13 || len(OBS()) != 81 {
		t.Errorf("%d API statuses and %d OBS codes, want 13 and 81", len(API()), len(OBS()))
	}
	var got []string
	seen := map[string]bool{}
	for _, e := range all() {
		got = append(got, e.Code)
		if seen[e.Code] {
			t.Errorf("%s is there twice", e.Code)
		}
		seen[e.Code] = true
	}
	if !slices.Equal(got, want) {
		t.Errorf("codes\n got %q\nwant %q", got, want)
	}
}

// TestEntriesEqualTheVendorsTables compares the copied fields and texts with
// package isales.
func TestEntriesEqualTheVendorsTables(t *testing.T) {
	for i, c := range isales.OBSCodes() {
		e := OBS()[i]
		if e.Kind != KindOBS || e.Group != c.Group || e.ReleasedBy != c.ReleasedBy || e.Documented != c.Documented() {
			t.Errorf("%s: got %+v", c.Code, e)
		}
		for _, l := range languages {
			if e.Short(l) != c.Text(l) || e.Detail(l) != c.Detail(l) {
				t.Errorf("%s in %s: short %q, detail %q", c.Code, l, e.Short(l), e.Detail(l))
			}
		}
	}
	for i, s := range isales.APIStatuses() {
		e := API()[i]
		if e.Kind != KindAPI || e.Group != "" || e.ReleasedBy != "" || !e.Documented || e.Action != "" || e.Actor != "" {
			t.Errorf("%s: got %+v", s.Code, e)
		}
		for _, l := range languages {
			if e.Short(l) != s.Meaning(l) || e.Detail(l) != "" {
				t.Errorf("%s in %s: short %q, detail %q", s.Code, l, e.Short(l), e.Detail(l))
			}
		}
	}
}

func TestDocumentedCodesHaveAllParts(t *testing.T) {
	documented := 0
	for _, e := range OBS() {
		if e.Documented {
			documented++
		}
	}
	if documented != 76 {
		t.Errorf("%d documented OBS codes, want 76", documented)
	}
	for _, e := range all() {
		for _, l := range languages {
			parts := []string{e.Short(l), e.Meaning(l), e.Advice(l), strings.Join(e.Causes(l), "")}
			for i, part := range parts {
				if (part != "") != e.Documented {
					t.Errorf("%s in %s, documented %t: part %d is %q", e.Code, l, e.Documented, i, part)
				}
			}
		}
		if zh, en := len(e.Causes(isales.Chinese)), len(e.Causes(isales.English)); zh != en {
			t.Errorf("%s: %d causes in Chinese, %d in English", e.Code, zh, en)
		}
	}
}

func TestActionsAndActors(t *testing.T) {
	actors := []Actor{Nobody, CampaignManager, Administrator, Agent}
	used := map[Action]bool{}
	for _, e := range OBS() {
		if !e.Documented {
			if e.Action != "" || e.Actor != "" {
				t.Errorf("%s is undocumented, but has %q by %q", e.Code, e.Action, e.Actor)
			}
			continue
		}
		used[e.Action] = true
		if !slices.Contains(Actions(), e.Action) || !slices.Contains(actors, e.Actor) {
			t.Errorf("%s: action %q by %q", e.Code, e.Action, e.Actor)
		}
		if (e.Action == None) != (e.Actor == Nobody) || (e.Action == AskAdmin) != (e.Actor == Administrator) {
			t.Errorf("%s: %q does not go with %q", e.Code, e.Action, e.Actor)
		}
	}
	if len(used) != len(Actions()) {
		t.Errorf("%d actions are used, want %d", len(used), len(Actions()))
	}
}

func TestNoTwoMeaningsAreEqual(t *testing.T) {
	for _, l := range languages {
		seen := map[string]string{}
		for _, e := range all() {
			if other := seen[e.Meaning(l)]; other != "" && e.Documented {
				t.Errorf("%s and %s mean the same in %s: %s", other, e.Code, l, e.Meaning(l))
			}
			seen[e.Meaning(l)] = e.Code
		}
	}
}

// TestWording holds the terms and the tone of our own texts.
func TestWording(t *testing.T) {
	banned := []string{"please", "sorry", "invalid", "oops", "click here", "登陆", "其它", "您", "坐席", "帐号"}
	for _, e := range all() {
		for _, l := range languages {
			sentences := []string{e.Meaning(l), e.Advice(l)}
			for _, text := range append(e.Causes(l), sentences...) {
				if text == "" {
					continue
				}
				if hasHan(text) != (l == isales.Chinese) {
					t.Errorf("%s: not in %s: %q", e.Code, l, text)
				}
				stop := strings.HasSuffix(text, ".") || strings.HasSuffix(text, "。")
				if stop != slices.Contains(sentences, text) || text != strings.TrimSpace(text) {
					t.Errorf("%s in %s: full stop or space at the end of %q", e.Code, l, text)
				}
				for _, word := range banned {
					if strings.Contains(strings.ToLower(text), word) {
						t.Errorf("%s in %s: %q in %q", e.Code, l, word, text)
					}
				}
			}
		}
	}
}

func TestLookup(t *testing.T) {
	tests := []struct {
		code, want string // "" when unknown
		kind       Kind
	}{
		{"00605", "00605", KindOBS},
		{"34609", "34609", KindOBS},
		{"0", "00000", KindOBS},
		{"0200001", "0200001", KindAPI},
		{"02000001", "02000001", KindAPI},
		{"605", "", 0}, {"000605", "", 0}, {"00", "", 0}, {"2000001", "", 0}, {"", "", 0}, {" 00605", "", 0}, {"００６０５", "", 0},
	}
	for _, tt := range tests {
		e, ok := Lookup(tt.code)
		if e.Code != tt.want || e.Kind != tt.kind || ok != (tt.want != "") {
			t.Errorf("Lookup(%q) = %s, kind %d, %t; want %q, kind %d", tt.code, e.Code, e.Kind, ok, tt.want, tt.kind)
		}
	}
	for _, e := range all() {
		if got, ok := Lookup(e.Code); got != e || !ok {
			t.Errorf("Lookup(%s) = %+v, %t", e.Code, got, ok)
		}
	}
}

func TestZeroEntryKnowsNothing(t *testing.T) {
	var e Entry
	for _, l := range languages {
		if text := e.Short(l) + e.Detail(l) + e.Meaning(l) + e.Advice(l); text != "" || e.Causes(l) != nil {
			t.Errorf("the zero Entry says %q in %s", text, l)
		}
	}
}

// TestCallersCannotChangeTheDictionary guards what all requests share.
func TestCallersCannotChangeTheDictionary(t *testing.T) {
	OBS()[0].Code, API()[0].Code, Actions()[0] = "changed", "changed", "changed"
	e, _ := Lookup("00605")
	e.Causes(isales.English)[0] = "changed"
	again, _ := Lookup("00605")
	got := []string{OBS()[0].Code, API()[0].Code, string(Actions()[0]), again.Causes(isales.English)[0]}
	want := []string{"00000", "0200000", "retry-soon", "The switch handles more calls than it has capacity for"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	// Package isales brings the JSON of the next Go.
	got := slices.DeleteFunc(strings.Fields(string(out)), func(path string) bool {
		return strings.HasPrefix(path, "github.com/go-json-experiment/json")
	})
	if want := []string{"isales-console/isales", "isales-console/dictionary"}; !slices.Equal(got, want) {
		t.Errorf("packages outside the standard library: %q, want only %q", got, want)
	}
}
