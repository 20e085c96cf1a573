package handlers

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

var longAgo = time.Unix(1, 0) // what net/http calls a read off with

// newTimedConn returns both ends of a connection.
func newTimedConn(t *testing.T) (*timedConn, *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	far, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		near.Close()
		far.Close()
	})
	return &timedConn{TCPConn: near.(*net.TCPConn)}, far.(*net.TCPConn)
}

// TestDeadlineDue: one that is set again and again is told a tenth of a second
// later than it is, and then not again for so long.
func TestDeadlineDue(t *testing.T) {
	at := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	var never time.Time
	var d deadline
	for i, step := range []struct {
		set, told time.Time
		due       bool
	}{
		{never, never, false},
		{at, at.Add(late), true},
		{at, at.Add(late), false},
		{at.Add(late / 2), at.Add(late), false},
		{at.Add(late), at.Add(late), false},
		{at.Add(late + 1), at.Add(late + 1 + late), true},
		{at, at.Add(late), true},
		{never, never, true},
		{never, never, false},
		{longAgo, longAgo.Add(late), true},
		{at, at.Add(late), true},
	} {
		d.set = step.set
		if due := d.due(); due != step.due || !d.told.Equal(step.told) {
			t.Errorf("step %d: due %t, told %s, want %t, %s", i, due, d.told, step.due, step.told)
		}
	}
}

func TestDeadlines(t *testing.T) {
	c, far := newTimedConn(t)
	room := make([]byte, 10)
	expect := func(step string, n int, err error, wantN int, want error) {
		t.Helper()
		if n != wantN || !errors.Is(err, want) {
			t.Fatalf("%s: %d, %v, want %d, %v", step, n, err, wantN, want)
		}
	}
	set := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	set(c.SetReadDeadline(longAgo))
	n, err := c.Read(room)
	expect("read after its time", n, err, 0, os.ErrDeadlineExceeded)
	n, err = c.Read(room[:1])
	expect("read ahead after its time", n, err, 0, os.ErrDeadlineExceeded)

	set(c.SetReadDeadline(time.Time{}))
	_, _ = far.Write([]byte("ab"))
	n, err = c.Read(room[:1])
	expect("read ahead of what has come", n, err, 1, nil)
	n, err = c.Read(room)
	expect("read of the rest", n, err, 1, nil)

	set(c.SetDeadline(time.Now().Add(time.Millisecond)))
	n, err = c.Read(room)
	expect("read that takes too long", n, err, 0, os.ErrDeadlineExceeded)
	for err = nil; err == nil; _, err = c.Write(make([]byte, 1<<20)) {
	}
	expect("write that takes too long", 0, err, 0, os.ErrDeadlineExceeded)

	set(c.SetReadDeadline(time.Time{}))
	_ = far.CloseWrite()
	n, err = c.Read(room[:1])
	expect("read ahead of the end", n, err, 0, io.EOF)
}

// TestDeadlineSetMeanwhile ends what waits already, and takes nothing away.
func TestDeadlineSetMeanwhile(t *testing.T) {
	c, far := newTimedConn(t)
	results := make(chan error)
	read := func(size int) { _, err := c.Read(make([]byte, size)); results <- err }
	for i := range 300 {
		size := 1 + i%2 // one of them reads ahead
		go read(size)
		for i%3 == 0 && !c.waits() { // or the deadline is set before, after or while it begins
			time.Sleep(time.Microsecond)
		}
		_ = c.SetReadDeadline(longAgo)
		if err := <-results; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("read %d of %d bytes: %v", i, size, err)
		}
		_ = c.SetReadDeadline(time.Time{})
		if i%50 == 0 {
			_, _ = far.Write([]byte("ab"))
			if _, err := io.ReadFull(c, make([]byte, 2)); err != nil {
				t.Fatalf("read %d: %v", i, err)
			}
		}
	}
	go func() {
		var err error
		for err == nil {
			_, err = c.Write(make([]byte, 1<<20))
		}
		results <- err
	}()
	for !c.writes() {
		time.Sleep(time.Microsecond)
	}
	_ = c.SetWriteDeadline(longAgo)
	if err := <-results; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("write: %v", err)
	}
}

func (c *timedConn) waits() bool {
	c.timing.Lock()
	defer c.timing.Unlock()
	return c.ahead || c.read.busy
}

func (c *timedConn) writes() bool {
	c.timing.Lock()
	defer c.timing.Unlock()
	return c.write.busy
}

// TestCalledOffAtTheLastMoment: whichever comes first, nothing is left for the
// next read ahead.
func TestCalledOffAtTheLastMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 100 {
			c := new(timedConn)
			waited := make(chan struct{})
			go func() {
				c.stayCalm()
				close(waited)
			}()
			time.Sleep(calm)
			_ = c.SetReadDeadline(longAgo)
			<-waited
			if len(c.off) != 0 || c.ahead {
				t.Fatalf("%d calls off are left, ahead %t", len(c.off), c.ahead)
			}
		}
	})
}
