package catalog

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"unique"

	"isales-console/isales"
	"isales-console/isales/background"
)

// readRest reads the dictionary and the results at the positions. Its error is
// ctx's.
func (c *Catalog) readRest(ctx context.Context, s Source, missing []int, options Options) error {
	ctx, cancel := context.WithCancel(ctx)
	var dictionary sync.WaitGroup
	// In this order, also when Progress panics.
	defer dictionary.Wait()
	defer cancel()

	dictionary.Go(background.Safe(func() {
		c.codes, c.codesErr = background.Do(func() ([]isales.OBSCodeText, error) { return listCodes(ctx, s, c.vdnID) })
	}))
	all := len(c.entries)
	p := Progress{Listed: all, ListTotal: all, Done: all - len(missing), Total: all}
	err := options.forEach(ctx, missing, p, func(ctx context.Context, i int) error {
		e := &c.entries[i]
		_, e.Err = background.Do(func() (struct{}, error) { e.read(ctx, s, c.vdnID); return struct{}{}, e.Err })
		return e.Err
	})
	if err != nil {
		return err
	}
	dictionary.Wait()
	return ctx.Err()
}

// read asks for the result.
func (e *entry) read(ctx context.Context, s Source, vdnID int) {
	n, err := strconv.ParseUint(e.DefID, 10, 63)
	id := int64(n)
	if err != nil || id == 0 {
		e.Err = &isales.DecodeError{Field: "/data/defId", Problem: "want a positive integer"}
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
	for i := range e.Mappings {
		m := &e.Mappings[i] // many results map the same codes, and a result names itself
		m.OBSCode = unique.Make(m.OBSCode).Value()
		if m.DefID == e.DefID {
			m.DefID = e.DefID
		}
	}
	e.is = isales.ExternalResult{VDNID: answer.VDNID, DefID: answer.DefID}
	if e.is.VDNID == 0 {
		e.is.VDNID = vdnID
	}
	if e.is.DefID == "" {
		e.is.DefID = e.DefID
	}
}
