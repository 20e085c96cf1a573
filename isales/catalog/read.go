package catalog

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"sync"
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

// Progress is how far a reading has come.
type Progress struct {
	// Done of Total results are dealt with: read, taken over or failed.
	Done, Total int
	// Failed is how many of Done failed.
	Failed int
}

// Options changes how a catalog is read. The zero value reads everything.
type Options struct {
	// Concurrency is the most results that are asked for at once; the calls for
	// the dictionary come on top, one at a time. DefaultConcurrency if less than 1.
	Concurrency int
	// Progress, unless nil, is told how far the reading is: once the list is
	// known, then after each result. It is called by the goroutine that called
	// Read, so never twice at once, and Done grows by one with each call. The
	// last call has Done equal to Total; the dictionary may still be under way.
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
// The error is that of the list, also when it is incomplete; or ctx's own error,
// unwrapped, when ctx ended. Otherwise every listed result is in the catalog:
// one that failed with its error, and a listed ID that comes again, once, as it
// came first. No goroutine outlives Read.
func Read(ctx context.Context, s Source, vdnID int, options Options) (*Catalog, error) {
	c := &Catalog{vdnID: vdnID, readAt: time.Now()}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	entries, err := listResults(ctx, s, vdnID)
	if ctx.Err() != nil {
		return nil, ctx.Err()
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

func listResults(ctx context.Context, s Source, vdnID int) ([]entry, error) {
	var entries []entry
	seen := make(map[string]bool)
	for r, err := range s.ListExternalResults(ctx, vdnID) {
		if err != nil {
			return nil, err
		}
		if !seen[r.DefID] {
			seen[r.DefID] = true
			entries = append(entries,
				entry{Result: Result{DefID: r.DefID, DisplayResult: r.DisplayResult, Code: r.Code}})
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

// readRest reads the dictionary and the results at the positions. Its error is
// ctx's.
func (c *Catalog) readRest(ctx context.Context, s Source, missing []int, options Options) error {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	// In this order, also when Progress panics.
	defer running.Wait()
	defer cancel()

	running.Go(func() { c.codes, c.codesErr = listCodes(ctx, s, c.vdnID) })
	todo := make(chan int, len(missing))
	for _, i := range missing {
		todo <- i
	}
	close(todo)
	done := make(chan int, len(missing)) // has room for all: no reader waits for Progress
	for range min(options.concurrency(), len(missing)) {
		running.Go(func() {
			for i := range todo {
				if ctx.Err() != nil {
					return
				}
				c.entries[i].read(ctx, s, c.vdnID)
				done <- i
			}
		})
	}
	p := Progress{Done: len(c.entries) - len(missing), Total: len(c.entries)}
	options.report(p)
	for p.Done < p.Total {
		select {
		case i := <-done:
			p.Done++
			if c.entries[i].Err != nil {
				p.Failed++
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		if ctx.Err() != nil {
			return ctx.Err() // what came now may have failed for that alone
		}
		options.report(p)
	}
	running.Wait() // for the dictionary
	return ctx.Err()
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

// read asks for the result.
func (e *entry) read(ctx context.Context, s Source, vdnID int) {
	n, err := strconv.ParseUint(e.DefID, 10, 63)
	id := int64(n)
	if err != nil || id == 0 {
		e.Err = fmt.Errorf("catalog: listed ID %q is not a positive integer", e.DefID)
		return
	}
	answer, err := s.QueryExternalResult(ctx, vdnID, id)
	if err == nil && answer == nil {
		err = &isales.NotFoundError{VDNID: vdnID, DefID: id}
	}
	if err != nil {
		e.Err = err
		return
	}
	e.Mappings = slices.Clone(answer.Mappings)
	e.is = isales.ExternalResult{VDNID: answer.VDNID, DefID: answer.DefID}
	if e.is.VDNID == 0 {
		e.is.VDNID = vdnID
	}
	if e.is.DefID == "" {
		e.is.DefID = e.DefID
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
