package handlers

import (
	"strings"

	"isales-console/dictionary"
	"isales-console/spreadsheet"
)

// codesDocument is a list of codes as JSON.
type codesDocument struct {
	Schema int            `json:"schema"`
	Codes  []codeDocument `json:"codes"`
}

type codeDocument struct {
	Code        string `json:"code"`
	Kind        string `json:"kind"` // "api" or "obs"
	Description string `json:"description"`
	Documented  bool   `json:"documented"`
	Source      string `json:"source"` // "vdn", "documentation", "console" or "" for none
	Group       string `json:"group"`
	ReleasedBy  string `json:"releasedBy"`
	Action      string `json:"action"`
	Reason      string `json:"reason"`
	Explanation string `json:"explanation"`
	// Provenance says where the explanation comes from when it goes beyond the
	// vendor's documents.
	Provenance string   `json:"provenance,omitempty"`
	Causes     []string `json:"causes"`
	Advice     string   `json:"advice"`
	// Note is the center's own.
	Note *noteDocument `json:"note,omitempty"`
}

func newCodesDocument(hits []dictionary.Hit, q codesQuery, l *locale) codesDocument {
	d := codesDocument{Schema: q.schema, Codes: make([]codeDocument, len(hits))}
	for i, hit := range hits {
		d.Codes[i] = newCodeDocument(hit, q, l)
	}
	return d
}

func newCodeDocument(hit dictionary.Hit, q codesQuery, l *locale) codeDocument {
	e, row := hit.Entry, hitRow(hit, q, l)
	a := dictionary.Advise(e.Code, q.Notes)
	d := codeDocument{Code: e.Code, Kind: "obs", Description: row.Meaning, Documented: row.Known,
		Group: string(e.Group), ReleasedBy: string(e.ReleasedBy), Action: string(a.Action), Reason: string(a.Reason),
		Explanation: e.Meaning(l.platform), Provenance: e.Provenance(l.platform), Causes: e.Causes(l.platform),
		Advice: a.Sentence(l.platform), Note: newNoteDocument(hit.Note, l)}
	if e.Kind == dictionary.KindAPI {
		d.Kind, d.Action, d.Reason, d.Advice = "api", string(e.Action), string(e.Reason), e.Advice(l.platform)
	}
	switch row.Source {
	case l.messages.SourceVDN:
		d.Source = "vdn"
	case l.messages.SourceDocs:
		d.Source = "documentation"
	case l.messages.SourceOwn:
		d.Source = "console"
	}
	if d.Causes == nil {
		d.Causes = []string{}
	}
	return d
}

func codesSheet(hits []dictionary.Hit, q codesQuery, l *locale) spreadsheet.Sheet {
	columns := []string{"code", "codeAndDescription", "description", "kind", "source", "group", "releasedBy", "action",
		"explanation", "causes", "advice", "note"}
	return spreadsheet.Sheet{Name: "codes", Columns: columns, Rows: mapped(hits, func(hit dictionary.Hit) []any {
		d := newCodeDocument(hit, q, l)
		return []any{d.Code, textTwin(d.Code, d.Description), d.Description, d.Kind, d.Source,
			l.messages.Groups[d.Group], l.messages.ReleasedBy[d.ReleasedBy], dictionary.Action(d.Action).Text(l.platform),
			d.Explanation, strings.Join(d.Causes, " | "), d.Advice, noteText(noteView(hit.Note, l))}
	})}
}
