package input

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// groupSeparators stand between groups of three digits: comma, apostrophes and
// spaces. The point is none: it is the decimal sign of most spreadsheets.
const groupSeparators = ",'’ \u00a0\u2007\u2008\u2009\u202f"

var (
	grouped   = groupedPattern()
	shortened = regexp.MustCompile(`^#{2,}$|\d[eE][+-]?\d+$|[0-9][\s\p{Z}]*(?:…|⋯|\.{2,})` +
		`|(?:…|⋯|\.{2,})[\s\p{Z}]*[0-9]|[0-9][\s\p{Z}]*[千百万萬亿億]|[0-9]\*+|\*[0-9]+$`)
	signed    = regexp.MustCompile(`^[+\-−–—][\s\p{Z}]*\d|\d[\s\p{Z}]*[+\-−–—]$`)
	fraction  = regexp.MustCompile(`^[\d,]*\.\d+$`)
	digitRun  = regexp.MustCompile(`\d+`)
	decimals  = regexp.MustCompile(`\.0+$`)
	oddGroups = regexp.MustCompile(`^\d+(?:[.,'’ \x{a0}\x{2007}-\x{2009}\x{202f}]\d+)+$`)
)

// groupedPattern matches numbers whose groups are separated by one and the same sign.
func groupedPattern() *regexp.Regexp {
	var forms []string
	for _, separator := range groupSeparators {
		forms = append(forms, `\d{1,3}(?:`+string(separator)+`\d{3})+`)
	}
	return regexp.MustCompile(`^(?:` + strings.Join(forms, "|") + `)$`)
}

// Number reads one number from 1 to [MaxID] as people write it. White space,
// format characters, quotes, brackets and punctuation around it, full-width
// digits, groups of three digits, leading zeros and a final ".0" are forgiven.
// Groups that spaces part are those of one number when they are three or more
// and the first has fewer than three digits.
func Number(text string) (int64, Reason) {
	folded := fold(text)
	bare := trim(folded)
	whole := strings.TrimSpace(folded)
	if shortened.MatchString(whole) && !strings.HasPrefix(strings.TrimRight(whole, "*"), "*") {
		return 0, Shortened
	}
	digits := ungroup(decimals.ReplaceAllString(bare, ""))
	if !plain(digits) {
		return 0, whyNot(bare)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return 0, TooLarge
	case n == 0:
		return 0, Zero
	}
	return n, ""
}

// ungroup takes the separators out of a number that is clearly one: "140 141" may be
// two, "1 402 245 659" is not.
func ungroup(s string) string {
	groups := digitRun.FindAllString(s, -1)
	spaced := strings.ContainsFunc(s, unicode.IsSpace)
	if !grouped.MatchString(s) || spaced && (len(groups) < 3 || len(groups[0]) == 3) {
		return s
	}
	return strings.Join(groups, "")
}

// whyNot finds the reason for a trimmed text that is no number.
func whyNot(s string) Reason {
	hidden := func(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r) }
	foreign := func(r rune) bool { return unicode.IsNumber(r) && !isDigit(r) }
	switch {
	case s == "":
		return Empty
	case shortened.MatchString(s):
		return Shortened
	case strings.ContainsFunc(s, foreign):
		return ForeignDigits
	case !hasDigit(s):
		return NoNumber
	case strings.ContainsFunc(s, hidden):
		return Hidden
	case signed.MatchString(s):
		return Signed
	case fraction.MatchString(s):
		return Fraction
	case oddGroups.MatchString(s) && unclear(s):
		return Grouping
	case !strings.ContainsFunc(s, unicode.IsLetter) && len(digitRun.FindAllString(s, 2)) == 2:
		return Several
	}
	return Letters
}

// unclear reports whether the numbers in a folded text may be the groups of one: a group of
// three digits follows one of at most three, or a point separates them.
func unclear(s string) bool {
	runs := digitRun.FindAllString(s, -1)
	for i := 1; i < len(runs); i++ {
		if len(runs[i-1]) <= 3 && len(runs[i]) == 3 {
			return true
		}
	}
	return strings.Contains(s, ".")
}

// VDN reads the number of a VDN, from 1 to [MaxVDN], with or without its name
// ("VDN 40", "vdnId=40").
func VDN(text string) (int, Reason) {
	if name, rest, ok := cutName(text); ok {
		if fieldOf(name) != fieldVDN {
			return 0, OtherField
		}
		text = rest
	}
	n, reason := Number(text)
	if n > MaxVDN {
		return 0, TooLarge
	}
	return int(n), reason
}
