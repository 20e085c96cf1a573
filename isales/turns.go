package isales

import (
	"context"
	"slices"
	"sync"
)

// bulkKey is the key of a context for the owner of bulk work.
type bulkKey struct{}

// Bulk marks the calls that are made with the context it returns as bulk work of
// the owner: many calls for one purpose, such as reading a whole VDN. An empty owner
// takes the mark away. Under WithMaxConcurrent they get the turns that no other call
// wants, and the bulk work of different owners takes turns, one call each. The
// timeout of such a call begins with its turn; ctx alone bounds the wait for it.
func Bulk(ctx context.Context, owner string) context.Context {
	return context.WithValue(ctx, bulkKey{}, owner)
}

// BulkOwner returns the owner of the bulk work that ctx belongs to; empty for none.
func BulkOwner(ctx context.Context) string {
	owner, _ := ctx.Value(bulkKey{}).(string)
	return owner
}

// turns lets a number of calls through at once and says which of the others is next.
// It is safe for concurrent use.
type turns struct {
	limit int

	mu      sync.Mutex
	taken   int
	waiting []*waiter // in the order in which they came; none while a turn is free
	served  int       // turns that owners of bulk work have had
	last    map[string]int
}

// waiter is a call that waits for its turn.
type waiter struct {
	owner string        // of bulk work; empty for other calls
	turn  chan struct{} // closed when it has come
}

func newTurns(limit int) *turns { return &turns{limit: limit, last: make(map[string]int)} }

// take waits for a turn, which ends with done. The error is ctx's, and there is no
// turn then.
func (t *turns) take(ctx context.Context) error {
	if ctx.Err() != nil { // a turn is for a call that has time
		return ctx.Err()
	}
	w := t.enter(BulkOwner(ctx))
	select {
	case <-w.turn:
	case <-ctx.Done():
	}
	if ctx.Err() == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.Index(t.waiting, w); i >= 0 {
		t.waiting = slices.Delete(t.waiting, i, i+1)
	} else {
		t.pass()
	}
	return ctx.Err()
}

// enter queues up.
func (t *turns) enter(owner string) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := &waiter{owner, make(chan struct{})}
	if t.taken < t.limit {
		t.taken++
		close(w.turn)
		return w
	}
	t.waiting = append(t.waiting, w)
	return w
}

// done ends a turn.
func (t *turns) done() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pass()
}

// pass gives a turn that is over to the next call; t.mu is held.
func (t *turns) pass() {
	if len(t.waiting) == 0 {
		t.taken--
		clear(t.last)
		return
	}
	i := t.next()
	w := t.waiting[i]
	t.waiting = slices.Delete(t.waiting, i, i+1)
	if w.owner != "" {
		t.served++
		t.last[w.owner] = t.served
	}
	close(w.turn)
}

// next is the place of the call whose turn it is: the first that is no bulk work,
// else the first of the owner whose last turn is the longest ago.
func (t *turns) next() (place int) {
	for i, w := range t.waiting {
		if w.owner == "" {
			return i
		}
		if t.last[w.owner] < t.last[t.waiting[place].owner] {
			place = i
		}
	}
	return place
}

func (t *turns) load() (taken, waiting int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.taken, len(t.waiting)
}
