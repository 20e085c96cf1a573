package input

import (
	"regexp"
	"strings"
	"unicode"
)

// Piece is what one part of a text comes to: an ID, or the reason why it is none.
// Words without a digit are pieces too, with the reason NoNumber.
type Piece struct {
	Text   string // as it stands in the text
	ID     ID
	Reason Reason
	named  bool // an address or a name says that it is the ID of an external result
}

var (
	pairs      = regexp.MustCompile(`^0*([1-9]\d{0,3})["'”’]?([\s\p{Z}]*[,;|/:、][\s\p{Z}]*|[\s\p{Z}]+)["'“‘]?(\d.*)$`)
	listNumber = regexp.MustCompile(`^[\s\p{Z}]*(?:\(?\d{1,3}[.)][\s\p{Z}]+|\d{1,3}、[\s\p{Z}]*)`)
)

// IDs reads the external result IDs of a free text: numbers with anything between
// them, lines of a VDN and an ID, addresses, names and values, JSON. Numbers that
// commas or spaces part are one number where all groups have three digits, and
// none where it cannot be told. Repeated IDs are returned as often as they stand.
func IDs(text string) []Piece {
	text = strings.ToValidUTF8(text, "\ufffd")
	var pieces []Piece
	at := 0
	for _, f := range addresses(text) {
		pieces = append(pieces, textIDs(text[at:f.from])...)
		pieces = append(pieces, linkPieces(text[f.from:f.to], f)...)
		at = f.to
	}
	return append(pieces, textIDs(text[at:])...)
}

func linkPieces(text string, f found) (pieces []Piece) {
	if f.reason == "" && len(f.link.Defs) == 0 {
		f.reason = OtherPage
	}
	for _, def := range f.link.Defs {
		pieces = append(pieces, Piece{Text: text, ID: ID{f.link.VDN, def}, named: true})
	}
	if f.reason != "" {
		pieces = append(pieces, Piece{Text: text, Reason: f.reason, named: true})
	}
	return pieces
}

// textIDs reads a text without addresses, record by record: the lines, or the
// objects of JSON.
func textIDs(text string) (pieces []Piece) {
	ends := "\n\r\v\f\u0085\u2028\u2029"
	json := strings.Contains(text, "{") && strings.Contains(text, "\"")
	if json {
		ends = "{}"
	}
	for record := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(ends, r) }) {
		if at := listNumber.FindString(fold(record)); at != "" && isListNumber(at, fold(record)[len(at):]) {
			n := len([]rune(at))
			runes := []rune(record)
			pieces = append(pieces, Piece{Text: strings.TrimSpace(string(runes[:n])), Reason: ListNumber})
			record = string(runes[n:])
		}
		if id, ok := pair(record, true); ok && !json {
			pieces = append(pieces, Piece{Text: strings.TrimSpace(record), ID: id, named: true})
			continue
		}
		pieces = append(pieces, recordIDs(record, json)...)
	}
	return pieces
}

// isListNumber reports whether a number at the start of a line counts the line.
// The Chinese comma lists things too: it must be the only one, before a long number.
func isListNumber(mark, rest string) bool {
	if strings.Contains(mark, "、") {
		run := digitRun.FindString(rest)
		return len(run) > 4 && !strings.Contains(rest, "、")
	}
	return hasDigit(rest)
}

// pair reads "40⇥1402245659": the number of a VDN and an ID. The second number
// must not look like a group of the first, which has three digits; in a list,
// where two IDs may stand side by side, it must be too large for a VDN.
func pair(text string, list bool) (ID, bool) {
	m := pairs.FindStringSubmatch(trim(fold(text)))
	if m == nil {
		return ID{}, false
	}
	def, reason := Number(m[3])
	vdn, wrong := VDN(m[1])
	between := strings.TrimSpace(m[2])
	length := len(trim(m[3]))
	tab := strings.Contains(m[2], "\t")
	switch {
	case reason != "" || wrong != "":
		return ID{}, false
	case !plain(trim(m[3])) && strings.ContainsAny(m[3], m[2]):
		return ID{}, false // 1,1,402,245: the groups may be other ones
	case between != "/" && length == 3:
		return ID{}, false
	case list && def <= MaxVDN && (!tab || length < 4), list && between == "、":
		return ID{}, false
	}
	return ID{vdn, def}, true
}

// One reads the one external result that a field or a cell names: a number, with
// or without its name, a VDN and a number, or a text with an address of a result.
func One(text string) (ID, Reason) {
	n, reason := Number(text)
	if reason == "" {
		return ID{Def: n}, ""
	}
	if id, ok := pair(text, false); ok {
		return id, ""
	}
	var all, named []ID
	words, wrong := false, Reason("")
	for _, p := range IDs(lineEnds.Replace(text)) {
		switch {
		case p.Reason == NoNumber:
			words = true
		case p.Reason == "" && p.named:
			named = addID(named, p.ID)
			fallthrough
		case p.Reason == "":
			all = addID(all, p.ID)
		case wrong == "" || p.named:
			wrong = p.Reason
		}
	}
	switch {
	case len(named) == 1:
		return named[0], ""
	case len(all) > 1 && reason != Grouping:
		return ID{}, Several
	case len(all) == 1 && wrong == "" && !words:
		return all[0], ""
	case wrong != "":
		return ID{}, wrong
	}
	return ID{}, reason
}

// addID adds an ID to a list; the same ID without a VDN is not another one.
func addID(list []ID, id ID) []ID {
	for i, other := range list {
		if other.Def == id.Def && (other.VDN == 0 || id.VDN == 0 || other.VDN == id.VDN) {
			list[i].VDN = max(other.VDN, id.VDN)
			return list
		}
	}
	return append(list, id)
}

// lineEnds makes one record of the lines of a field: a name may stand above its value.
var lineEnds = strings.NewReplacer("\r\n", "\t", "\n", "\t", "\r", "\t")

func isUnit(r rune) bool {
	return strings.ContainsRune("年月日号號时時分秒点點千百万萬亿億个個次条條元块天周岁歲", r)
}

// isHan reports whether r is a Chinese character of words; 〇 is a digit.
func isHan(r rune) bool { return unicode.Is(unicode.Han, r) && !unicode.IsNumber(r) }
