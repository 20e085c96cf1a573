package input

import (
	"regexp"
	"strings"
	"unicode"
)

// Code is an OBS or API code as somebody wrote it.
type Code struct {
	// Text is the code without what surrounds it, in half-width characters.
	Text string
	// Significant is the number of digits without leading zeros; 0 for a code of
	// zeros alone.
	Significant int
	// Candidates are the known codes that differ from Text in leading zeros alone,
	// Text itself first when it is known.
	Candidates []string
}

// ParseCode reads one code. Spreadsheets drop the zeros of 00605 and make 605.0, 6.05E+02
// or 34,609 of codes; known are the codes that it may stand for, in order of
// preference. A text with letters is a code too, which only its platform knows:
// Reason is Letters and Text is set.
func ParseCode(text string, known []string) (Code, Reason) {
	bare := trim(fold(text))
	if name, rest, ok := cutName(text); ok && isCodeName(name) {
		bare = trim(rest)
	}
	// Our own tables have columns of a code and its meaning.
	if first, words, ok := strings.Cut(bare, " "); ok && plain(first) && !hasDigit(words) &&
		strings.ContainsFunc(words, unicode.IsLetter) {
		bare = first
	}
	digits := ungroup(decimals.ReplaceAllString(withoutExponent(bare), ""))
	if !plain(digits) {
		reason := whyNot(bare)
		if reason == NoNumber {
			reason = Letters
		}
		return Code{Text: bare}, reason
	}
	significant := strings.TrimLeft(digits, "0")
	c := Code{Text: digits, Significant: len(significant)}
	for _, code := range known {
		switch {
		case code == digits:
			c.Candidates = append([]string{code}, c.Candidates...)
		case plain(code) && strings.TrimLeft(code, "0") == significant:
			c.Candidates = append(c.Candidates, code)
		}
	}
	return c, ""
}

// Searched returns the digits of a text to search for that is one number, with its leading zeros; any other text as it
// is.
func Searched(text string) string {
	if code, reason := ParseCode(text, nil); reason == "" {
		return code.Text
	}
	return text
}

var exponents = regexp.MustCompile(`^(\d)(?:\.(\d+))?[Ee]\+?0?(\d)$`)

// withoutExponent writes out a number with an exponent that has all its digits: 6.05E+02 is 605, but 3.46E+04 may be
// any of ten numbers and stays.
func withoutExponent(s string) string {
	m := exponents.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	n := int(m[3][0] - '0')
	if len(m[2]) < n || strings.Trim(m[2][n:], "0") != "" {
		return s
	}
	return m[1] + m[2][:n]
}

func isCodeName(name string) bool {
	switch normalName(name) {
	case "code", "failcode", "obscode", "obs", "obsresultcode", "失败码", "失败原因码", "代码", "结果码",
		"obs结果码", "obs外呼结果码", "外呼结果码":
		return true
	}
	return false
}
