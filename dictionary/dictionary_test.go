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
			if e.Short(l) != FullWidth(c.Text(l)) || e.Detail(l) != FullWidth(c.Detail(l)) {
				t.Errorf("%s in %s: short %q, detail %q", c.Code, l, e.Short(l), e.Detail(l))
			}
		}
	}
	for i, s := range isales.APIStatuses() {
		e := API()[i]
		if e.Kind != KindAPI || e.Group != "" || e.ReleasedBy != "" || !e.Documented || e.Action != "" ||
			e.Actor != "" {
			t.Errorf("%s: got %+v", s.Code, e)
		}
		for _, l := range languages {
			if e.Short(l) != FullWidth(s.Meaning(l)) || e.Detail(l) != "" {
				t.Errorf("%s in %s: short %q, detail %q", s.Code, l, e.Short(l), e.Detail(l))
			}
		}
	}
}

// unexplained are the codes that the vendor's documents only use in examples, as
// far as the documents could be read.
var unexplained = []string{"01119", "01153", "01169", "34609"}

// TestEveryCodeHasItsAdvice: whatever the code, there is an action, a reason, a
// sentence and somebody whose turn it is, in both languages.
func TestEveryCodeHasItsAdvice(t *testing.T) {
	var undocumented []string
	for _, e := range OBS() {
		if !e.Documented {
			undocumented = append(undocumented, e.Code)
		}
		if !slices.Contains(Actions(), e.Action) || !slices.Contains(Reasons(), e.Reason) || e.Actor == "" {
			t.Errorf("%s: action %q, reason %q, actor %q", e.Code, e.Action, e.Reason, e.Actor)
		}
		a := Advise(e.Code, Notes{})
		if a.Code != e.Code || a.Action != e.Action || a.Reason != e.Reason || a.Actor != e.Actor || a.Note != nil ||
			a.Changed() {
			t.Errorf("%s: the advice is %+v, the entry %+v", e.Code, a, e)
		}
		for _, l := range languages {
			if e.Advice(l) == "" || a.Sentence(l) != e.Advice(l) || e.Action.Text(l) == "" || e.Reason.Text(l) == "" {
				t.Errorf("%s in %s: %q, %q because of %q", e.Code, l, e.Action.Text(l), a.Sentence(l), e.Reason.Text(l))
			}
		}
	}
	if want := []string{"01119", "01153", "01169", "01288", "34609"}; !slices.Equal(undocumented, want) {
		t.Errorf("undocumented %q, want %q", undocumented, want)
	}
}

func TestExplainedCodesHaveAllParts(t *testing.T) {
	for _, e := range all() {
		explained := !slices.Contains(unexplained, e.Code)
		if explained == (e.Action == CannotTell) || explained == (e.Reason == ReasonUndocumented) {
			t.Errorf("%s: explained %t, action %q, reason %q", e.Code, explained, e.Action, e.Reason)
		}
		for _, l := range languages {
			for i, part := range []string{e.Meaning(l), strings.Join(e.Causes(l), "")} {
				if (part != "") != explained {
					t.Errorf("%s in %s, explained %t: part %d is %q", e.Code, l, explained, i, part)
				}
			}
			if (e.Short(l) != "") != e.Documented {
				t.Errorf("%s in %s: short text %q, documented %t", e.Code, l, e.Short(l), e.Documented)
			}
		}
		if zh, en := len(e.Causes(isales.Chinese)), len(e.Causes(isales.English)); zh != en {
			t.Errorf("%s: %d causes in Chinese, %d in English", e.Code, zh, en)
		}
	}
}

func TestActors(t *testing.T) {
	for _, e := range OBS() {
		if (e.Actor == Nobody) != (e.Reason == ReasonAnswered) ||
			(e.Actor == Administrator) != (e.Action == AskAdmin || e.Action == CannotTell) {
			t.Errorf("%s: %q because of %q is the turn of %q", e.Code, e.Action, e.Reason, e.Actor)
		}
	}
}

// TestNoTwoMeaningsAreEqual, but for the five kinds of one text telephone.
func TestNoTwoMeaningsAreEqual(t *testing.T) {
	for _, l := range languages {
		seen := map[string]string{}
		for _, e := range all() {
			other := seen[e.Meaning(l)]
			same := e.Code > "00190" && e.Code <= "00194"
			if e.Meaning(l) != "" && (other != "") != same {
				t.Errorf("%s means in %s the same as %q: %s", e.Code, l, other, e.Meaning(l))
			}
			if other == "" {
				seen[e.Meaning(l)] = e.Code
			}
		}
	}
}

// TestWording holds the terms and the tone of our own texts. What the vendor's
// documents do not say is said once a page, not in each text.
func TestWording(t *testing.T) {
	for _, e := range all() {
		for _, l := range languages {
			sentences := []string{e.Meaning(l), e.Advice(l)}
			for _, text := range append(e.Causes(l), sentences...) {
				if text != "" && !slices.Contains(unexplained, e.Code) {
					checkWording(t, e.Code, l, text, slices.Contains(sentences, text))
				}
			}
		}
	}
}

func checkWording(t *testing.T, code string, l isales.Language, text string, sentence bool) {
	t.Helper()
	if hasHan(text) != (l == isales.Chinese) {
		t.Errorf("%s: not in %s: %q", code, l, text)
	}
	stop := strings.HasSuffix(text, ".") || strings.HasSuffix(text, "。")
	if stop != sentence || text != strings.TrimSpace(text) {
		t.Errorf("%s in %s: full stop or space at the end of %q", code, l, text)
	}
	banned := []string{"please", "sorry", "invalid", "oops", "click here", "documentation", "not documented",
		"no more than",
		"登陆", "其它", "您", "坐席", "帐号", "文档", "此控制台", "。 ", "不再重试"}
	for _, word := range banned {
		if strings.Contains(strings.ToLower(text), word) {
			t.Errorf("%s in %s: %q in %q", code, l, word, text)
		}
	}
	for _, word := range []string{"fax", "FAX", "sit", "dte", "obs", "pbx"} { // 传真, SIT, DTE …
		if l == isales.Chinese && strings.Contains(text, word) {
			t.Errorf("%s: %q in %q", code, word, text)
		}
	}
	if l == isales.Chinese && FullWidth(text) != text {
		t.Errorf("%s: punctuation in half width: %q", code, text)
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
		{"605", "", 0}, {"000605", "", 0}, {"00", "", 0}, {"2000001", "", 0}, {"", "", 0}, {" 00605", "", 0},
		{"００６０５", "", 0},
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
	want := []string{"00000", "0200000", "no_retry", "The switch handles more calls than it has capacity for"}
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
	if want := []string{"isales-console/isales/background", "isales-console/isales",
		"isales-console/dictionary"}; !slices.Equal(got, want) {
		t.Errorf("packages outside the standard library: %q, want only %q", got, want)
	}
}
