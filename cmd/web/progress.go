package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

const (
	progressAfter = time.Second            // of waiting, before anything is said
	progressStep  = 100 * time.Millisecond // between two lines
)

// progress is one line of a terminal that says how far long work is, and goes away with its end. Where nobody looks, in
// a pipe or a file, it says nothing. It is safe for concurrent use.
type progress struct {
	mu    sync.Mutex
	to    io.Writer // nil for nobody
	last  time.Time
	shown bool
	over  bool
}

func newProgress(stderr io.Writer) *progress {
	p := &progress{last: time.Now()}
	if onTerminal(terminalOf(stderr)) {
		p.to = stderr
	}
	return p
}

// terminalOf is what a log writer writes to.
func terminalOf(w io.Writer) io.Writer {
	if log, ok := w.(*logWriter); ok {
		return log.to
	}
	return w
}

// onTerminal reports whether a stream of the process is a terminal.
func onTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// show says that a part of all is done.
func (p *progress) show(part, all int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) >= progressStep {
		p.last = time.Now()
		p.replace("%d / %d (%d %%)", part, all, part*100/max(all, 1))
	}
}

// say says something else.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replace(format, args...)
}

// replace writes another line in the place of the last one; p.mu is held.
func (p *progress) replace(format string, args ...any) {
	if p.to != nil && !p.over {
		fmt.Fprintf(p.to, "\r\x1b[K"+format, args...)
		p.shown = true
	}
}

// clear takes the line away; nothing is said after it.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over = true; p.shown {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}
