package main

import (
	"io"
	"log/slog"
	"os"
	"sync"
	"time"
)

const (
	// logPause is how long a line may wait for others: a system call for each
	// would cost as much as all the rest of its request.
	logPause = 50 * time.Millisecond
	// mostLog is what waits at most, in bytes.
	mostLog = 32 << 10
)

// newLoggers return the log, and the audit log, which has its records beside it
// whatever the level of the log is. Both are complete once flush returned.
func newLoggers(w io.Writer, c *config) (log, audit *slog.Logger, flush func()) {
	text := c.logFormat == "text" || c.logFormat == "auto" && isTerminal(w)
	lines := &logWriter{w: w}
	handler := func(level slog.Level) slog.Handler {
		if text {
			return slog.NewTextHandler(lines, &slog.HandlerOptions{Level: level})
		}
		return newJSONLog(lines, level)
	}
	return slog.New(handler(c.logLevel)), slog.New(handler(slog.LevelInfo)), lines.flush
}

// logWriter writes the lines of two loggers, several at a time.
type logWriter struct {
	w io.Writer

	mu      sync.Mutex
	held    []byte
	waiting bool // a flush is on its way
}

func (l *logWriter) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = append(l.held, line...)
	switch {
	case len(l.held) >= mostLog:
		return len(line), l.write()
	case !l.waiting:
		l.waiting = true
		time.AfterFunc(logPause, l.flush)
	}
	return len(line), nil
}

func (l *logWriter) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = false
	// There is nobody to tell that the log cannot be written.
	_ = l.write()
}

// write sends what waits; l.mu is held.
func (l *logWriter) write() error {
	if len(l.held) == 0 {
		return nil
	}
	_, err := l.w.Write(l.held)
	l.held = l.held[:0]
	return err
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
