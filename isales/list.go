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
	mostPasses = 3
	mostPages  = 200
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
	return list(ctx, c, vdnID, "queryOBSResultCode", "obsCodes", func(p *scanner, e *OBSCodeText) error {
		return p.object(func(key string) error {
			switch key {
			case "obsCode":
				return p.text(&e.Code)
			case "obsCodeDesc":
				return p.text(&e.Text)
			}
			return p.skip()
		})
	}, func(e OBSCodeText) string { return e.Code })
}

// ListExternalResults reads the external results of the VDN (1 to MaxVDNID), all
// pages, in the platform's order, each result once. An error ends the sequence;
// what came before it is good.
func (c *Client) ListExternalResults(ctx context.Context, vdnID int) iter.Seq2[ListedResult, error] {
	return list(ctx, c, vdnID, "queryOBSResults", "data", func(p *scanner, e *ListedResult) error {
		return p.object(func(key string) error {
			switch key {
			case "defId":
				return p.text(&e.DefID)
			case "displayResult":
				return p.text(&e.DisplayResult)
			case "resultCode":
				return p.text(&e.Code)
			}
			return p.skip()
		})
	}, func(e ListedResult) string { return e.DefID })
}

// list reads a list page by page. An entry that moves to an earlier page while
// the list is read would be lost, so a list whose count changed, or that came
// short, is read again; entries that came before are not repeated.
func list[E any](ctx context.Context, c *Client, vdnID int, operation, field string, read func(*scanner, *E) error, key func(E) string) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		var none E
		if vdnID < 1 || vdnID > MaxVDNID {
			yield(none, fmt.Errorf("isales: VDN ID %d is not between 1 and %d", vdnID, MaxVDNID))
			return
		}
		seen := make(map[string]bool)
		total := 0
		for range mostPasses {
			stable := true
			for n := 1; n <= mostPages; n++ {
				page, err := readPage(ctx, c, vdnID, operation, field, n, read)
				if err != nil {
					yield(none, err)
					return
				}
				stable = stable && (n == 1 || page.total == total)
				total = page.total
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

type listPage[E any] struct {
	total   int
	entries []E
}

func readPage[E any](ctx context.Context, c *Client, vdnID int, operation, field string, n int, read func(*scanner, *E) error) (listPage[E], error) {
	body, err := c.get(ctx, c.base.Path+"/"+strconv.Itoa(vdnID)+"/"+operation,
		[]pair{{"pageNum", strconv.Itoa(n)}, {"pageSize", strconv.Itoa(pageSize)}})
	if err != nil {
		return listPage[E]{}, err
	}
	page, err := decodePage(body.text, field, read)
	if err != nil {
		return page, body.explain(err)
	}
	return page, nil
}

func decodePage[E any](body, field string, read func(*scanner, *E) error) (page listPage[E], err error) {
	p := &scanner{s: cleanUTF8(body)}
	var status AnswerStatus
	counted := false
	err = p.envelope(&status, func(key string) error {
		switch key {
		case "totalCount":
			counted = true
			return p.count(&page.total)
		case field:
			page.entries = nil
			if null, err := p.null(); null {
				return err
			}
			return p.array(func(int) error {
				var e E
				err := read(p, &e)
				page.entries = append(page.entries, e)
				return err
			})
		}
		return p.skip()
	})
	if err == nil && !counted {
		err = &DecodeError{"totalCount", "missing"}
	}
	return page, err
}

// count reads a number of entries, sent as a number or a string.
func (p *scanner) count(into *int) error {
	var digits string
	if err := p.text(&digits); err != nil {
		return err
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return &DecodeError{Problem: "want a count, got " + quote(digits)}
	}
	*into = int(n)
	return nil
}
