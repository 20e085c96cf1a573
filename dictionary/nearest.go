package dictionary

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxUnknown limits the work on a text that is no code at all.
const maxUnknown = 32

// Nearest returns at most n codes of the vendor's documentation that look most
// like an unknown one, best first: those that differ in leading zeros only,
// then those with the fewest digits missing, added, wrong or swapped with
// their neighbour, leading zeros not counted; of these first the ones that are
// closest with their zeros, then the ones of the same length, then the ones
// with the longest common beginning, then in code order. Codes that the documentation
// mentions without a meaning are among them, as they are in [Lookup], and so are
// those that only the notes know.
//
// It returns nil when nothing looks alike: for a text without a digit, for a
// long one, and when more than half of the digits differ.
func Nearest(code string, n int, notes Notes) []Entry {
	code = halfWidth(strings.TrimSpace(code))
	length := utf8.RuneCountInString(code)
	if n <= 0 || length > maxUnknown || !strings.ContainsAny(code, "0123456789") {
		return nil
	}
	var found []neighbour
	compare := func(p *entryTexts) {
		if c := compareWith(code, length, p); c.distance <= (len(withoutZeros(code))+1)/2 {
			found = append(found, c)
		}
	}
	for i := range contents().texts {
		compare(&contents().texts[i])
	}
	for _, note := range notes.list {
		if _, known := Lookup(note.Code); !known {
			p := contents().unknown.withCode(note.Code)
			compare(&p)
		}
	}
	slices.SortFunc(found, func(a, b neighbour) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.written, b.written),
			cmp.Compare(a.lengths, b.lengths), cmp.Compare(b.prefix, a.prefix), compareCodes(a.entry, b.entry))
	})
	var entries []Entry
	for _, c := range found[:min(n, len(found))] {
		entries = append(entries, c.entry)
	}
	return entries
}

// neighbour is a code with its likeness to another text.
type neighbour struct {
	entry    Entry
	distance int // leading zeros left out, if that is less
	written  int // as written
	lengths  int // difference of the lengths
	prefix   int // length of the common beginning
}

func compareWith(code string, length int, p *entryTexts) neighbour {
	c := neighbour{entry: p.entry, written: distance(code, p.code)}
	c.distance = min(c.written, distance(withoutZeros(code), p.withoutZeros))
	c.lengths = max(length-len(p.code), len(p.code)-length)
	for c.prefix < min(len(code), len(p.code)) && code[c.prefix] == p.code[c.prefix] {
		c.prefix++
	}
	return c
}

// distance counts the steps from a to b: one character added, left out or
// replaced, or two neighbours swapped.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			replaced := rows[i-1][j-1]
			if s[i-1] != t[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
