package sharedstate

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/redis/go-redis/v9"

	"isales-console/isales/background"
)

const (
	// maxWaitingCopies is how many copies wait to be written at most; more are dropped.
	maxWaitingCopies = 256
	// maxTogether is how many are written in one exchange.
	maxTogether = 32
	// maxCopyBytes bounds one copy, unpacked: a stranger's must not fill the memory.
	maxCopyBytes = 8 << 20
)

// copyQueue writes copies beside the requests.
type copyQueue struct {
	waiting chan copyItem
	pack    *zstd.Encoder
	unpack  *zstd.Decoder
	dropped atomic.Int64

	mu     sync.Mutex
	closed bool
	ended  chan struct{} // closed when the writer has ended
}

type copyItem struct {
	key  string
	data []byte
}

// newCopyQueue starts the writer.
func (s *State) newCopyQueue() (q *copyQueue, err error) {
	q = &copyQueue{waiting: make(chan copyItem, maxWaitingCopies), ended: make(chan struct{})}
	q.pack, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(64<<10))
	if err != nil {
		return nil, err
	}
	q.unpack, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxCopyBytes))
	if err != nil {
		return nil, err
	}
	background.Go(func() {
		defer close(q.ended)
		for first := range q.waiting {
			s.writeCopies(q, first)
		}
	})
	return q, nil
}

// close lets the writer end, and waits for it no longer than for one exchange.
func (q *copyQueue) close() {
	q.mu.Lock()
	if !q.closed {
		q.closed = true
		close(q.waiting)
	}
	q.mu.Unlock()
	select {
	case <-q.ended:
	case <-time.After(maxWait):
	}
}

// writeCopies writes the first copy and those that wait behind it.
func (s *State) writeCopies(q *copyQueue, first copyItem) {
	items := []copyItem{first}
	for len(items) < maxTogether && len(q.waiting) > 0 {
		item, ok := <-q.waiting
		if !ok {
			break
		}
		items = append(items, item)
	}
	if s.Health() != Answering {
		q.dropped.Add(int64(len(items)))
		return
	}
	err := s.exchange(context.Background(), func(ctx context.Context) error {
		_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for _, item := range items {
				p.Set(ctx, item.key, q.pack.EncodeAll(item.data, nil), s.CopyLifetime)
			}
			return nil
		})
		return err
	})
	if err != nil {
		q.dropped.Add(int64(len(items)))
	}
}

// SaveCopy implements platform.CopyStore.
func (s *State) SaveCopy(name string, data []byte) {
	q := s.copies
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || s.CopyLifetime == 0 || len(data) > maxCopyBytes {
		return
	}
	select {
	case q.waiting <- copyItem{s.copyKey(name), data}:
	default:
		q.dropped.Add(1)
	}
}

// LoadCopy implements platform.CopyStore. What cannot be had or unpacked is no copy.
func (s *State) LoadCopy(ctx context.Context, name string) []byte {
	if s.CopyLifetime == 0 {
		return nil
	}
	var packed []byte
	err := s.exchange(ctx, func(ctx context.Context) (err error) {
		packed, err = s.client.Get(ctx, s.copyKey(name)).Bytes()
		return err
	})
	if err != nil || packed == nil {
		return nil
	}
	data, err := s.copies.unpack.DecodeAll(packed, nil)
	if err != nil {
		return nil
	}
	return data
}

// DroppedCopies returns how many copies could not be written since the start.
func (s *State) DroppedCopies() int { return int(s.copies.dropped.Load()) }

// copyKey is that of a platform, whichever console has asked it.
func (s *State) copyKey(name string) string { return prefix(s.Platform) + "copy:" + name }
