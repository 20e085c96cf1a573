package handlers

import (
	"strconv"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
)

// retryDocument says as JSON which results not to retry.
type retryDocument struct {
	Schema   int    `json:"schema"`
	VDNID    int    `json:"vdnId"`
	ReadAt   string `json:"readAt"`
	Complete bool   `json:"complete"`
	// ListTotal is that of resultsDocument.
	ListTotal int `json:"listTotal,omitzero"`
	// SuggestedBy says that the vendor does not say so.
	SuggestedBy string `json:"suggestedBy"`
	// NoRetry are the external result codes not to retry; absent while results are
	// missing.
	NoRetry []string `json:"noRetryPolicy,omitzero"`
	// Counts are of all results, by verdict and "unread".
	Counts  []verdictCount              `json:"counts"`
	Results respond.Rows[retryOverview] `json:"results"`
	// Followers say what each campaign's retry policy makes of it; absent unless asked
	// for.
	Followers *followersDocument `json:"followers,omitempty"`
}

type verdictCount struct {
	Verdict dictionary.Verdict `json:"verdict"`
	Count   int                `json:"count"`
}

type actionCodes struct {
	Action dictionary.Action `json:"action"`
	Codes  []string          `json:"obsCodes"`
}

type retryOverview struct {
	DefID         string `json:"defId"`
	DisplayResult string `json:"displayResult"`
	NamedCode
	Verdict dictionary.Verdict  `json:"verdict"`
	Reasons []dictionary.Reason `json:"reasons"`
	// Codes are the OBS codes by action.
	Codes []actionCodes `json:"byAction"`
	Error string        `json:"error,omitempty"`
}

func newRetryDocument(v vdnRequest, read *catalog.Catalog, wanted dictionary.Verdict) retryDocument {
	a := newRetryAdvice(read, v.notes)
	d := retryDocument{Schema: v.schema(), VDNID: v.vdnID, ReadAt: machineTime(read.ReadAt()), Complete: read.Complete(),
		ListTotal:   listTotal(read.ListErr()),
		SuggestedBy: "isales-console"}
	if read.Complete() {
		d.NoRetry = append([]string{}, a.noRetry...)
	}
	for _, verdict := range retryVerdicts() {
		d.Counts = append(d.Counts, verdictCount{verdict, len(a.pick(verdict))})
	}
	d.Results = mapped(a.pick(wanted), func(r retryResult) retryOverview { return newRetryOverview(r.judged(v.notes), v) })
	return d
}

func newRetryOverview(r retryResult, v vdnRequest) retryOverview {
	o := retryOverview{DefID: r.DefID, DisplayResult: r.DisplayResult, NamedCode: v.nameCode(r.Code), Verdict: r.verdict,
		Reasons: append([]dictionary.Reason{}, r.Reasons()...), Codes: []actionCodes{}}
	for _, count := range r.Counts() {
		o.Codes = append(o.Codes, actionCodes(count))
	}
	if r.Err != nil {
		o.Error = diagnose(r.Err, v.l).code
	}
	return o
}

// retrySheet has one row for each result. A result that is to be split has its
// codes in two or three columns.
func retrySheet(v vdnRequest, read *catalog.Catalog, wanted dictionary.Verdict) spreadsheet.Sheet {
	columns := []string{"vdnId", "verdict", "verdictText", "defId", "displayResult", v.codeColumn(),
		"codeAndDisplayResult", "codes", "noRetryCodes", "unexplainedCodes", "otherCodes", "reasons", "error",
		"noRetryCodesAndDescriptions", "unexplainedCodesAndDescriptions", "otherCodesAndDescriptions"}
	twins := textTwins(func(code string) string { return vdnCodeRow(code, v, read).Meaning })
	list := newRetryAdvice(read, v.notes).pick(wanted)
	return spreadsheet.Sheet{Name: "retry", Columns: columns, Rows: mapped(list, func(r retryResult) []any {
		r = r.judged(v.notes)
		var count any = len(r.Advices)
		if r.Err != nil {
			count = nil
		}
		never, unexplained := r.Codes(dictionary.NoRetry), r.Codes(dictionary.CannotTell)
		var others []string
		for _, c := range r.Counts() {
			if c.Action != dictionary.NoRetry && c.Action != dictionary.CannotTell {
				others = append(others, c.Codes...)
			}
		}
		return []any{strconv.Itoa(v.vdnID), string(r.verdict), retryVerdictText(r.verdict, v.l).Text,
			r.DefID, r.DisplayResult, r.Code, textTwin(r.Code, r.DisplayResult), count,
			strings.Join(never, " "), strings.Join(unexplained, " "), strings.Join(others, " "),
			reasonText(r.Judgement, v.l), newRetryOverview(r, v).Error, twins(never), twins(unexplained), twins(others)}
	})}
}
