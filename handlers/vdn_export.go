package handlers

import (
	"slices"

	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

type resultOverview struct {
	DefID         string `json:"defId"`
	DisplayResult string `json:"displayResult"`
	NamedCode
	OBSCodes []string `json:"obsCodes"`
	// Verdict is what follows for the result; empty when it could not be read.
	Verdict string `json:"verdict,omitempty"`
	Error   string `json:"error,omitempty"`
}

func newResultOverview(r catalog.Result, v vdnRequest) resultOverview {
	o := resultOverview{DefID: r.DefID, DisplayResult: r.DisplayResult, NamedCode: v.nameCode(r.Code),
		OBSCodes: codesOf(r), Verdict: string(verdictOf(r, v.notes))}
	if r.Err != nil {
		o.Error = diagnose(r.Err, v.l).code
	}
	return o
}

// resultOverviews makes the overviews while they are written.
func resultOverviews(list []catalog.Result, v vdnRequest) respond.Rows[resultOverview] {
	return mapped(list, func(r catalog.Result) resultOverview { return newResultOverview(r, v) })
}

// mapped has an element for each of a list, made when it is asked for.
func mapped[A, B any](list []A, make func(A) B) func(func(B) bool) {
	return func(yield func(B) bool) {
		for _, a := range list {
			if !yield(make(a)) {
				return
			}
		}
	}
}

// mappedCodes are the codes of results, each once; a mapping may be without.
func mappedCodes(list []catalog.Result) (codes []string) {
	for _, r := range list {
		codes = append(codes, codesOf(r)...)
	}
	return slices.DeleteFunc(distinct(codes), func(code string) bool { return code == "" })
}

// mappingsSheet has the mappings of results; one that could not be read is left out.
func mappingsSheet(v vdnRequest, read *catalog.Catalog, list []catalog.Result) spreadsheet.Sheet {
	return mappingsOf(v, func(yield func([]any) bool) {
		for _, listed := range list {
			if listed.Err != nil {
				continue
			}
			r := &isales.ExternalResult{VDNID: v.vdnID, DefID: listed.DefID, DisplayResult: listed.DisplayResult,
				Code: listed.Code, Mappings: listed.Mappings}
			rows := make([]views.MappingRow, len(r.Mappings))
			for i := range r.Mappings {
				rows[i] = mappingRow(r, &r.Mappings[i], v, ownText(read, r.Mappings[i].OBSCode))
			}
			for _, cells := range mappingCells(v.vdnID, r.DefID, r, rows) {
				if !yield(cells) {
					return
				}
			}
		}
	})
}
