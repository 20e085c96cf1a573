package platform

import (
	"context"
	"sync"
	"time"

	"isales-console/cache"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
)

// readingKept is how long a reading is kept after its end.
const readingKept = time.Hour

// newReadings returns a cache of readings, whose values weigh maxBytes at most.
func newReadings[K comparable, V any](maxBytes int, weight func(V) int) (*cache.Cache[K, *Reading[V]], error) {
	return cache.New[K](maxBytes, readingKept, func(r *Reading[V]) int {
		if !r.ended() || r.err != nil {
			return 1024
		}
		return weight(r.value)
	})
}

// keepReading keeps a reading, which is weighed when it ends.
func keepReading[K comparable, V any](kept *cache.Cache[K, *Reading[V]], key K, r *Reading[V]) {
	kept.Set(key, r)
	background.Go(func() {
		<-r.done
		cache.Reweigh(kept, key, r)
	})
}

// Reading is a value about a whole VDN that is being read, or was.
type Reading[V any] struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when value and err are final

	mu       sync.Mutex
	readers  int
	progress catalog.Progress
	changed  chan struct{} // closed and replaced at each progress

	value V
	err   error
}

// startReading begins a reading for one reader. ctx is its reason, not its end. read
// tells advance how far it is.
func startReading[V any](ctx context.Context,
	read func(ctx context.Context, advance func(catalog.Progress)) (V, error)) *Reading[V] {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), BulkTimeout)
	r := &Reading[V]{cancel: cancel, done: make(chan struct{}), readers: 1, changed: make(chan struct{})}
	background.Go(func() {
		defer cancel()
		r.value, r.err = background.Do(func() (V, error) { return read(ctx, r.advance) })
		close(r.done)
	})
	return r
}

// join counts one more reader, unless the last one to leave has cancelled the
// reading.
func (r *Reading[V]) join() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.readers == 0 && !r.ended() {
		return false
	}
	r.readers++
	return true
}

func (r *Reading[V]) ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// Leave says that a reader wants no more. When nobody does, the calls stop.
func (r *Reading[V]) Leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.readers--; r.readers == 0 && !r.ended() {
		r.cancel()
	}
}

func (r *Reading[V]) advance(p catalog.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress = p
	close(r.changed)
	r.changed = make(chan struct{})
}

// Progress returns how far the reading is, and a channel that closes at the next
// progress.
func (r *Reading[V]) Progress() (catalog.Progress, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress, r.changed
}

// Done closes when the reading has ended; Wait then returns at once.
func (r *Reading[V]) Done() <-chan struct{} { return r.done }

// Wait returns the value when it is read, or why it could not be read. When ctx ends
// before, it returns ctx's own error.
func (r *Reading[V]) Wait(ctx context.Context) (value V, err error) {
	select {
	case <-r.done:
		return r.value, r.err
	default:
	}
	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		return value, ctx.Err()
	}
}
