package input

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// token is a part of a record without white space and separators.
type token struct {
	text   string // as typed
	folded string
	sep    string // what stands before it, folded
}

// hardSeparators part tokens wherever they stand; softSeparators only where no
// digit is on both sides.
const (
	hardSeparators = ";|、&=" + "\"“”„‟«»「」『』〝〞()[]{}<>【】〔〕《》〈〉〖〗。"
	softSeparators = ",:，'’\u00a0\u2007\u2008\u2009\u202f"
	fieldEnds      = ",;|、&)]}"
)

// tokens splits a record. A Chinese word beside a number is a token of its own
// unless it is a unit, which makes another number of it.
func tokens(record string) (list []token) {
	runes, folded := []rune(record), []rune(fold(record))
	start, sepStart := -1, 0
	end := func(i int) {
		if start >= 0 {
			list = append(list, token{string(runes[start:i]), string(folded[start:i]), string(folded[sepStart:start])})
			start, sepStart = -1, i
		}
	}
	for i, r := range folded {
		switch {
		case separates(folded, i):
			end(i)
		case start < 0:
			start = i
		case isHan(folded[i-1]) && isDigit(r), isDigit(folded[i-1]) && isHan(r) && !isUnit(r),
			isNameEnd(folded[start:], i-start):
			end(i)
			start = i
		}
	}
	end(len(folded))
	return list
}

// isNameEnd reports whether the name of a VDN ends where the digits at i begin: "VDN40".
func isNameEnd(token []rune, i int) bool {
	if !isDigit(token[i]) || isDigit(token[i-1]) {
		return false
	}
	name := string(token[:i])
	return strings.IndexFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 && fieldOf(name) == fieldVDN
}

func separates(folded []rune, i int) bool {
	r := folded[i]
	if strings.ContainsRune(softSeparators, r) {
		return i == 0 || i == len(folded)-1 || !isDigit(folded[i-1]) || !isDigit(folded[i+1])
	}
	return unicode.IsSpace(r) || strings.ContainsRune(hardSeparators, r)
}

// recordIDs reads a record: names decide what the numbers behind them are.
func recordIDs(record string) (pieces []Piece) {
	var words []token
	var run []token // numbers that single spaces part
	current := fieldNone
	vdn, wrong := 0, false
	vdns := map[int]string{} // as they were written
	flushRun := func() {
		pieces = append(pieces, numberPieces(run, current == fieldDef, vdn)...)
		run = nil
	}
	flushWords := func() {
		if text := joinTokens(words); len(words) > 0 && fieldOf(text) != fieldDef {
			pieces = append(pieces, Piece{Text: text, Reason: NoNumber})
		}
		words = nil
	}
	for _, t := range tokens(record) {
		if strings.ContainsAny(t.sep, fieldEnds) {
			flushWords()
		}
		if !hasDigit(t.folded) {
			flushRun()
			if strings.ContainsFunc(t.folded, unicode.IsLetter) {
				words = append(words, t)
			}
			continue
		}
		if len(words) > 0 {
			name := fieldOf(joinTokens(words))
			if name == fieldOther && !strings.ContainsAny(t.sep, ":=") {
				name = fieldNone
			}
			if current = name; name == fieldNone {
				flushWords()
			}
		}
		switch {
		case current == fieldVDN:
			n, reason := VDN(t.folded)
			if reason != "" {
				wrong = true
				pieces = append(pieces, Piece{Text: t.text, Reason: reason, named: true})
			} else {
				vdn = n
				vdns[n] += t.text + " "
			}
			current = fieldNone
		case current == fieldOther:
			pieces = append(pieces, Piece{Text: joinTokens(append(words, t)), Reason: OtherField})
		default:
			if len(run) > 0 && (t.sep != " " || !plain(t.folded) || !plain(run[len(run)-1].folded)) {
				flushRun()
			}
			run = append(run, t)
		}
		words = nil
	}
	flushRun()
	flushWords()
	return assignVDN(pieces, vdns, vdn, wrong)
}

// assignVDN gives the only VDN of a record to the IDs before its name as well, and
// none to IDs whose VDN cannot be read. A VDN without an ID is a piece of its own.
func assignVDN(pieces []Piece, vdns map[int]string, vdn int, wrong bool) []Piece {
	used := map[int]bool{}
	for i := range pieces {
		p := &pieces[i]
		switch {
		case p.Reason != "":
			continue
		case wrong:
			*p = Piece{Text: p.Text, Reason: BadVDN}
		case len(vdns) == 1:
			p.ID.VDN, p.named = vdn, true
		}
		used[p.ID.VDN] = true
	}
	for _, n := range slices.Sorted(maps.Keys(vdns)) {
		if !used[n] {
			pieces = append(pieces, Piece{Text: strings.TrimSpace(vdns[n]), Reason: OnlyVDN})
		}
	}
	return pieces
}

// numberPieces reads numbers that single spaces part, or one token.
func numberPieces(run []token, named bool, vdn int) (pieces []Piece) {
	if len(run) == 0 {
		return nil
	}
	if text := joinTokens(run); len(run) > 1 && unclear(fold(text)) {
		n, reason := Number(text)
		if reason == Several || reason == Letters {
			reason = Grouping
		}
		return []Piece{newPiece(text, n, reason, named, vdn)}
	}
	for _, t := range run {
		pieces = append(pieces, tokenPieces(t, named, vdn)...)
	}
	return pieces
}

// tokenPieces reads a token: a number, or several with commas, slashes or narrow
// spaces between them.
func tokenPieces(t token, named bool, vdn int) (pieces []Piece) {
	n, reason := Number(t.folded)
	parts := strings.FieldsFunc(t.folded, func(r rune) bool { return strings.ContainsRune(softSeparators+"/", r) })
	mayBeList := reason == Several || reason == Grouping
	if !mayBeList || len(parts) < 2 || unclear(t.folded) || strings.Contains(t.folded, ":") {
		return []Piece{newPiece(t.text, n, reason, named, vdn)}
	}
	for _, part := range parts {
		n, wrong := Number(part)
		if strings.Contains(t.folded, "/") && n <= MaxVDN || wrong == Several || wrong == Letters {
			return []Piece{newPiece(t.text, 0, Several, named, vdn)}
		}
		pieces = append(pieces, newPiece(part, n, wrong, named, vdn))
	}
	return pieces
}

func newPiece(text string, n int64, reason Reason, named bool, vdn int) Piece {
	if reason != "" {
		return Piece{Text: text, Reason: reason}
	}
	return Piece{Text: text, ID: ID{vdn, n}, named: named}
}

// joinTokens writes tokens as they stand in the text, without what surrounds them.
func joinTokens(list []token) string {
	var b strings.Builder
	for i, t := range list {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(t.text)
	}
	return b.String()
}
