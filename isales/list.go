package isales

import (
	"context"
	"fmt"
	"iter"
	"strconv"
)

// pageSize is the most that one page of a list may have.
const pageSize = 50

// Limits of reading a list: how often it is read again because it changed
// meanwhile, and how many pages are believed.
const (
	maxPasses = 3
	maxPages  = 200
)

// IncompleteError is a list that did not come whole: it has fewer entries than
// the platform's totalCount says, even after reading it again.
type IncompleteError struct {
	// Got is the number of different entries that came, Total the platform's count.
	Got, Total int
}

func (e *IncompleteError) Error() string {
	return fmt.Sprintf("isales: the list is incomplete: %d of %d entries came", e.Got, e.Total)
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
}

// ListOBSCodes reads the dictionary of the VDN (1 to MaxVDNID), all its pages,
// in the platform's order, each code once. An error ends the sequence; what came
// before it is good.
func (c *Client) ListOBSCodes(ctx context.Context, vdnID int) iter.Seq2[OBSCodeText, error] {
	read := func(body string) (page[OBSCodeText], error) {
		a, err := decode(body, func(a *codesAnswer) *envelope { return &a.envelope })
		return newPage(a.TotalCount, a.Codes, func(f codeFields) OBSCodeText {
			return OBSCodeText{string(f.OBSCode), string(f.OBSCodeDesc)}
		}), err
	}
	return list(ctx, c, vdnID, "queryOBSResultCode", read, func(e OBSCodeText) string { return e.Code })
}

// codesAnswer is the answer of queryOBSResultCode.
type codesAnswer struct {
	envelope
	TotalCount *count               `json:"totalCount"`
	Codes      []object[codeFields] `json:"obsCodes"`
}

type codeFields struct {
	OBSCode     code `json:"obsCode"`
	OBSCodeDesc text `json:"obsCodeDesc"`
}

// ListExternalResults reads the external results of the VDN (1 to MaxVDNID), all
// pages, in the platform's order, each result once. An error ends the sequence;
// what came before it is good.
func (c *Client) ListExternalResults(ctx context.Context, vdnID int) iter.Seq2[ListedResult, error] {
	read := func(body string) (page[ListedResult], error) {
		a, err := decode(body, func(a *resultsAnswer) *envelope { return &a.envelope })
		return newPage(a.TotalCount, a.Results, func(f listedFields) ListedResult {
			return ListedResult{string(f.DefID), string(f.DisplayResult), string(f.ResultCode)}
		}), err
	}
	return list(ctx, c, vdnID, "queryOBSResults", read, func(e ListedResult) string { return e.DefID })
}

// resultsAnswer is the answer of queryOBSResults.
type resultsAnswer struct {
	envelope
	TotalCount *count                 `json:"totalCount"`
	Results    []object[listedFields] `json:"data"`
}

type listedFields struct {
	DefID         code `json:"defId"`
	DisplayResult text `json:"displayResult"`
	ResultCode    code `json:"resultCode"`
}

// page is one page of a list.
type page[E any] struct {
	total   *count // of all pages; nil when the answer has none
	entries []E
}

func newPage[F, E any](total *count, sent []object[F], entry func(F) E) page[E] {
	p := page[E]{total: total}
	for _, o := range sent {
		p.entries = append(p.entries, entry(o.fields))
	}
	return p
}

// list reads a list page by page. An entry that moves to an earlier page while
// the list is read would be lost, so a list whose count changed, or that came
// short, is read again; entries that came before are not repeated.
func list[E any](ctx context.Context, c *Client, vdnID int, operation string, read func(body string) (page[E], error),
	key func(E) string) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		var none E
		if err := checkVDNID(vdnID); err != nil {
			yield(none, err)
			return
		}
		seen := make(map[string]bool)
		total := 0
		for range maxPasses {
			stable := true
			for n := 1; n <= maxPages; n++ {
				page, err := readPage(ctx, c, vdnID, operation, n, read)
				if err != nil {
					yield(none, err)
					return
				}
				stable = stable && (n == 1 || int(*page.total) == total)
				total = int(*page.total)
				for _, e := range page.entries {
					if k := key(e); !seen[k] {
						seen[k] = true
						if !yield(e, nil) {
							return
						}
					}
				}
				if len(page.entries) == 0 || n*pageSize >= total {
					break
				}
			}
			if stable && len(seen) >= total {
				return
			}
		}
		if len(seen) < total {
			yield(none, &IncompleteError{len(seen), total})
		}
	}
}

func readPage[E any](ctx context.Context, c *Client, vdnID int, operation string, n int,
	read func(body string) (page[E], error)) (p page[E], err error) {
	path := fmt.Sprintf("%s/%d/%s", c.base.Path, vdnID, operation)
	a, err := c.get(ctx, path, []pair{{"pageNum", strconv.Itoa(n)}, {"pageSize", strconv.Itoa(pageSize)}})
	if err != nil {
		return p, err
	}
	if p, err = read(cleanUTF8(a.text)); err != nil {
		return p, a.explain(err)
	}
	if p.total == nil {
		return p, &DecodeError{"/totalCount", "missing"}
	}
	return p, nil
}
