// Package background runs functions in goroutines of their own: a panic of one is
// reported and does not end the process. Start them with [Go]; where somebody waits
// for a result, [Do] makes the panic an error.
package background

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// onPanic is one for the process: those who start goroutines have no log.
var onPanic atomic.Pointer[func(error)]

// OnPanic sets what is told of each panic, with its stack; it must be safe for
// concurrent use. Before the first call, panics are told to nobody.
func OnPanic(report func(error)) { onPanic.Store(&report) }

// Do calls f. A panic is reported and becomes the error, with its stack; value is the
// zero one then.
func Do[T any](f func() (T, error)) (value T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			if report := onPanic.Load(); report != nil {
				(*report)(err)
			}
		}
	}()
	return f()
}

// Safe returns f with its panics reported, for what starts goroutines itself, such as
// sync.WaitGroup.Go and time.AfterFunc.
func Safe(f func()) func() {
	return func() { _, _ = Do(func() (struct{}, error) { f(); return struct{}{}, nil }) }
}

// Go calls f in a goroutine of its own.
func Go(f func()) { go Safe(f)() }
