package platform

import (
	"context"

	"golang.org/x/sync/singleflight"

	"isales-console/isales"
	"isales-console/isales/background"
)

// call is a look-up under way. singleflight lets visitors share it; the count of
// those who wait is what singleflight lacks: a call that nobody waits for ends.
type call struct {
	key callKey
	// ctx is the call's own: the first visitor may leave while others wait.
	ctx    context.Context
	cancel context.CancelFunc

	// Guarded by Layer.mu.
	visitors int
	detached bool // goes on without visitors
}

// callKey names a call. Bulk work takes part in the call of a single look-up, but no
// look-up in one of bulk work: that one waits behind all look-ups.
type callKey struct {
	Query
	bulk bool
}

// String returns the key of singleflight.
func (k callKey) String() string {
	if k.bulk {
		return "bulk " + k.Query.String()
	}
	return k.Query.String()
}

// visit is a visitor's part in a call; it ends with leave.
type visit struct {
	*call
	done   <-chan singleflight.Result
	origin Origin
}

// join starts a call for a query, or takes part in the one that is under way. ctx
// is the reason for a new call, not its end. Each join is followed by a leave.
func (l *Layer) join(ctx context.Context, q Query) visit {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := callKey{Query: q}
	c, shared := l.calls[key]
	if !shared && isales.BulkOwner(ctx) != "" {
		key.bulk = true
		c, shared = l.calls[key]
	}
	if !shared {
		c = &call{key: key}
		budget := l.Budget
		if key.bulk {
			budget = BulkTimeout
		}
		c.ctx, c.cancel = context.WithTimeout(context.WithoutCancel(ctx), budget)
		l.calls[key] = c
	}
	c.visitors++
	done := l.group.DoChan(key.String(), func() (any, error) { return l.run(c) })
	if shared {
		return visit{c, done, Shared}
	}
	return visit{c, done, Miss}
}

// leave says that a visitor waits no more. When nobody does, the call ends.
func (l *Layer) leave(c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.visitors--; c.visitors == 0 && !c.detached {
		c.cancel()
		l.forget(c) // the next visitor needs another call
	}
}

// Waiting returns how many visitors wait for an answer of the platform.
func (l *Layer) Waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, c := range l.calls {
		n += c.visitors
	}
	return n
}

// detach lets a call go on without visitors.
func (l *Layer) detach(c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.detached = true
}

// forget makes the next visitor start another call; l.mu is held.
func (l *Layer) forget(c *call) {
	if l.calls[c.key] == c {
		delete(l.calls, c.key)
		l.group.Forget(c.key.String())
	}
}

// run makes the call. A panic becomes an error: singleflight would end the process.
func (l *Layer) run(c *call) (r *isales.ExternalResult, err error) {
	defer func() {
		c.cancel()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.forget(c)
	}()
	r, err = background.Do(func() (*isales.ExternalResult, error) { return l.ask(c.ctx, c.key.Query) })
	// Kept before the call is forgotten: in between, a visitor would start another.
	l.keep(c.key.Query, r, err)
	return r, err
}
