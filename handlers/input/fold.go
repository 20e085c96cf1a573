package input

import (
	"strings"
	"unicode"
)

// fold turns the full-width forms of an input method into ASCII, and half-width punctuation into the usual one, rune by
// rune.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000':
			return ' '
		case r >= '｡' && r <= '､':
			return []rune("。「」、")[r-'｡']
		}
		return r
	}, s)
}

const (
	quotes   = "'\"‘’‚‛“”„‟«»‹›「」『』〝〞〟′″´`"
	brackets = "()[]{}<>【】〔〕《》〈〉〖〗⟨⟩"
	bullets  = "•·‣▪●○→"
	marks    = ",;:!?|、。，"
)

func isOuter(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(quotes+brackets+marks, r)
}

// trim takes away what surrounds a value without belonging to it: white space,
// format characters, quotes, brackets, final punctuation, "#", Markdown's signs of
// emphasis. It expects a folded text.
func trim(s string) string {
	for {
		before := s
		s = strings.TrimLeftFunc(s, func(r rune) bool {
			return isOuter(r) || r == '#' || r == '№' || r == '=' || strings.ContainsRune(bullets, r)
		})
		s = strings.TrimRightFunc(s, func(r rune) bool { return isOuter(r) || r == '.' })
		if n := len(s); n > 1 && s[0] == s[n-1] && strings.IndexByte("*_~", s[0]) >= 0 {
			s = s[1 : n-1]
		}
		if s == before {
			return s
		}
	}
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsNumber) }

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// plain reports whether s is made of ASCII digits.
func plain(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
