package handlers

import (
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

func codesOf(r catalog.Result) []string {
	codes := make([]string, len(r.Mappings))
	for i, m := range r.Mappings {
		codes[i] = m.OBSCode
	}
	return codes
}
