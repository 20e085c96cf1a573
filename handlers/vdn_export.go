package handlers

import (
	"iter"

	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
)

type resultOverview struct {
	DefID                string   `json:"defId"`
	DisplayResult        string   `json:"displayResult"`
	ResultDefinitionCode string   `json:"resultDefinitionCode"`
	OBSCodes             []string `json:"obsCodes"`
	// Verdict is what follows for the result; empty when it could not be read.
	Verdict string `json:"verdict,omitempty"`
	Error   string `json:"error,omitempty"`
}

func newResultOverview(r catalog.Result, v vdnRequest) resultOverview {
	o := resultOverview{DefID: r.DefID, DisplayResult: r.DisplayResult, ResultDefinitionCode: r.Code,
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

// tableLines has a head, and a line for each element of a list.
func tableLines[A any](head []string, list []A, line func(A) []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if yield(head) {
			mapped(list, line)(yield)
		}
	}
}

func codesOf(r catalog.Result) []string {
	codes := make([]string, len(r.Mappings))
	for i, m := range r.Mappings {
		codes[i] = m.OBSCode
	}
	return codes
}
