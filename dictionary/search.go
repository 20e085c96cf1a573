package dictionary

import (
	"cmp"
	"slices"
	"strings"

	"isales-console/isales"
)

// Query says what to search for. The zero Query finds every code.
type Query struct {
	// Text is what a person typed, in either language: a code or a part of it,
	// or words that must all occur. Letter case, full-width forms and
	// punctuation do not matter. The time taken grows with its length, which
	// is not limited here.
	Text string
	// Group and Action, unless empty, leave only the OBS codes that have them.
	Group  isales.Group
	Action Action
	// GroupNames are the names of the groups on the pages, in every language: a
	// code is found by those of its group.
	GroupNames map[isales.Group][]string
	// Extra are OBS codes of a VDN's own dictionary. A code that is known here
	// keeps its one hit and gets the texts in addition; another code gets a hit
	// of its own. Of several with the same code the first counts, and one
	// without a code is left out.
	Extra []Named
	// Notes are the center's own. Their texts are searched, their actions count
	// for Action, and a note on a code that is known nowhere else gets a hit.
	Notes Notes
}

// Named is an OBS code with the short texts of a VDN's own dictionary; either
// may be empty.
type Named struct{ Code, Chinese, English string }

// Hit is a code that was found.
type Hit struct {
	// Entry is a known code or, for a code that only [Query.Extra] or
	// [Query.Notes] has, an undocumented entry with no more than Code and Kind.
	// A note does not change it; see [Advise].
	Entry Entry
	// Score is the higher the better the hit; 0 when there was no text to
	// search for.
	Score int
	// Extra points into [Query.Extra]; nil when the code is not in there.
	Extra *Named
	// Note is the note on the code; nil without one.
	Note *Note
}

// Search returns the codes that the query leaves, best first: those whose code
// matches, then those whose note does, then those whose short text does, then those with a matching name of
// the group or the action, and last those where a longer text matches. Hits that are equally good come in code
// order, which is API statuses in the order of the vendor's table and then OBS
// codes. A text without letters and digits leaves everything, in that order.
func Search(q Query) []Hit {
	whole := words(q.Text)
	terms := []term{newTerm(whole)}
	if fields := strings.Fields(whole); len(fields) > 1 {
		slices.Sort(fields)
		for _, w := range slices.Compact(fields) {
			terms = append(terms, newTerm(" "+w+" "))
		}
	}
	typed := halfWidth(strings.TrimSpace(q.Text))

	var hits []Hit
	visit(q, func(p *entryTexts, hit Hit) {
		switch {
		case whole == "":
		case p.code == typed: // a code of a VDN may contain punctuation
			hit.Score = codeExact
		default:
			if hit.Score = p.score(terms); hit.Score == noMatch {
				return
			}
		}
		hits = append(hits, hit)
	})
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), compareCodes(a.Entry, b.Entry))
	})
	return hits
}

// score ranks a query: its whole text, and its words when there are several.
func (p *entryTexts) score(terms []term) int {
	whole, parts := p.rank(terms[0]), noMatch
	for i, t := range terms[1:] {
		r := p.rank(t)
		if r == noMatch {
			return whole
		}
		if i == 0 || r < parts {
			parts = r
		}
	}
	return max(whole, parts)
}

// visit calls f for each code that the filters leave, with a hit without score.
func visit(q Query, f func(*entryTexts, Hit)) {
	extra, unknown := q.extra()
	groups := make(map[isales.Group]folded, len(q.GroupNames))
	for g, names := range q.GroupNames {
		groups[g] = fold(names...)
	}
	offer := func(p entryTexts, n *Named) {
		p.group = groups[p.entry.Group]
		hit := Hit{Entry: p.entry, Extra: n}
		if n != nil {
			p = p.withExtra(n)
		}
		if note, ok := q.Notes.Of(p.entry.Code); ok {
			hit.Note = &note
			p = p.withNote(note)
		}
		if q.leaves(p.entry, hit.Note) {
			f(&p, hit)
		}
	}
	for _, p := range contents().texts {
		if p.entry.Kind == KindOBS {
			offer(p, extra[p.entry.Code])
		} else {
			offer(p, nil)
		}
	}
	for _, n := range unknown {
		offer(contents().unknown.withCode(strings.TrimSpace(n.Code)), n)
	}
	for _, note := range q.Notes.list {
		if _, known := Lookup(note.Code); !known && extra[halfWidth(note.Code)] == nil {
			offer(contents().unknown.withCode(note.Code), nil)
		}
	}
}

// extra returns the texts of a VDN's own dictionary by code, and those of codes
// that are not known here.
func (q Query) extra() (byCode map[string]*Named, unknown []*Named) {
	byCode = make(map[string]*Named, len(q.Extra))
	for i := range q.Extra {
		n := &q.Extra[i]
		code := halfWidth(strings.TrimSpace(n.Code))
		known, ok := isales.LookupOBSCode(code)
		if ok {
			code = known.Code
		}
		if byCode[code] != nil || code == "" {
			continue
		}
		byCode[code] = n
		if !ok {
			unknown = append(unknown, n)
		}
	}
	return byCode, unknown
}

// leaves reports whether an entry with its note, which may be nil, passes the
// filters. An API status has neither group nor action and passes none.
func (q Query) leaves(e Entry, note *Note) bool {
	action := e.Action
	if note != nil && note.Action != "" {
		action = note.Action
	}
	return (q.Group == "" || e.Group == q.Group) && (q.Action == "" || action == q.Action)
}

// compareCodes puts API statuses first, which the length brings into the order
// of the vendor's table, and then OBS codes, as text.
func compareCodes(a, b Entry) int {
	if a.Kind != b.Kind {
		return cmp.Compare(b.Kind, a.Kind)
	}
	if a.Kind == KindAPI {
		return cmp.Or(cmp.Compare(len(a.Code), len(b.Code)), strings.Compare(a.Code, b.Code))
	}
	return strings.Compare(a.Code, b.Code)
}
