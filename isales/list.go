package isales

import (
	"context"
	"fmt"
	"iter"
)

// IncompleteError is a list that does not add up: it has fewer or more entries than
// the platform's count says, even after reading it again, or more than 200 pages.
type IncompleteError struct {
	// Got is the number of different entries that came, Total the platform's count.
	Got, Total int
}

func (e *IncompleteError) Error() string {
	return fmt.Sprintf("isales: the list does not add up: %d entries came, the platform counts %d", e.Got, e.Total)
}

// OBSCodeText is an entry of a VDN's own dictionary: interface
// queryOBSResultCode.
type OBSCodeText struct {
	// Code is the OBS result code (obsCode), leading zeros kept.
	Code string
	// Text is its meaning (obsCodeDesc), in the language asked for; it may be empty.
	Text string
}

// ListedResult is an external result as a VDN's list has it: interface
// queryOBSResults. Its mapped codes come from QueryExternalResult only.
type ListedResult struct {
	// DefID identifies the result.
	DefID string
	// DisplayResult is the customer's own text.
	DisplayResult string
	// Code is the external result code.
	Code string
	// Total is how many results the VDN has, as the platform counted them when it
	// sent this one; 0 when that is not known.
	Total int
}

// ListOBSCodes reads the dictionary of the VDN (1 to MaxVDNID), all its pages,
// in the platform's order, each code once. An error ends the sequence; what came
// before it is good. Up to 10 pages are read at once, the first one alone.
func (c *Client) ListOBSCodes(ctx context.Context, vdnID int) iter.Seq2[OBSCodeText, error] {
	read := func(body string) (page[OBSCodeText], error) {
		a, err := decode(body, func(a *codesAnswer) *envelope { return &a.envelope })
		return newPage(a.TotalCount, a.Codes, func(f codeFields) OBSCodeText {
			return OBSCodeText{string(f.OBSCode), string(f.OBSCodeDesc)}
		}), err
	}
	l := pagedList[OBSCodeText]{c, vdnID, usualPaging("/queryOBSResultCode"), read,
		func(e OBSCodeText) string { return e.Code }}
	return l.entries(ctx)
}

// codesAnswer is the answer of queryOBSResultCode.
type codesAnswer struct {
	envelope
	TotalCount *amount              `json:"totalCount"`
	Codes      []object[codeFields] `json:"obsCodes"`
}

type codeFields struct {
	OBSCode     code `json:"obsCode"`
	OBSCodeDesc text `json:"obsCodeDesc"`
}

// ListExternalResults reads the external results of the VDN (1 to MaxVDNID), all
// pages, in the platform's order, each result once. An error ends the sequence;
// what came before it is good. Up to 10 pages are read at once, the first one alone.
func (c *Client) ListExternalResults(ctx context.Context, vdnID int) iter.Seq2[ListedResult, error] {
	read := func(body string) (page[ListedResult], error) {
		a, err := decode(body, func(a *resultsAnswer) *envelope { return &a.envelope })
		total := 0
		if a.TotalCount != nil {
			total = int(*a.TotalCount)
		}
		return newPage(a.TotalCount, a.Results, func(f listedFields) ListedResult {
			return ListedResult{string(f.DefID), string(f.DisplayResult), string(f.ResultCode), total}
		}), err
	}
	l := pagedList[ListedResult]{c, vdnID, usualPaging("/queryOBSResults"), read,
		func(e ListedResult) string { return e.DefID }}
	return l.entries(ctx)
}

// resultsAnswer is the answer of queryOBSResults.
type resultsAnswer struct {
	envelope
	TotalCount *amount                `json:"totalCount"`
	Results    []object[listedFields] `json:"data"`
}

type listedFields struct {
	DefID         code `json:"defId"`
	DisplayResult text `json:"displayResult"`
	ResultCode    code `json:"resultCode"`
}
