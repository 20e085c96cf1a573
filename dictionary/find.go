package dictionary

import (
	"slices"
	"strings"
)

// trimCode takes white space off both ends of a code.
func trimCode(code string) string { return strings.TrimSpace(code) }

// Find returns the codes that a typed number stands for: the code itself when
// it is known, else the codes that differ from it in leading zeros only, which
// a spreadsheet drops ("605" is 00605, "34605" is not). Full-width digits and
// white space around do not matter. One hit can be taken for what was meant;
// nil means that the text is no code or an unknown one.
func Find(text string) []Entry {
	text = halfWidth(trimCode(text))
	if e, ok := Lookup(text); ok {
		return []Entry{e}
	}
	var found []Entry
	digits := withoutZeros(text)
	for i := range contents().texts {
		if t := &contents().texts[i]; t.withoutZeros == digits {
			found = append(found, t.entry)
		}
	}
	return found
}

// Neighbours returns the known OBS codes before and after a code in the order
// of their numbers, or the known API statuses around an API status. The zero
// Entry means that there is none. An unknown code has neighbours when it
// consists of five digits: the codes that it stands between.
func Neighbours(code string) (previous, next Entry) {
	list := contents().obs
	e, known := Lookup(code)
	switch {
	case known && e.Kind == KindAPI:
		list = contents().api
	case known:
	case len(code) != 5 || strings.Trim(code, "0123456789") != "":
		return Entry{}, Entry{}
	default:
		e = Entry{Code: code}
	}
	at, _ := slices.BinarySearchFunc(list, e, compareCodes)
	if at > 0 {
		previous = list[at-1]
	}
	if known {
		at++
	}
	if at < len(list) {
		next = list[at]
	}
	return previous, next
}
