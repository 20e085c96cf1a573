package handlers

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"isales-console/isales"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// resultDocument is an external result as JSON. defId is a string because many
// readers round large numbers.
type resultDocument struct {
	Schema        int    `json:"schema"`
	VDNID         int    `json:"vdnId"`
	DefID         string `json:"defId"`
	DisplayResult string `json:"displayResult"`
	NamedCode
	// Verdict is a key of the dictionary: what follows for the result as a whole.
	Verdict   string            `json:"verdict"`
	Mappings  []mappingDocument `json:"mappings"`
	APIStatus statusDocument    `json:"apiStatus"`
	CheckedAt string            `json:"checkedAt"`
	Stale     *staleDocument    `json:"stale,omitempty"`
}

type mappingDocument struct {
	MapID string `json:"mapId"`
	adviceDocument
	Warnings []string `json:"warnings,omitempty"`
}

type statusDocument struct {
	ResultCode string `json:"resultCode"`
	ResultDesc string `json:"resultDesc"`
	ReturnCode string `json:"returnCode"`
	ReturnDesc string `json:"returnDesc"`
}

func newResultDocument(v resultView, rows []views.MappingRow) resultDocument {
	q, r := v.query, v.found.ExternalResult
	d := resultDocument{
		Schema: v.vdnRequest().schema(), VDNID: q.vdnID, DefID: strconv.FormatInt(q.defID, 10),
		DisplayResult: r.DisplayResult, NamedCode: v.vdnRequest().nameCode(r.Code),
		Verdict:   string(v.judgement().Verdict),
		Mappings:  make([]mappingDocument, len(rows)),
		APIStatus: statusDocument(r.Status),
		CheckedAt: machineTime(r.ReceivedAt),
	}
	if v.found.Trouble != nil {
		d.Stale = &staleDocument{diagnose(v.found.Trouble, v.locale).code, v.staleWhy.String()}
	}
	for i, row := range rows {
		m := r.Mappings[i]
		d.Mappings[i] = mappingDocument{m.MapID, newAdviceDocument(m.OBSCode, row, v.vdnRequest()), row.Warnings}
	}
	return d
}

// mappingsOf is a sheet of such rows as mappingCells makes.
func mappingsOf(v vdnRequest, rows iter.Seq[[]any]) spreadsheet.Sheet {
	return spreadsheet.Sheet{Name: "mappings", Columns: []string{"vdnId", "defId", "displayResult", v.codeColumn(),
		"obsCode",
		"codeAndDescription", "description", "group", "releasedBy", "action", "suggests", "mapId", "warnings", "note",
		"codeAndDisplayResult"}, Rows: rows}
}

// mappingCells has a row for each mapping of a result; a result without mappings has
// one row with its own columns.
func mappingCells(vdnID int, defID string, r *isales.ExternalResult, rows []views.MappingRow) (list [][]any) {
	own := []any{strconv.Itoa(vdnID), defID, r.DisplayResult, r.Code}
	twin := textTwin(r.Code, r.DisplayResult)
	for i, row := range rows {
		m := r.Mappings[i]
		list = append(list, append(own[:len(own):len(own)], m.OBSCode, textTwin(m.OBSCode, row.Meaning), row.Meaning,
			row.Group, row.ReleasedBy, row.Action.Text, row.Suggests, m.MapID, strings.Join(row.Warnings, " "),
			noteText(row.Note), twin))
	}
	if len(rows) == 0 {
		list = append(list, append(own, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, twin))
	}
	return list
}

// fileName is the name of a file with the result, without its end.
func (q resultID) fileName() string {
	return "external-result-" + strconv.Itoa(q.vdnID) + "-" + strconv.FormatInt(q.defID, 10)
}

// resultSheet has the mappings of one result.
func resultSheet(v vdnRequest, q resultID, r *isales.ExternalResult, rows []views.MappingRow) spreadsheet.Sheet {
	list := mappingCells(q.vdnID, strconv.FormatInt(q.defID, 10), r, rows)
	return mappingsOf(v, slices.Values(list))
}

// staleDocument says why an old copy stands in for the platform's answer.
type staleDocument struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}
