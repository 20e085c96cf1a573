package respond

import (
	"sync"

	"github.com/maypok86/otter/v2"
)

// maxKept bounds the memory of kept answers, in bytes, roughly.
const maxKept = 8 << 20

// Kept keeps finished answers. K names an answer; S is what it shows, by which an
// outdated one is told. It is safe for concurrent use.
type Kept[K, S comparable] struct {
	answers *otter.Cache[K, kept[S]]
}

type kept[S comparable] struct {
	shows S
	*Answer
}

// NewKept returns one that is empty.
func NewKept[K, S comparable]() (Kept[K, S], error) {
	answers, err := otter.New(&otter.Options[K, kept[S]]{
		MaximumWeight: maxKept,
		// What an answer takes as gzip is not known yet.
		Weigher: func(_ K, k kept[S]) uint32 { return uint32(512 + len(k.body) + len(k.body)/4) },
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
	a.zipped = sync.OnceValue(func() []byte { return compress(a.body) })
	k.answers.Set(name, kept[S]{shows, a})
	return a, nil
}
