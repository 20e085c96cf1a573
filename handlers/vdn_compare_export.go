package handlers

import (
	"strconv"

	"isales-console/isales/catalog"
	"isales-console/platform"
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
		result := catalog.Result{DefID: strconv.FormatInt(ids[i], 10), DisplayResult: r.DisplayResult, Code: r.Code,
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
