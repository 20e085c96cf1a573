package handlers

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

const (
	// late is how much later than it was set to a deadline may come.
	late = 100 * time.Millisecond
	// calm is how long a request is answered before anyone looks whether its reader
	// is still there.
	calm = 10 * time.Millisecond
)

// timedConn is a network connection whose deadlines are passed on when something
// waits for them. net/http sets nine for each request and waits for two; each
// takes as long as parsing a header. It also reads a byte ahead while a request is
// answered, to learn that the reader went away, and calls that off when the answer
// is ready: mostly before there was time for it.
type timedConn struct {
	*net.TCPConn

	timing sync.Mutex
	read   deadline
	write  deadline
	ahead  bool          // someone is about to read ahead
	off    chan struct{} // calls that off; nil until it is needed
	timer  *time.Timer
}

// deadline is that of one direction.
type deadline struct {
	set, told time.Time // by whom the connection serves; to the system
	busy      bool      // something waits for it
}

// due reports that the system must be told another deadline, and notes that it is.
func (d *deadline) due() bool {
	switch {
	case d.set.IsZero() && d.told.IsZero():
		return false
	case d.set.IsZero():
		d.told = d.set
		return true
	case !d.told.IsZero() && !d.set.After(d.told) && d.told.Sub(d.set) <= late:
		return false
	}
	d.told = d.set.Add(late)
	return true
}

// SetDeadline implements net.Conn.
func (c *timedConn) SetDeadline(t time.Time) error {
	if err := c.SetReadDeadline(t); err != nil {
		return err
	}
	return c.SetWriteDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (c *timedConn) SetReadDeadline(t time.Time) error {
	c.timing.Lock()
	defer c.timing.Unlock()
	c.read.set = t
	switch {
	case c.read.busy:
		c.read.told = t
		return c.TCPConn.SetReadDeadline(t)
	case c.ahead && past(t):
		c.ahead = false
		c.off <- struct{}{}
	}
	return nil
}

// SetWriteDeadline implements net.Conn.
func (c *timedConn) SetWriteDeadline(t time.Time) error {
	c.timing.Lock()
	defer c.timing.Unlock()
	c.write.set = t
	if c.write.busy {
		c.write.told = t
		return c.TCPConn.SetWriteDeadline(t)
	}
	return nil
}

func past(t time.Time) bool { return !t.IsZero() && !t.After(time.Now()) }

// begin tells the system the deadline before something waits for it.
func (c *timedConn) begin(d *deadline, tell func(time.Time) error) {
	c.timing.Lock()
	defer c.timing.Unlock()
	d.busy = true
	if d.due() {
		_ = tell(d.told) // an error of the connection, which what follows has too
	}
}

func (c *timedConn) end(d *deadline) {
	c.timing.Lock()
	defer c.timing.Unlock()
	d.busy = false
}

// Read implements net.Conn.
func (c *timedConn) Read(p []byte) (int, error) {
	if len(p) == 1 && !c.stayCalm() {
		return 0, os.ErrDeadlineExceeded
	}
	c.begin(&c.read, c.TCPConn.SetReadDeadline)
	defer c.end(&c.read)
	return c.TCPConn.Read(p)
}

// Write implements net.Conn.
func (c *timedConn) Write(p []byte) (int, error) {
	c.begin(&c.write, c.TCPConn.SetWriteDeadline)
	defer c.end(&c.write)
	return c.TCPConn.Write(p)
}

// writeBoth writes one after the other, in one system call.
func (c *timedConn) writeBoth(first, second []byte) (int64, error) {
	c.begin(&c.write, c.TCPConn.SetWriteDeadline)
	defer c.end(&c.write)
	both := net.Buffers{first, second}
	return both.WriteTo(c.TCPConn)
}

// ReadFrom implements io.ReaderFrom.
func (c *timedConn) ReadFrom(r io.Reader) (int64, error) {
	c.begin(&c.write, c.TCPConn.SetWriteDeadline)
	defer c.end(&c.write)
	return c.TCPConn.ReadFrom(r)
}

// stayCalm waits before a read ahead. It reports false when that was called off.
func (c *timedConn) stayCalm() bool {
	c.timing.Lock()
	if past(c.read.set) {
		c.timing.Unlock()
		return false
	}
	c.ahead = true
	if c.timer == nil {
		c.off, c.timer = make(chan struct{}, 1), time.NewTimer(calm)
	} else {
		c.timer.Reset(calm)
	}
	c.timing.Unlock()
	select {
	case <-c.off:
		c.timer.Stop()
		return false
	case <-c.timer.C:
	}
	c.timing.Lock()
	defer c.timing.Unlock()
	if c.ahead {
		c.ahead = false
		return true
	}
	<-c.off // came at the same moment
	return false
}
