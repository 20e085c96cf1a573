package handlers

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// batchDocument is a batch as JSON, in the order of the input.
type batchDocument struct {
	Schema     int             `json:"schema"`
	VDNID      int             `json:"vdnId"`
	Duplicates int             `json:"duplicates"`
	LeftOut    int             `json:"leftOut"`             // beyond the first 500
	OtherVDNs  []batchOther    `json:"otherVdns,omitempty"` // left out, with their VDN
	Results    []batchOverview `json:"results"`
	// Codes are those of the results, each once.
	Codes []adviceDocument `json:"codes"`
}

// batchOther are the IDs of a batch that belong to another VDN.
type batchOther struct {
	VDNID  int      `json:"vdnId"`
	DefIDs []string `json:"defIds"`
}

// otherVDNs lists them by VDN.
func (b *batch) otherVDNs() (list []batchOther) {
	for _, vdnID := range slices.Sorted(maps.Keys(b.others)) {
		other := batchOther{VDNID: vdnID}
		for _, defID := range b.others[vdnID] {
			other.DefIDs = append(other.DefIDs, strconv.FormatInt(defID, 10))
		}
		list = append(list, other)
	}
	return list
}

type batchOverview struct {
	DefID         string `json:"defId"`
	State         string `json:"state"` // "found", "not_found", "no_id" or "failed"
	DisplayResult string `json:"displayResult"`
	NamedCode
	OBSCodes []string `json:"obsCodes"`
	// Verdict is what follows for the result; empty without one.
	Verdict string `json:"verdict,omitempty"`
	Error   string `json:"error,omitempty"`
	// Stale is why an old copy stands in for the platform's answer.
	Stale string `json:"stale,omitempty"`
}

func newBatchOverview(v vdnRequest, row batchRow) batchOverview {
	o := batchOverview{DefID: row.entry.text, State: "found", NamedCode: v.nameCode(""), OBSCodes: []string{}}
	switch {
	case row.err == nil:
		o.DisplayResult, o.NamedCode = row.found.DisplayResult, v.nameCode(row.found.Code)
		o.Verdict = string(verdictOfFound(row.found, v.notes))
		for _, m := range row.found.Mappings {
			o.OBSCodes = append(o.OBSCodes, m.OBSCode)
		}
		if row.found.Trouble != nil {
			o.Stale = diagnose(row.found.Trouble, v.l).code
		}
		return o
	case errors.Is(row.err, errNoID):
		o.State, o.Error = "no_id", "bad_input"
	case errors.Is(row.err, isales.ErrNotFound):
		o.State, o.Error = "not_found", diagnose(row.err, v.l).code
	default:
		o.State, o.Error = "failed", diagnose(row.err, v.l).code
	}
	return o
}

func newBatchDocument(v vdnRequest, own *platform.CodeList, b *batch, rows []batchRow) batchDocument {
	d := batchDocument{Schema: v.schema(), VDNID: v.vdnID, Duplicates: b.duplicates, LeftOut: b.tooMany,
		OtherVDNs: b.otherVDNs(), Results: make([]batchOverview, len(rows))}
	for i, row := range rows {
		d.Results[i] = newBatchOverview(v, row)
	}
	d.Codes = adviceDocuments(batchCodes(rows), v, func(code string) views.MappingRow { return ownRow(code, v, own) })
	return d
}

func batchSheet(v vdnRequest, own *platform.CodeList, b *batch, rows []batchRow) spreadsheet.Sheet {
	columns := []string{"vdnId", "defId", "state", "displayResult", v.codeColumn(), "codes", "obsCodes",
		"codesAndDescriptions", "error", "verdict", "actions", "suggests", "notes", "codeAndDisplayResult"}
	var list [][]any
	for _, row := range rows {
		o := newBatchOverview(v, row)
		problem := o.Error
		if o.Stale != "" {
			problem = "stale: " + o.Stale
		}
		var texts, suggests, notes []string
		for _, code := range o.OBSCodes {
			explained := codeRow(code, own, v.notes, v.l)
			texts = append(texts, textTwin(code, explained.Meaning))
			suggests = append(suggests, explained.Suggests)
			if note := noteText(explained.Note); note != "" {
				notes = append(notes, code+" "+note)
			}
		}
		code, count := "", any(nil)
		if row.err == nil {
			code, count = row.found.Code, len(o.OBSCodes)
		}
		list = append(list, []any{strconv.Itoa(v.vdnID), o.DefID, o.State, o.DisplayResult, code,
			count, strings.Join(o.OBSCodes, " "), strings.Join(texts, "; "), problem, o.Verdict,
			strings.Join(actionsOf(o.OBSCodes, v), " "), strings.Join(suggests, " | "), strings.Join(notes, " | "),
			textTwin(code, o.DisplayResult)})
	}
	for _, other := range b.otherVDNs() {
		for _, defID := range other.DefIDs {
			list = append(list, []any{strconv.Itoa(other.VDNID), defID, "other_vdn", "", "", nil, "", "", "", "",
				"", "", "", ""})
		}
	}
	return spreadsheet.Sheet{Name: "batch", Columns: columns, Rows: slices.Values(list)}
}

// batchCodes are the codes of the results that were found.
func batchCodes(rows []batchRow) (codes []string) {
	for _, row := range rows {
		if row.err == nil && row.found.ExternalResult != nil {
			codes = append(codes, codesOf(catalog.Result{Mappings: row.found.Mappings})...)
		}
	}
	return codes
}

// batchRow is what came of one entry.
type batchRow struct {
	entry batchEntry
	found platform.Copy
	err   error
}
