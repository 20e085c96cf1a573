package handlers

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// mostHeld is the size from which an answer goes out without being copied.
const mostHeld = 16 << 10

// Listener makes connections that send a whole answer at once. net/http hands a
// connection the head and the first 4 KB, then the rest; the second write costs
// more than making a page that is at hand. It needs the server's hooks: see Hooks.
func Listener(l net.Listener) net.Listener { return wholeListener{l} }

// Hooks connects a server to the connections of Listener.
func (c *Console) Hooks(s *http.Server) {
	s.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		whole := wholeOf(conn)
		if whole == nil {
			return ctx
		}
		whole.writeTimeout = s.WriteTimeout
		if net.Conn(whole) == conn { // and not below TLS, where no request can be seen
			whole.console = c
			whole.peer, _, _ = net.SplitHostPort(conn.RemoteAddr().String())
		}
		return context.WithValue(ctx, connKey{}, whole)
	}
	s.ConnState = func(conn net.Conn, state http.ConnState) {
		if whole := wholeOf(conn); whole != nil && state == http.StateIdle {
			_ = whole.release() // the answer is complete; an error has closed the connection
			whole.idle()
		}
	}
}

type connKey struct{}

// holdAnswer says that a whole answer with nothing to wait for in between is
// about to be written.
func holdAnswer(r *http.Request) {
	if whole := connOf(r); whole != nil {
		whole.mu.Lock()
		whole.holding = true
		whole.mu.Unlock()
	}
}

// connOf returns the connection of a request, if it is one of Listener.
func connOf(r *http.Request) *wholeConn {
	whole, _ := r.Context().Value(connKey{}).(*wholeConn)
	return whole
}

func wholeOf(c net.Conn) *wholeConn {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	whole, _ := c.(*wholeConn)
	return whole
}

type wholeListener struct{ net.Listener }

func (l wholeListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &wholeConn{timedConn: timedConn{TCPConn: tcp}}, err
	}
	return c, err
}

// wholeConn holds back what is written until the answer is complete. It takes a
// whole answer past net/http, and answers a request by itself that is the same as
// one before.
type wholeConn struct {
	timedConn

	console      *Console // nil for one that leaves all requests to net/http
	peer         string
	writeTimeout time.Duration // 0 for none
	reader

	// mu guards what follows: Close may come from elsewhere. It is not held while
	// anything is sent, so that Close ends that.
	mu      sync.Mutex
	holding bool
	answers bool          // held has the answer, and what net/http writes is none
	held    *bytes.Buffer // nil when empty
}

func (c *wholeConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	if c.answers {
		c.mu.Unlock()
		return len(p), nil
	}
	if c.holding && c.held == nil {
		c.held = newBuffer()
	}
	if c.holding && c.held.Len()+len(p) <= mostHeld {
		defer c.mu.Unlock()
		return c.held.Write(p)
	}
	c.holding = false
	held := c.take()
	c.mu.Unlock()
	if held == nil {
		return c.timedConn.Write(p)
	}
	defer keepBuffer(held)
	before := held.Len()
	n, err := c.writeBoth(held.Bytes(), p)
	return max(0, int(n)-before), err
}

// answer takes a whole answer, which goes out when net/http has done its part:
// that is only to say so, and nothing that it writes is sent. It returns the
// length of the body.
func (c *wholeConn) answer(status int, h http.Header, shared *sharedHeader, body func(*bytes.Buffer)) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers = true
	c.held = newBuffer()
	appendHead(c.held, status, h, shared)
	head := c.held.Len()
	body(c.held)
	return int64(c.held.Len() - head)
}

// answered returns the head of the answer that waits to go out; nil for none.
func (c *wholeConn) answered() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.answers {
		return nil
	}
	head, _, _ := bytes.Cut(c.held.Bytes(), []byte("\r\n\r\n"))
	return bytes.Clone(head)
}

// take returns what is held, which is the caller's then; c.mu is held.
func (c *wholeConn) take() *bytes.Buffer {
	held := c.held
	c.held = nil
	return held
}

// release sends what was held back.
func (c *wholeConn) release() error {
	c.mu.Lock()
	c.holding, c.answers = false, false
	held := c.take()
	c.mu.Unlock()
	if held == nil {
		return nil
	}
	defer keepBuffer(held)
	return c.send(held.Bytes())
}

// send sends an answer after net/http has done its part, and with it its
// deadline. What cannot be sent whole is the last on its connection.
func (c *wholeConn) send(answer []byte) error {
	if c.writeTimeout > 0 {
		_ = c.SetWriteDeadline(time.Now().Add(c.writeTimeout))
	}
	_, err := c.timedConn.Write(answer)
	if err != nil {
		_ = c.TCPConn.Close()
	}
	return err
}

func (c *wholeConn) ReadFrom(r io.Reader) (int64, error) {
	if err := c.release(); err != nil {
		return 0, err
	}
	return c.timedConn.ReadFrom(r)
}

func (c *wholeConn) CloseWrite() error {
	_ = c.release()
	return c.TCPConn.CloseWrite()
}

func (c *wholeConn) Close() error {
	_ = c.release()
	return c.TCPConn.Close()
}
