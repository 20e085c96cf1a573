package safetext

import (
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// TestForms lists what becomes of texts at each door.
func TestForms(t *testing.T) {
	type forms struct{ Line, Lines, JSON, URL, Field, Area string }
	same := func(s string) forms { return forms{s, s, s, s, s, s} }
	tests := map[string]forms{
		"":                   same(""),
		"用户忙 busy":           same("用户忙 busy"),
		"مشغول שלום é\u00ad": same("مشغول שלום é\u00ad"),
		// letters of any direction, and what only hyphenates
		"a\x00b\x1bc": {"a␀b␛c", "a␀b␛c", `a\u0000b\u001bc`, "a%00b%1Bc", "a b c", "a b c"},
		"a\tb\nc":     {"a␉b␊c", "a\tb\nc", "a\tb\nc", "a%09b%0Ac", "a b c", "a\tb\nc"},
		"a\r\nb\rc":   {"a␍␊b␍c", "a\nb␍c", "a\r\nb\rc", "a%0D%0Ab%0Dc", "a b c", "a\nb c"},
		"\x7fa\u0085b\u009bc": {"␡a[U+0085]b[U+009B]c", "␡a[U+0085]b[U+009B]c", `\u007fa\u0085b\u009bc`,
			"%7Fa%C2%85b%C2%9Bc", "a b c", "a b c"},
		"\u202eb\u202c\u2066c\u2069": {"[U+202E]b[U+202C][U+2066]c[U+2069]", "[U+202E]b[U+202C][U+2066]c[U+2069]",
			`\u202eb\u202c\u2066c\u2069`, "%E2%80%AEb%E2%80%AC%E2%81%A6c%E2%81%A9", "b c", "b c"},
		"\u061ca\u200e\u200f": {"[U+061C]a[U+200E][U+200F]", "[U+061C]a[U+200E][U+200F]", `\u061ca\u200e\u200f`,
			"%D8%9Ca%E2%80%8E%E2%80%8F", "a", "a"},
		"a\u2028b\u2029": {"a[U+2028]b[U+2029]", "a[U+2028]b[U+2029]", `a\u2028b\u2029`,
			"a%E2%80%A8b%E2%80%A9", "a b", "a b"},
		"140\u202d141": {"140[U+202D]141", "140[U+202D]141", `140\u202d141`, "140%E2%80%AD141", "140 141",
			"140 141"},
		"\xed\xa0\x80x\xff":     {"���x�", "���x�", "���x�", "���x�", "�x�", "�x�"},
		"\U0001f600\U000e0041z": same("\U0001f600\U000e0041z"),
	}
	for s, want := range tests {
		got := forms{Line(s), Lines(s), JSON(s), URL(s), Field(s), Area(s)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", s, diff)
		}
	}
}

// TestEveryControl compares what becomes visible with Unicode's tables, for every character.
func TestEveryControl(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		control := unicode.In(r, unicode.Cc, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
		surrogate := utf16.IsSurrogate(r) // is U+FFFD in a string
		if s := string(r); !surrogate && (Line(s) != s) != control {
			t.Errorf("%U: shown as %q, control %t", r, Line(s), control)
		}
	}
}
