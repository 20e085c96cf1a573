package dictionary

import (
	"strings"
	"unicode"
)

// fullWidthMarks are the marks that the vendor's Chinese texts have in half
// width, each followed by its full-width form.
const fullWidthMarks = ",，;；:：(（)）?？!！"

// FullWidth returns a Chinese text with its commas, colons, semicolons,
// brackets, question and exclamation marks in full width, as Chinese is
// printed; a mark between two digits, as in 9:30, stays. A text without Chinese
// characters stays as it is. The platform's texts themselves are never changed,
// only what is shown.
func FullWidth(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return text
	}
	marks, runes := []rune(fullWidthMarks), []rune(text)
	for i, r := range runes {
		if between := i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1]); between {
			continue
		}
		for m := 0; m < len(marks); m += 2 {
			if r == marks[m] {
				runes[i] = marks[m+1]
			}
		}
	}
	return string(runes)
}
