package catalog

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"isales-console/isales"
)

// slowStep is how often slow calls are counted.
const slowStep = 500 * time.Millisecond

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
	var calls underWay
	done := make(chan int, len(missing)) // has room for all: no reader waits for Progress
	for range min(options.concurrency(), len(missing)) {
		running.Go(func() {
			for i := range todo {
				if ctx.Err() != nil {
					return
				}
				calls.begin(i)
				c.entries[i].read(ctx, s, c.vdnID)
				calls.end(i)
				done <- i
			}
		})
	}
	if err := c.follow(ctx, done, len(missing), &calls, options); err != nil {
		return err
	}
	running.Wait() // for the dictionary
	return ctx.Err()
}

// follow reports until the missing results are done. Its error is ctx's.
func (c *Catalog) follow(ctx context.Context, done <-chan int, missing int, calls *underWay, options Options) error {
	all := len(c.entries)
	p := Progress{Listed: all, ListTotal: all, Done: all - missing, Total: all}
	tick := time.NewTicker(slowStep)
	defer tick.Stop()
	options.report(p)
	for p.Done < p.Total {
		before := p
		select {
		case i := <-done:
			p.Done++
			if c.entries[i].Err != nil {
				p.Failed++
			}
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if ctx.Err() != nil {
			return ctx.Err() // what came now may have failed for that alone
		}
		if p.Slow = calls.slow(); p != before {
			options.report(p)
		}
	}
	return nil
}

// underWay has the calls that are under way, by the position of their result. The
// zero value has none. It is safe for concurrent use.
type underWay struct {
	mu    sync.Mutex
	since map[int]time.Time
}

func (u *underWay) begin(i int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.since == nil {
		u.since = make(map[int]time.Time)
	}
	u.since[i] = time.Now()
}

func (u *underWay) end(i int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.since, i)
}

// slow returns how many have been under way for SlowAfter or more.
func (u *underWay) slow() (n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, since := range u.since {
		if time.Since(since) >= SlowAfter {
			n++
		}
	}
	return n
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
