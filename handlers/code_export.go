package handlers

import (
	"slices"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/views"
)

// oneCodeDocument is one code as JSON; VDNID is the VDN whose own text it has, if one
// was named.
type oneCodeDocument struct {
	Schema int `json:"schema"`
	VDNID  int `json:"vdnId,omitzero"`
	codeDocument
}

func newOneCodeDocument(hit dictionary.Hit, q codesQuery, l *locale) oneCodeDocument {
	return oneCodeDocument{q.schema, q.vdnID, newCodeDocument(hit, q, l)}
}

// adviceDocument says in JSON what an OBS code is and what follows from it; it is
// the same in the data of every page.
type adviceDocument struct {
	OBSCode     string `json:"obsCode"`
	Description string `json:"description"`
	Documented  bool   `json:"documented"`
	Group       string `json:"group"`
	ReleasedBy  string `json:"releasedBy"`
	Action      string `json:"action"`
	Reason      string `json:"reason"`
	Suggests    string `json:"suggests"` // the sentence of the action
	// Note is the center's own.
	Note *noteDocument `json:"note,omitempty"`
}

// noteDocument is the center's own note on a code.
type noteDocument struct {
	Text   string `json:"text"`
	Author string `json:"author"`
	Date   string `json:"date"`
}

// newAdviceDocument takes a code as the platform writes it, and its row.
func newAdviceDocument(code string, row views.MappingRow, v vdnRequest) adviceDocument {
	known, _ := isales.LookupOBSCode(code)
	a := dictionary.Advise(code, *v.notes)
	return adviceDocument{OBSCode: code, Description: row.Meaning, Documented: row.Known, Group: string(known.Group),
		ReleasedBy: string(known.ReleasedBy), Action: string(a.Action), Reason: string(a.Reason), Suggests: row.Suggests,
		Note: newNoteDocument(a.Note, v.l)}
}

// newNoteDocument returns nil for no note.
func newNoteDocument(n *dictionary.Note, l *locale) *noteDocument {
	if n == nil {
		return nil
	}
	return &noteDocument{n.Text(l.platform), n.Author, n.Date}
}

// noteText is the text of a note; empty for none.
func noteText(n *views.Note) string {
	if n == nil {
		return ""
	}
	return n.Text
}

// adviceDocuments says what each of the codes is, each once, in the order of their
// text.
func adviceDocuments(codes []string, v vdnRequest, row func(string) views.MappingRow) []adviceDocument {
	list := []adviceDocument{}
	for _, code := range distinct(codes) {
		list = append(list, newAdviceDocument(code, row(code), v))
	}
	return list
}

// distinct returns the codes in the order of their text, each once.
func distinct(codes []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(codes)))
}

// actionsOf are the keys of the actions of codes, in their order.
func actionsOf(codes []string, v vdnRequest) (keys []string) {
	for _, code := range codes {
		keys = append(keys, string(dictionary.Advise(code, *v.notes).Action))
	}
	return keys
}
