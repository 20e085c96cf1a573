package input

import (
	"maps"
	"regexp"
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

// tooNarrow is what a spreadsheet shows instead of a number in a column that is too narrow.
var tooNarrow = regexp.MustCompile(`^#{2,}$`)

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

// isNameEnd reports whether a name ends where the digits at i begin: "VDN40", "外显结果ID1402245659".
func isNameEnd(token []rune, i int) bool {
	if !isDigit(token[i]) || isDigit(token[i-1]) {
		return false
	}
	name := string(token[:i])
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return false
	}
	field := fieldOf(name)
	return field == fieldVDN || field == fieldDef && strings.ContainsFunc(name, isHan)
}

func separates(folded []rune, i int) bool {
	r := folded[i]
	if strings.ContainsRune(softSeparators, r) {
		return i == 0 || i == len(folded)-1 || !isDigit(folded[i-1]) || !isDigit(folded[i+1])
	}
	return unicode.IsSpace(r) || strings.ContainsRune(hardSeparators, r)
}

// recordIDs reads a record: names decide what the numbers behind them are. In JSON a number behind other words is a part
// of a text.
func recordIDs(record string, json bool) []Piece {
	r := recordReader{json: json, vdns: map[int]string{}}
	list := tokens(record)
	for i, t := range list {
		if strings.ContainsAny(t.sep, fieldEnds) {
			r.flushWords()
		}
		heading := i == 0 && len(list) > 1 && list[1].sep == " "
		switch {
		case hasDigit(t.folded):
			r.readName(t.sep)
			r.readNumber(t)
			r.words = nil
		case tooNarrow.MatchString(t.folded) && !heading:
			r.flushRun()
			r.flushWords()
			r.pieces = append(r.pieces, Piece{Text: t.text, Reason: Shortened})
		default:
			r.flushRun()
			if strings.ContainsFunc(t.folded, unicode.IsLetter) {
				r.words = append(r.words, t)
			}
		}
	}
	r.flushRun()
	r.flushWords()
	return assignVDN(r.pieces, r.vdns, r.vdn, r.wrong)
}

// recordReader is how far a record is read.
type recordReader struct {
	json    bool
	pieces  []Piece
	words   []token        // that may be a name
	run     []token        // numbers that single spaces part
	current field          // what the numbers to come are
	vdn     int            // the last one
	wrong   bool           // a VDN cannot be read
	vdns    map[int]string // as they were written
}

func (r *recordReader) flushRun() {
	r.pieces = append(r.pieces, numberPieces(r.run, r.current == fieldDef, r.vdn)...)
	r.run = nil
}

func (r *recordReader) flushWords() {
	if text := joinTokens(r.words); len(r.words) > 0 && fieldOf(text) != fieldDef {
		r.pieces = append(r.pieces, Piece{Text: text, Reason: NoNumber})
	}
	r.words = nil
}

// readName takes the words before a number as its name if they are one, sep being between them and the number.
func (r *recordReader) readName(sep string) {
	if len(r.words) == 0 {
		return
	}
	name := fieldOf(joinTokens(r.words))
	last := r.words[len(r.words)-1:]
	if name == fieldOther && fieldOf(last[0].folded) == fieldVDN { // "in VDN 40"
		r.words, name = r.words[:len(r.words)-1], fieldVDN
		r.flushWords()
		r.words = last
	}
	if name == fieldOther && !r.json && !strings.ContainsAny(sep, ":=") {
		name = fieldNone
	}
	if r.current = name; name == fieldNone {
		r.flushWords()
	}
}

func (r *recordReader) readNumber(t token) {
	switch r.current {
	case fieldVDN:
		n, reason := VDN(t.folded)
		if reason != "" {
			r.wrong = true
			r.pieces = append(r.pieces, Piece{Text: t.text, Reason: reason, named: true})
		} else {
			r.vdn = n
			r.vdns[n] += t.text + " "
		}
		r.current = fieldNone
	case fieldOther:
		r.pieces = append(r.pieces, Piece{Text: joinTokens(append(r.words, t)), Reason: OtherField})
	default:
		if n := len(r.run); n > 0 && (t.sep != " " || !plain(t.folded) || !plain(r.run[n-1].folded)) {
			r.flushRun()
		}
		r.run = append(r.run, t)
	}
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
