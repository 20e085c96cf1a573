// Package cache keeps values in memory, bounded by their weight and in time.
package cache

import (
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales/background"
)

// sweepEvery is how often what has expired is let go.
const sweepEvery = time.Minute

// Cache is safe for concurrent use. What was used least leaves it first.
type Cache[K comparable, V any] struct {
	// One instance of otter's code serves all caches: it is large, and there are many pairs of types.
	*otter.Cache[any, any]
	sweeping atomic.Bool // a sweep is to come
}

// New returns an empty cache. All its values together weigh at most maxBytes, and each
// is kept for a lifetime after it was set. weigh returns about how many bytes a value
// takes; it is asked when the value is set.
func New[K comparable, V any](maxBytes int, lifetime time.Duration, weigh func(V) int) (*Cache[K, V], error) {
	kept, err := otter.New(&otter.Options[any, any]{
		MaximumWeight:    uint64(maxBytes),
		Weigher:          func(_, v any) uint32 { return uint32(min(weigh(v.(V)), maxBytes)) },
		ExpiryCalculator: otter.ExpiryWriting[any, any](lifetime),
		Clock:            clock{},
	})
	return &Cache[K, V]{Cache: kept}, err
}

// GetIfPresent returns what is kept for a key, and whether anything is.
func (c *Cache[K, V]) GetIfPresent(key K) (value V, ok bool) {
	kept, ok := c.Cache.GetIfPresent(key)
	if ok {
		value = kept.(V)
	}
	return value, ok
}

// Set keeps a value.
func (c *Cache[K, V]) Set(key K, value V) {
	c.Cache.Set(key, value)
	c.sweepLater()
}

// Reweigh weighs a value again, and its lifetime begins anew, unless another took its place.
func Reweigh[K, V comparable](c *Cache[K, V], key K, value V) {
	c.ComputeIfPresent(key, func(kept any) (any, otter.ComputeOp) {
		if kept != any(value) {
			return kept, otter.CancelOp
		}
		return kept, otter.WriteOp
	})
}

// sweepLater has the cache swept as long as it keeps anything: an expired value would
// otherwise take memory until the cache is used again.
func (c *Cache[K, V]) sweepLater() {
	if !c.sweeping.CompareAndSwap(false, true) {
		return
	}
	time.AfterFunc(sweepEvery, background.Safe(func() {
		c.sweeping.Store(false)
		c.CleanUp()
		if c.EstimatedSize() > 0 {
			c.sweepLater()
		}
	}))
}

// clock has no ticks, which would cost a goroutine for each cache.
type clock struct{}

func (clock) NowNano() int64 { return time.Now().UnixNano() }

func (clock) Tick(time.Duration) <-chan time.Time { return nil }
