package handlers

import (
	"errors"
	"strconv"
	"strings"

	"isales-console/isales"
	"isales-console/platform"
)

// batchDocument is a batch as JSON, in the order of the input.
type batchDocument struct {
	Schema     int             `json:"schema"`
	VDNID      int             `json:"vdnId"`
	Duplicates int             `json:"duplicates"`
	LeftOut    int             `json:"leftOut"`
	Results    []batchOverview `json:"results"`
}

type batchOverview struct {
	DefID                string   `json:"defId"`
	State                string   `json:"state"` // "found", "not_found", "no_id" or "failed"
	DisplayResult        string   `json:"displayResult"`
	ResultDefinitionCode string   `json:"resultDefinitionCode"`
	OBSCodes             []string `json:"obsCodes"`
	// Verdict is what follows for the result; empty without one.
	Verdict string `json:"verdict,omitempty"`
	Error   string `json:"error,omitempty"`
	// Stale is why an old copy stands in for the platform's answer.
	Stale string `json:"stale,omitempty"`
}

func newBatchOverview(v vdnRequest, row batchRow) batchOverview {
	o := batchOverview{DefID: row.entry.text, State: "found", OBSCodes: []string{}}
	switch {
	case row.err == nil:
		o.DisplayResult, o.ResultDefinitionCode = row.found.DisplayResult, row.found.Code
		o.Verdict = string(verdictOfFound(row.found))
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

func newBatchDocument(v vdnRequest, b batch, rows []batchRow) batchDocument {
	d := batchDocument{Schema: schema, VDNID: v.vdnID, Duplicates: b.duplicates, LeftOut: b.tooMany, Results: make([]batchOverview, len(rows))}
	for i, row := range rows {
		d.Results[i] = newBatchOverview(v, row)
	}
	return d
}

func batchLines(v vdnRequest, own *platform.CodeList, rows []batchRow) [][]string {
	lines := [][]string{{"vdnId", "defId", "state", "displayResult", "resultDefinitionCode", "codes", "obsCodes", "codesAndDescriptions", "error",
		"verdict"}}
	for _, row := range rows {
		o := newBatchOverview(v, row)
		problem := o.Error
		if o.Stale != "" {
			problem = "stale: " + o.Stale
		}
		var texts []string
		for _, code := range o.OBSCodes {
			texts = append(texts, code+" "+codeRow(code, own, v.l).Meaning)
		}
		lines = append(lines, []string{strconv.Itoa(v.vdnID), o.DefID, o.State, o.DisplayResult, o.ResultDefinitionCode,
			strconv.Itoa(len(o.OBSCodes)), strings.Join(o.OBSCodes, " "), strings.Join(texts, "; "), problem, o.Verdict})
	}
	return lines
}

// batchRow is what came of one entry.
type batchRow struct {
	entry batchEntry
	found platform.Copy
	err   error
}
