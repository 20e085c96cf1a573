package views

import "unicode"

// Widths of a heading in Latin letters from which it may take more than three
// lines: on a phone, and on every screen.
const (
	minLongHeading   = 85
	minLongerHeading = 200
)

// headingClass says where a heading may take more than three lines: "long" on a
// phone, "long longer" everywhere, empty nowhere. A Chinese character is as wide as
// two Latin letters.
func headingClass(text string) string {
	width := 0
	for _, r := range text {
		width++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= '\u3000' && r <= '\uffef' {
			width++
		}
	}
	switch {
	case width >= minLongerHeading:
		return "long longer"
	case width >= minLongHeading:
		return "long"
	}
	return ""
}
