package respond

import (
	"sync"
	"time"

	"isales-console/cache"
)

// Bounds of kept answers.
const (
	maxKept = 8 << 20 // bytes
	keptFor = 10 * time.Minute
)

// Kept keeps finished answers. K names an answer; S is what it shows, by which an
// outdated one is told. It is safe for concurrent use.
type Kept[K, S comparable] struct {
	answers *cache.Cache[K, kept[S]]
}

type kept[S comparable] struct {
	shows S
	*Answer
}

// NewKept returns one that is empty.
func NewKept[K, S comparable]() (Kept[K, S], error) {
	answers, err := cache.New[K](maxKept, keptFor, func(k kept[S]) int {
		// What an answer takes as gzip is not known yet: hardly more than it takes itself.
		return 1024 + 2*len(k.body)
	})
	return Kept[K, S]{answers}, err
}

// Get returns the kept answer of that name if it shows the same, else the one that
// make makes, which is kept. The error is that of make.
func (k Kept[K, S]) Get(name K, shows S, make func() (*Answer, error)) (*Answer, error) {
	if found, ok := k.answers.GetIfPresent(name); ok && found.shows == shows {
		return found.Answer, nil
	}
	a, err := make()
	if err != nil {
		return nil, err
	}
	if a.mediaType != XLSX { // it is a ZIP
		a.zipped = sync.OnceValue(func() []byte { return compress(a.body) })
	}
	k.answers.Set(name, kept[S]{shows, a})
	return a, nil
}
