package handlers

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
)

// longPage is more than the buffers of a connection take.
var longPage = isales.ExternalResult{VDNID: 40, DefID: "1", Code: "002", Raw: strings.Repeat("x", 32<<20), ReceivedAt: testNow()}

// slowReaders serves longPage. The channel gets a value for each connection that
// the server has closed.
func slowReaders(t *testing.T, writeTimeout time.Duration) (*repeating, *httptest.Server, chan struct{}) {
	t.Helper()
	p := newRepeating(t, withoutLog)
	p.copy.Store(&longPage)
	srv := httptest.NewUnstartedServer(p.Console)
	srv.Listener = Listener(srv.Listener)
	srv.Config.WriteTimeout = writeTimeout
	p.Hooks(srv.Config)
	closed, inner := make(chan struct{}, 8), srv.Config.ConnState
	srv.Config.ConnState = func(c net.Conn, state http.ConnState) {
		inner(c, state)
		if state == http.StateClosed {
			closed <- struct{}{}
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	p.address = srv.Listener.Addr().String()
	return p, srv, closed
}

// slowVisitor has little room for what he does not read: a system that finds a
// reader fast may give him as much as a whole page takes.
func (p *repeating) slowVisitor(t *testing.T) visitor {
	t.Helper()
	v := p.visitor(t, "127.0.0.1")
	if err := v.Conn.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestReaderWhoDoesNotRead is cut off after the time that a server gives him, be
// it at his first answer or at one that is repeated.
func TestReaderWhoDoesNotRead(t *testing.T) {
	for _, whole := range []int{0, 1} { // answers that he reads before
		p, _, closed := slowReaders(t, 2*time.Second)
		v := p.slowVisitor(t)
		asked := p.asked.Load()
		for range whole {
			v.send(t, usualRequest, 1)
		}
		if _, err := io.WriteString(v, usualRequest); err != nil {
			t.Fatal(err)
		}
		head, err := v.answers.Peek(1 << 10)
		if err != nil || !strings.HasPrefix(string(head), "HTTP/1.1 200 OK\r\n") {
			t.Fatalf("%q, %v", head, err)
		}
		select {
		case <-closed:
		case <-time.After(20 * time.Second):
			t.Errorf("after %d answers: the connection is still open", whole)
		}
		_ = v.SetReadDeadline(time.Now().Add(20 * time.Second))
		if n, _ := io.Copy(io.Discard, v.answers); n >= int64(len(longPage.Raw)) {
			t.Errorf("after %d answers: he got all of %d bytes", whole, n)
		}
		if got := p.asked.Load() - asked; got != 1 {
			t.Errorf("after %d answers: asked %d times, want 1", whole, got)
		}
	}
}

// TestCloseDoesNotWaitForAReader: a server that is closed is so at once, whoever
// does not read.
func TestCloseDoesNotWaitForAReader(t *testing.T) {
	p, srv, _ := slowReaders(t, time.Hour)
	v := p.slowVisitor(t)
	if _, err := io.WriteString(v, usualRequest); err != nil {
		t.Fatal(err)
	}
	if _, err := v.answers.Peek(1); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() { closed <- srv.Config.Close() }()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("still not closed")
	}
}
