package handlers

import (
	"sync/atomic"
	"time"
)

// repeatUntil is how long after net/http's last look at a connection requests are
// answered past it: its deadline for a reader who is idle counts from then, and is
// longer.
const repeatUntil = 10 * time.Second

// reader is what a connection knows of the requests that came in.
type reader struct {
	request []byte       // where it comes from, and what the first read since then gave
	reads   atomic.Int32 // since net/http was idle; it also reads while a request is answered
	usual   bool         // the request that is being answered is one that may be repeated
	until   time.Time
}

// asked returns what names the request that is being answered, and reports
// whether that is known. If so, the next one may be answered without net/http.
func (c *wholeConn) asked() (string, bool) {
	if c.reads.Load() != 1 || !oneRequest(c.request[len(c.peer):]) {
		return "", false
	}
	c.usual = true
	return string(c.request), true
}

// idle notes that net/http waits for the next request, and has used up all that
// it was given if the last one was a usual one.
func (c *wholeConn) idle() {
	c.until = time.Time{}
	if c.usual && c.reads.Load() == 1 {
		c.until = c.console.Now().Add(repeatUntil)
	}
	c.reads.Store(0)
	c.usual = false
}

// Read answers requests that are the same as one before, and leaves all others
// to net/http.
func (c *wholeConn) Read(p []byte) (int, error) {
	for {
		n, err := c.timedConn.Read(p)
		if n == 0 || c.console == nil {
			return n, err
		}
		if c.reads.Add(1) > 1 {
			return n, err
		}
		c.request = append(append(c.request[:0], c.peer...), p[:n]...)
		if err != nil || c.until.IsZero() || !c.console.Now().Before(c.until) {
			return n, err
		}
		switch done, err := c.console.repeatTo(c, c.request); {
		case !done:
			return n, nil
		case err != nil:
			return 0, err
		}
		c.reads.Store(0)
	}
}
