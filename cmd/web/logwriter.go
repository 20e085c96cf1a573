package main

import (
	"bytes"
	"io"
	"sync"
	"time"

	"isales-console/isales/background"
)

// Bounds of what waits for a reader of the log, and of the wait itself.
const (
	// maxLogWait is how long a record may take to be written before the reader is
	// taken to have stalled; also how long the end of the process waits for it.
	maxLogWait = 250 * time.Millisecond
	// maxLogQueue is up to how many bytes in the queue records are added to it, and
	// maxAuditQueue up to how many those of the audit are.
	maxLogQueue   = 256 << 10
	maxAuditQueue = 1 << 20
)

// logWriter passes records on to a writer that may stall, such as a pipe that nobody
// reads. While it does not, Write returns when its record is written, so that a record
// is not lost however the process ends. While it does, records wait in a queue; when
// that is full they are dropped and counted. It is safe for concurrent use.
type logWriter struct {
	to    io.Writer
	ended chan struct{} // closed when the last record is written

	mu      sync.Mutex
	changed *sync.Cond // of queue and closing
	queue   []*logRecord
	bytes   int  // in the queue
	stalled bool // until the queue is empty
	closing bool
	dropped logCount // since the start
	told    logCount // of dropped, what tell has been given
	tell    func(logCount) error
}

// logRecord is one record in the queue.
type logRecord struct {
	text    []byte
	audit   bool
	written chan struct{} // closed when it is out of the queue
}

// logCount is a number of records.
type logCount struct{ log, audit int }

func (c *logCount) add(audit bool) {
	if audit {
		c.audit++
	} else {
		c.log++
	}
}

// newLogWriter returns a writer to w; close ends it.
func newLogWriter(w io.Writer) *logWriter {
	l := &logWriter{to: w, ended: make(chan struct{})}
	l.changed = sync.NewCond(&l.mu)
	background.Go(l.pass)
	return l
}

// Write implements io.Writer for one record; it never fails.
func (l *logWriter) Write(record []byte) (int, error) {
	l.write(record, false)
	return len(record), nil
}

// auditWriter is the same for records of the audit.
type auditWriter struct{ *logWriter }

func (a auditWriter) Write(record []byte) (int, error) {
	a.write(record, true)
	return len(record), nil
}

func (l *logWriter) write(text []byte, audit bool) {
	r := &logRecord{bytes.Clone(text), audit, make(chan struct{})}
	if !l.enqueue(r) {
		return
	}
	timer := time.NewTimer(maxLogWait)
	defer timer.Stop()
	select {
	case <-r.written:
	case <-timer.C:
		l.mu.Lock()
		defer l.mu.Unlock()
		l.stalled = len(l.queue) > 0
	}
}

// enqueue adds a record to the queue, or drops it. It reports whether the record is
// worth waiting for.
func (l *logWriter) enqueue(r *logRecord) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit := maxLogQueue
	if r.audit {
		limit = maxAuditQueue
	}
	if len(l.queue) > 0 && l.bytes+len(r.text) > limit {
		l.dropped.add(r.audit)
		return false
	}
	l.queue = append(l.queue, r)
	l.bytes += len(r.text)
	l.changed.Signal()
	return !l.stalled
}

// pass writes records one after the other until close.
func (l *logWriter) pass() {
	defer close(l.ended)
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for len(l.queue) == 0 && !l.closing {
			l.changed.Wait()
		}
		if len(l.queue) == 0 {
			return
		}
		r := l.queue[0]
		l.mu.Unlock()
		_, err := l.to.Write(r.text)
		l.mu.Lock()
		l.queue[0] = nil
		l.queue = l.queue[1:]
		l.bytes -= len(r.text)
		close(r.written)
		if err != nil {
			l.dropped.add(r.audit)
		}
		if len(l.queue) == 0 {
			l.stalled = false
		}
		if err == nil && len(l.queue) == 0 {
			l.report()
		}
	}
}

// report tells of dropped records once the reader has caught up; l.mu is held, but
// not while it writes.
func (l *logWriter) report() {
	now := l.dropped
	if l.tell == nil || now == l.told {
		return
	}
	since := logCount{now.log - l.told.log, now.audit - l.told.audit}
	l.mu.Unlock()
	err := l.tell(since)
	l.mu.Lock()
	if err == nil {
		l.told = now
	}
}

// onDropped sets what is called, one at a time, with the number of records dropped
// since the last time once records are written again. An error means that it is not
// told yet.
func (l *logWriter) onDropped(tell func(logCount) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tell = tell
}

// drops returns how many records were dropped since the start.
func (l *logWriter) drops() logCount {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped
}

// close waits until all records are written, but for no reader that has stalled.
func (l *logWriter) close() {
	l.mu.Lock()
	l.closing = true
	l.changed.Signal()
	l.mu.Unlock()
	select {
	case <-l.ended:
	case <-time.After(maxLogWait):
	}
}
