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
	if e, ok := Lookup(code); ok {
		code = e.Code
		if e.Kind == KindAPI {
			list = contents().api
		}
	} else if len(code) != 5 || strings.Trim(code, "0123456789") != "" {
		return Entry{}, Entry{}
	}
	after := slices.IndexFunc(list, func(e Entry) bool { return e.Code == code })
	before := after - 1
	if after >= 0 {
		after++
	} else {
		after, _ = slices.BinarySearchFunc(list, code,
			func(e Entry, c string) int { return strings.Compare(e.Code, c) })
		before = after - 1
	}
	if before >= 0 {
		previous = list[before]
	}
	if after < len(list) {
		next = list[after]
	}
	return previous, next
}
