package dictionary

import (
	"strings"

	"isales-console/isales"
)

// The ranks, from no match to the best. A hit has the rank of the best place
// in which the whole text is found or, when it has several words and that is
// better, the rank of its worst word.
const (
	noMatch = iota
	inCauses
	inAdvice
	inMeaning
	inDetail
	inLabels       // names of the group and the action, everyday words
	shortContains  // inside a word; Chinese is never split into words
	shortWord      // a whole word of the short text
	shortBegins    // the beginning of the short text
	shortAndLabels // both: "busy" finds "User busy" before "The switch is busy"
	shortEquals
	inNote // the center's own words come before all others
	codeContains
	codePrefix
	codeZeros // all but the leading zeros, which spreadsheets drop
	codeExact
)

// entryTexts is an entry with its texts, folded once.
type entryTexts struct {
	entry                                   Entry
	code, withoutZeros                      string
	short                                   []folded // one for each language
	labels, detail, meaning, advice, causes folded
	note                                    folded // of the center, with its author
	group                                   folded // names of its group
}

func newEntryTexts(e Entry) entryTexts {
	const zh, en = isales.Chinese, isales.English
	p := entryTexts{
		entry:   e,
		short:   foldShort(e.Short(zh), e.Short(en)),
		labels:  fold(labels(e)...),
		detail:  fold(e.Detail(zh), e.Detail(en)),
		meaning: fold(e.Meaning(zh), e.Meaning(en)),
		advice:  fold(e.Advice(zh), e.Advice(en)),
		causes:  fold(append(e.Causes(zh), e.Causes(en)...)...),
	}
	return p.withCode(e.Code)
}

// withCode returns the texts for another code.
func (p entryTexts) withCode(code string) entryTexts {
	p.entry.Code, p.code = code, halfWidth(code)
	p.withoutZeros = withoutZeros(p.code)
	return p
}

// withExtra returns the texts with the short texts of a VDN's own dictionary in
// addition. The receiver, which is shared, stays as it is.
func (p entryTexts) withExtra(n *Named) entryTexts {
	p.short = append(foldShort(n.Chinese, n.English), p.short...)
	return p
}

// withNote returns the texts with the center's note in addition.
func (p entryTexts) withNote(n Note) entryTexts {
	p.note = fold(n.Chinese, n.English, n.Author)
	if n.Action != "" {
		e := p.entry
		e.Action = n.Action
		p.labels = fold(labels(e)...)
	}
	return p
}

func foldShort(texts ...string) []folded {
	var short []folded
	for _, s := range texts {
		if f := fold(s); f.text != "" {
			short = append(short, f)
		}
	}
	return short
}

// withoutZeros cuts leading zeros off, but leaves one digit.
func withoutZeros(code string) string {
	if s := strings.TrimLeft(code, "0"); s != "" || code == "" {
		return s
	}
	return "0"
}

// term is a text to find: a query or one of its words.
type term struct {
	text         string // "busy tones"
	code         string // that Lookup finds for the text; empty for none
	withoutZeros string // without leading zeros
	begin        string // " busy tones"
	stems        string // " busy tone "
}

// newTerm takes a text as [words] returns it.
func newTerm(folded string) term {
	text := strings.TrimSpace(folded)
	known, _ := isales.LookupOBSCode(text)
	return term{text: text, code: known.Code, withoutZeros: withoutZeros(text), begin: " " + text, stems: stems(folded)}
}

func (t term) in(f folded) bool {
	return strings.Contains(f.text, t.text) || strings.Contains(f.stems, t.stems)
}

// rank returns the best place in which the term is found.
func (p *entryTexts) rank(t term) int {
	if r := p.codeRank(t); r != noMatch {
		return r
	}
	if t.in(p.note) {
		return inNote
	}
	if r := p.shortRank(t); r != noMatch {
		if r != shortEquals && p.labelled(t) {
			return shortAndLabels
		}
		return r
	}
	switch {
	case p.labelled(t):
		return inLabels
	case t.in(p.detail):
		return inDetail
	case t.in(p.meaning):
		return inMeaning
	case t.in(p.advice):
		return inAdvice
	case t.in(p.causes):
		return inCauses
	}
	return noMatch
}

// labelled reports whether a label or a name of the group has the term.
func (p *entryTexts) labelled(t term) bool { return t.in(p.labels) || t.in(p.group) }

func (p *entryTexts) codeRank(t term) int {
	switch {
	case p.code == t.text, p.code == t.code:
		return codeExact
	case p.withoutZeros == t.withoutZeros && !strings.Contains(t.text, " "):
		return codeZeros
	case strings.HasPrefix(p.code, t.text):
		return codePrefix
	case strings.Contains(p.code, t.text):
		return codeContains
	}
	return noMatch
}

func (p *entryTexts) shortRank(t term) int {
	best := noMatch
	for _, f := range p.short {
		switch {
		case f.stems == t.stems:
			best = max(best, shortEquals)
		case strings.HasPrefix(f.text, t.begin), strings.HasPrefix(f.stems, t.stems):
			best = max(best, shortBegins)
		case strings.Contains(f.stems, t.stems):
			best = max(best, shortWord)
		case t.in(f):
			best = max(best, shortContains)
		}
	}
	return best
}
