package handlers

import (
	"slices"
	"strconv"
	"strings"

	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// compareDocument is two external results side by side as JSON.
type compareDocument struct {
	Schema  int              `json:"schema"`
	VDNID   int              `json:"vdnId"`
	LeftOut int              `json:"leftOut"` // beyond the first two
	Results []comparedResult `json:"results"` // the two, in the order of the address
	// Both are the codes of both results, OnlyFirst and OnlySecond those of one.
	Both       []string `json:"both"`
	OnlyFirst  []string `json:"onlyFirst"`
	OnlySecond []string `json:"onlySecond"`
	// Codes are those of the results, each once.
	Codes []adviceDocument `json:"codes"`
}

type comparedResult struct {
	resultOverview
	// Stale is why an old copy stands in for the platform's answer.
	Stale string `json:"stale,omitempty"`
}

func newCompareDocument(v vdnRequest, own *platform.CodeList, ids [2]int64, pair [2]platform.Copy) compareDocument {
	d := compareDocument{Schema: v.schema(), VDNID: v.vdnID}
	var codes []string
	for i, r := range pair {
		result := catalog.Result{DefID: formatID(ids[i]), DisplayResult: r.DisplayResult, Code: r.Code,
			Mappings: r.Mappings}
		compared := comparedResult{resultOverview: newResultOverview(result, v)}
		if r.Trouble != nil {
			compared.Stale = diagnose(r.Trouble, v.l).code
		}
		d.Results = append(d.Results, compared)
		codes = append(codes, codesOf(result)...)
	}
	parts := comparedCodes(pair)
	d.Both, d.OnlyFirst, d.OnlySecond = parts[0], parts[1], parts[2]
	d.Codes = adviceDocuments(codes, v, func(code string) views.MappingRow { return ownRow(code, v, own) })
	return d
}

// compareSheet has one row for each code, those of both results first.
func compareSheet(v vdnRequest, own *platform.CodeList, ids [2]int64, pair [2]platform.Copy) spreadsheet.Sheet {
	columns := []string{"vdnId", "obsCode", "codeAndDescription", "description", "group", "defIds", "displayResults",
		"action", "suggests", "note"}
	var list [][]any
	for i, codes := range comparedCodes(pair) {
		of := [3][]int{{0, 1}, {0}, {1}}[i]
		var defIDs, texts []string
		for _, side := range of {
			defIDs, texts = append(defIDs, formatID(ids[side])), append(texts, pair[side].DisplayResult)
		}
		for _, code := range codes {
			row := ownRow(code, v, own)
			list = append(list, []any{strconv.Itoa(v.vdnID), code, textTwin(code, row.Meaning), row.Meaning, row.Group,
				strings.Join(defIDs, " "), strings.Join(texts, "; "), row.Action.Text, row.Suggests, noteText(row.Note)})
		}
	}
	return spreadsheet.Sheet{Name: "codes", Columns: columns, Rows: slices.Values(list)}
}
