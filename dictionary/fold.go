package dictionary

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// halfWidth folds letter case and the full-width forms that a Chinese input
// method writes.
func halfWidth(s string) string { return strings.Map(halfWidthRune, s) }

func halfWidthRune(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r -= '！' - '!'
	case r == '\u3000': // ideographic space
		r = ' '
	}
	return unicode.ToLower(r)
}

// variants are words that people write in several ways, or that a stem does not
// bring together. Spaces are part of them: only whole words are replaced.
var variants = []struct{ written, folded string }{
	{" timed out ", " timeout "}, {" times out ", " timeout "}, {" time out ", " timeout "},
	{" hang up ", " hung up "}, {" hangs up ", " hung up "}, {" hanging up ", " hung up "},
	{" turned off ", " switched off "}, {" voice mail ", " voicemail "},
}

// words folds a text to words in lower case with one space around each, so
// that a word can be told from a part of a word: " busy tone ". Punctuation
// ends a word, but an apostrophe does not. Chinese is not split into words.
// A text without any word folds to "".
func words(s string) string {
	b := append(make([]byte, 0, len(s)+2), ' ')
	for _, r := range s {
		r = halfWidthRune(r)
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b = utf8.AppendRune(b, r)
		case r == '\'' || r == '’':
		case b[len(b)-1] != ' ':
			b = append(b, ' ')
		}
	}
	if len(b) == 1 {
		return ""
	}
	if b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	folded := string(b)
	for _, v := range variants {
		folded = strings.ReplaceAll(folded, v.written, v.folded)
	}
	return folded
}

// stems replaces each word of a folded text by its stem.
func stems(folded string) string {
	if folded == "" {
		return ""
	}
	b := append(make([]byte, 0, len(folded)), ' ')
	for w := range strings.FieldsSeq(folded) {
		b = append(append(b, stem(w)...), ' ')
	}
	return string(b)
}

// suffixes are tried in this order; at least so many bytes must be left.
var suffixes = []struct {
	text, instead string
	least         int
}{
	{"ies", "y", 2}, {"sses", "ss", 1}, {"ches", "ch", 2}, {"shes", "sh", 2}, {"xes", "x", 2},
	{"ss", "ss", 1}, {"s", "", 3}, {"ing", "", 3}, {"ed", "", 3},
}

// stem takes an English plural, -ing or -ed off a word, and a silent e. It is
// as simple as it looks: texts and queries lose the same letters, and stems are
// only compared with whole stems.
func stem(w string) string {
	for _, suffix := range suffixes {
		if rest, ok := strings.CutSuffix(w, suffix.text); ok && len(rest) >= suffix.least {
			w = rest + suffix.instead
			break
		}
	}
	if rest, ok := strings.CutSuffix(w, "e"); ok && len(rest) >= 3 {
		return rest
	}
	return w
}

// folded is a text, or several, in the two forms that are searched.
type folded struct{ text, stems string }

// fold prepares texts for searching. The bar between them is in no folded
// query, so that no phrase matches across two texts.
func fold(texts ...string) folded {
	var text, stem []string
	for _, s := range texts {
		if w := words(s); w != "" {
			text, stem = append(text, w), append(stem, stems(w))
		}
	}
	return folded{strings.Join(text, "|"), strings.Join(stem, "|")}
}
