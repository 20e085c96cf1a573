package handlers

import (
	"slices"
	"strconv"
	"strings"

	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
)

// coverageDocument is the picture of a VDN as JSON.
type coverageDocument struct {
	Schema         int                          `json:"schema"`
	VDNID          int                          `json:"vdnId"`
	ReadAt         string                       `json:"readAt"`
	Complete       bool                         `json:"complete"`
	ListTotal      int                          `json:"listTotal,omitzero"` // see resultsDocument
	Results        respond.Rows[resultOverview] `json:"results"`
	Mapped         respond.Rows[codeUse]        `json:"mapped"`
	Unmapped       []string                     `json:"unmapped"`
	MappedTwice    []string                     `json:"mappedTwice"`
	Repeated       []string                     `json:"repeated"`
	Contradictions []contradiction              `json:"contradictions"`
}

type codeUse struct {
	adviceDocument
	DefIDs []string `json:"defIds"`
}

type contradiction struct {
	DefID   string `json:"defId"`
	OBSCode string `json:"obsCode"`
	MapID   string `json:"mapId"`
	VDNID   int    `json:"mappingVdnId"`
	Other   string `json:"mappingDefId"`
}

func newCoverageDocument(v vdnRequest, picture coverage) coverageDocument {
	read := picture.read
	d := coverageDocument{Schema: v.schema(), VDNID: v.vdnID, ReadAt: machineTime(read.ReadAt()),
		Complete:  read.Complete(),
		ListTotal: listTotal(read.ListErr()),
		Results:   resultOverviews(read.Results(), v), Unmapped: append([]string{}, picture.unmapped...),
		MappedTwice: []string{}, Repeated: []string{}, Contradictions: []contradiction{}}
	d.Mapped = mapped(read.MappedCodes(), func(code string) codeUse {
		use := codeUse{adviceDocument: newAdviceDocument(code, vdnCodeRow(code, v, read), v)}
		for _, r := range read.ResultsFor(code) {
			use.DefIDs = append(use.DefIDs, r.DefID)
		}
		return use
	})
	for _, use := range picture.twice {
		d.MappedTwice = append(d.MappedTwice, use.Code)
	}
	for _, use := range picture.repeated {
		d.Repeated = append(d.Repeated, use.Code)
	}
	for _, wrong := range picture.wrong {
		d.Contradictions = append(d.Contradictions, contradiction{wrong.Result.DefID, wrong.Mapping.OBSCode,
			wrong.Mapping.MapID, wrong.Mapping.VDNID, wrong.Mapping.DefID})
	}
	return d
}

// coverageSheet has one row for each code: the results that it leads to, and what
// follows for each of them.
func coverageSheet(v vdnRequest, read *catalog.Catalog, codes []string) spreadsheet.Sheet {
	columns := []string{"vdnId", "obsCode", "codeAndDescription", "description", "group", "results", "defIds",
		"displayResults", "verdicts", "action", "suggests", "note"}
	slices.Sort(codes)
	judged := make(map[string]string) // each result has many codes
	for _, r := range read.Results() {
		judged[r.DefID] = string(verdictOf(r, v.notes))
	}
	return spreadsheet.Sheet{Name: "codes", Columns: columns, Rows: mapped(codes, func(code string) []any {
		row := vdnCodeRow(code, v, read)
		var ids, texts, verdicts []string
		for _, r := range read.ResultsFor(code) {
			ids, texts = append(ids, r.DefID), append(texts, r.DisplayResult)
			verdicts = append(verdicts, judged[r.DefID])
		}
		return []any{strconv.Itoa(v.vdnID), code, textTwin(code, row.Meaning), row.Meaning, row.Group,
			len(ids), strings.Join(ids, " "), strings.Join(texts, "; "), strings.Join(verdicts, " "),
			row.Action.Text, row.Suggests, noteText(row.Note)}
	})}
}
