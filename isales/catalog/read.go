package catalog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"isales-console/isales"
)

// DefaultConcurrency is how many results are asked for at once: what the vendor
// recommends for the query interfaces.
const DefaultConcurrency = 10

// Source is where a catalog is read from; an [*isales.Client] is one. Its methods
// are called concurrently and return soon after ctx is cancelled.
type Source interface {
	ListExternalResults(ctx context.Context, vdnID int) iter.Seq2[isales.ListedResult, error]
	QueryExternalResult(ctx context.Context, vdnID int, defID int64) (*isales.ExternalResult, error)
	ListOBSCodes(ctx context.Context, vdnID int) iter.Seq2[isales.OBSCodeText, error]
}

// SlowAfter is how long a call for a result is under way before it counts as slow.
const SlowAfter = 2 * time.Second

// Progress is how far a reading has come.
type Progress struct {
	// Listed of ListTotal results are known by name. ListTotal is the platform's
	// count, 0 as long as it is not known; it may change with the list.
	Listed, ListTotal int
	// Done of Total results are dealt with: read, taken over or failed. Total is 0
	// until the list is known whole.
	Done, Total int
	// Failed is how many of Done failed.
	Failed int
	// Slow is how many calls for results have been under way for SlowAfter or more.
	Slow int
}

// Options changes how a catalog is read. The zero value reads everything.
type Options struct {
	// Concurrency is the most results that are asked for at once; the calls for
	// the dictionary come on top. DefaultConcurrency if less than 1.
	Concurrency int
	// Progress, unless nil, is told how far the reading is: at each entry of the
	// list, once the list is known, after each result, where Done has grown by one,
	// and when Slow has changed. It is called by the goroutine that called Read, so
	// never twice at once. The last call has Done equal to Total; the dictionary may
	// still be under way.
	Progress func(Progress)
	// Previous, unless nil, is a catalog of the same VDN (one of another VDN is
	// ignored). The results that it read are not asked for again when the list
	// still has them with the same text and code. Everything else is: results
	// that failed, changed or are new, the list and the dictionary.
	Previous *Catalog
}

// Read reads the external results of the VDN, then at the same time the mappings
// of each and the dictionary. It makes every call once.
//
// The error is that of the list; or ctx's own error, unwrapped, when ctx ended. A list
// that does not add up is no error: see [Catalog.ListErr]. Otherwise every listed result is in the catalog:
// one that failed with its error, and a listed ID that comes again, once, as it
// came first. No goroutine outlives Read.
func Read(ctx context.Context, s Source, vdnID int, options Options) (*Catalog, error) {
	c := &Catalog{vdnID: vdnID, readAt: time.Now()}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	entries, err := listResults(ctx, s, vdnID, options)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if short, ok := errors.AsType[*isales.IncompleteError](err); ok {
		c.listErr, err = short, nil
	}
	if err != nil {
		return nil, fmt.Errorf("catalog: results of VDN %d: %w", vdnID, err)
	}
	c.entries = entries
	missing := c.takeOver(options.Previous)
	if err := c.readRest(ctx, s, missing, options); err != nil {
		return nil, err
	}
	c.index = newIndex(c.entries, c.codes)
	return c, nil
}

// listResults returns the entries that came before an error.
func listResults(ctx context.Context, s Source, vdnID int, options Options) ([]entry, error) {
	var entries []entry
	seen := make(map[string]bool)
	for r, err := range s.ListExternalResults(ctx, vdnID) {
		if err != nil {
			return entries, err
		}
		if !seen[r.DefID] {
			seen[r.DefID] = true
			entries = append(entries,
				entry{Result: Result{DefID: r.DefID, DisplayResult: r.DisplayResult, Code: r.Code}})
			options.report(Progress{Listed: len(entries), ListTotal: r.Total})
		}
	}
	return entries, nil
}

// takeOver fills in what the previous catalog knows and returns the positions of
// the results that are still to be asked for.
func (c *Catalog) takeOver(previous *Catalog) (missing []int) {
	known := previous != nil && previous.vdnID == c.vdnID
	for i := range c.entries {
		e := &c.entries[i]
		if known {
			n, ok := previous.byID[e.DefID]
			if ok && previous.entries[n].same(&e.Result) {
				*e = previous.entries[n] // shares the mappings, which never change
				c.readAt = previous.readAt
				continue
			}
		}
		missing = append(missing, i)
	}
	return missing
}

// same reports whether e was read and is listed now as it was then.
func (e *entry) same(now *Result) bool {
	return e.Err == nil && e.DisplayResult == now.DisplayResult && e.Code == now.Code
}

func (o Options) concurrency() int {
	if o.Concurrency < 1 {
		return DefaultConcurrency
	}
	return o.Concurrency
}

func (o Options) report(p Progress) {
	if o.Progress != nil {
		o.Progress(p)
	}
}

// listCodes returns the dictionary, or the part of it that came before an error.
func listCodes(ctx context.Context, s Source, vdnID int) (codes []isales.OBSCodeText, err error) {
	seen := make(map[string]bool)
	for code, err := range s.ListOBSCodes(ctx, vdnID) {
		if err != nil {
			return codes, fmt.Errorf("catalog: dictionary of VDN %d: %w", vdnID, err)
		}
		if !seen[code.Code] {
			seen[code.Code] = true
			codes = append(codes, code)
		}
	}
	return codes, nil
}
