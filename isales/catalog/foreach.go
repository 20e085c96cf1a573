package catalog

import (
	"context"
	"sync"
	"time"

	"isales-console/isales/background"
)

// slowStep is how often slow calls are counted.
const slowStep = 500 * time.Millisecond

// forEach calls work for each of the positions, at most o.Concurrency at once, and
// reports the progress from p on. Its error is ctx's: work that ends after ctx is
// not reported, for it may have failed for that alone. No goroutine outlives
// forEach.
func (o Options) forEach(ctx context.Context, positions []int, p Progress,
	work func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	// In this order, also when Progress panics.
	defer running.Wait()
	defer cancel()

	todo := make(chan int, len(positions))
	for _, i := range positions {
		todo <- i
	}
	close(todo)
	var calls underWay
	done := make(chan error, len(positions)) // has room for all: no work waits for Progress
	for range min(o.concurrency(), len(positions)) {
		running.Go(background.Safe(func() {
			for i := range todo {
				if ctx.Err() != nil {
					return
				}
				calls.begin(i)
				err := work(ctx, i)
				calls.end(i)
				done <- err
			}
		}))
	}
	return o.follow(ctx, done, p, &calls)
}

// follow reports until all is done. Its error is ctx's.
func (o Options) follow(ctx context.Context, done <-chan error, p Progress, calls *underWay) error {
	tick := time.NewTicker(slowStep)
	defer tick.Stop()
	o.report(p)
	for p.Done < p.Total {
		before := p
		select {
		case err := <-done:
			p.Done++
			if err != nil {
				p.Failed++
			}
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if p.Slow = calls.slow(); p != before {
			o.report(p)
		}
	}
	return nil
}

// underWay has the calls that are under way, by their position. The
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
