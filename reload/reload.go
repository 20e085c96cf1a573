// Package reload keeps what was read from files, and reads them again when they
// change.
package reload

import (
	"os"
	"slices"
	"sync"
	"time"
)

// Value is what was last read well from its files. It is safe for concurrent use.
type Value[T any] struct {
	files  []string
	every  time.Duration
	read   func() (T, error)
	report func(T, error)

	mu      sync.Mutex
	current T
	checked time.Time
	stamps  []stamp // of the latest attempt
	failure string  // of the latest attempt; empty when it went well
}

// stamp tells one state of a file from another.
type stamp struct {
	modified time.Time
	size     int64
}

// Open reads a value, or returns why it cannot be read. Get reads it again when one
// of the files has changed, which may go unnoticed for every. report, called one at
// a time, gets the result of such a reading: a new value, or an error that differs
// from the one before.
func Open[T any](every time.Duration, read func() (T, error), report func(T, error),
	files ...string) (*Value[T], error) {
	v := &Value[T]{files: files, every: every, read: read, report: report, checked: time.Now()}
	var err error
	if v.stamps, err = stampsOf(files); err != nil {
		return nil, err
	}
	if v.current, err = read(); err != nil {
		return nil, err
	}
	return v, nil
}

// Get returns the value. While the files cannot be read, for example between the
// writing of two of them, it is the last good one.
func (v *Value[T]) Get() T {
	v.mu.Lock()
	defer v.mu.Unlock()
	if now := time.Now(); now.Sub(v.checked) >= v.every {
		v.checked = now
		v.refresh(false)
	}
	return v.current
}

// Refresh reads the files now, whether they changed or not, and reports the result.
func (v *Value[T]) Refresh() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.checked = time.Now()
	v.refresh(true)
}

// refresh reads files that changed, and again those that could not be read: their
// permissions may have changed, which stamps do not tell. With all it reads and reports
// them in any case. v.mu is held.
func (v *Value[T]) refresh(all bool) {
	stamps, err := stampsOf(v.files)
	changed := all || !slices.Equal(stamps, v.stamps)
	if err == nil && !changed && v.failure == "" {
		return
	}
	v.stamps = stamps
	var value T
	if err == nil {
		value, err = v.read()
	}
	if err == nil {
		v.current, v.failure = value, ""
		v.report(value, nil)
		return
	}
	if changed || err.Error() != v.failure {
		v.failure = err.Error()
		v.report(value, err)
	}
}

// stampsOf returns the stamps of files, or of those before the first that cannot be
// looked at.
func stampsOf(files []string) (stamps []stamp, err error) {
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return stamps, err
		}
		stamps = append(stamps, stamp{info.ModTime(), info.Size()})
	}
	return stamps, nil
}
