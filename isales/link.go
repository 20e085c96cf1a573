package isales

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// most1xx is how many provisional answers there may be before the final one.
const most1xx = 5

var (
	errLongHead = fmt.Errorf("isales: head of the answer is longer than %d bytes", mostHead)
	errMany1xx  = errors.New("isales: too many provisional answers")
)

// link is a connection on which one request at a time is under way.
type link struct {
	transport *Transport
	at        origin
	conn      net.Conn // what is said goes through it: TLS, or the socket itself
	socket    *socket
	in        *bufio.Reader // of the link
	since     time.Time     // when it became idle
	used      int           // how many requests it has answered
	cut       func()        // ends whatever is under way

	left   int64 // bytes that may still come
	heard  bool  // something came since the last request was sent
	out    []byte
	probed [1]byte
}

func newLink(t *Transport, at origin, conn net.Conn, sock *socket) *link {
	l := &link{transport: t, at: at, conn: conn, socket: sock}
	l.in = bufio.NewReader(l)
	// Without the farewell of TLS, for which a server that does not read would
	// have to be waited for.
	l.cut = func() { _ = sock.Close() }
	return l
}

func (l *link) close() { _ = l.conn.Close() }

// quiet reports that the server has sent nothing since its last answer, and has
// not closed the connection. What comes unasked, such as a notice that it has
// waited too long, would be taken for the answer to the next request.
func (l *link) quiet() bool {
	l.socket.probing = true
	_, err := l.conn.Read(l.probed[:])
	l.socket.probing = false
	return err == error(errNothing{}) && !l.socket.stirred && !l.socket.amidRecord()
}

// Read reads what belongs to the answer.
func (l *link) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLongHead
	}
	n, err := l.conn.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	l.heard = l.heard || n > 0
	return n, err
}

// exchange makes a call, at least up to the head of its answer. After an error
// the connection is closed.
func (l *link) exchange(c *call) error {
	stop := context.AfterFunc(c.ctx, l.cut)
	if err := l.ask(c); err != nil {
		stop()
		l.close()
		if c.ctx.Err() != nil {
			err = c.ctx.Err() // which is why the connection broke
		}
		return err
	}
	resp := c.resp
	if resp == nil {
		l.settle(stop())
		return nil
	}
	b := &body{ReadCloser: resp.Body, ctx: c.ctx, link: l, stop: stop, last: resp.Close || resp.StatusCode < http.StatusOK}
	if resp.Body == http.NoBody {
		b.end(true)
		return nil
	}
	resp.Body = b
	if c.unzips && strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		resp.Header.Del("Content-Encoding")
		resp.Header.Del("Content-Length")
		resp.ContentLength, resp.Uncompressed = -1, true
		resp.Body = &unzipped{body: b}
	}
	return nil
}

// settle keeps the connection after a complete answer, or closes it if more came
// than belongs to that.
func (l *link) settle(complete bool) {
	if !complete || l.in.Buffered() > 0 {
		l.close()
		return
	}
	l.used++
	l.transport.keep(l)
}

// ask sends the request and reads a plain answer, or the head of any other.
func (l *link) ask(c *call) error {
	l.heard, l.left = false, mostHead
	l.out = l.out[:0]
	for _, part := range c.message {
		l.out = append(l.out, part...)
	}
	if _, err := l.conn.Write(l.out); err != nil {
		return err
	}
	if c.request == nil {
		if plain, err := l.readPlain(c); plain || err != nil {
			return err
		}
	}
	for range 1 + most1xx {
		resp, err := http.ReadResponse(l.in, c.request)
		if err != nil {
			return err
		}
		// Nobody asked for another protocol: it ends here. What has a status below
		// 100 may have a body, in which no answer is to be looked for.
		if resp.StatusCode/100 != 1 || resp.StatusCode == http.StatusSwitchingProtocols {
			l.left = math.MaxInt64
			c.resp = resp
			return nil
		}
	}
	return errMany1xx
}

// body is what follows the head of an answer. Its connection is kept when it has
// been read to its end.
type body struct {
	io.ReadCloser // of net/http; closing it would read on
	ctx           context.Context
	link          *link
	stop          func() bool
	last          bool // the connection ends with this answer
	ended, closed atomic.Bool
	err           error // that reading ended with: net/http says EOF the next time
}

func (b *body) Read(p []byte) (int, error) {
	if b.closed.Load() {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.ReadCloser.Read(p)
	if err == nil {
		return n, nil
	}
	b.end(err == io.EOF)
	if err != io.EOF && b.ctx.Err() != nil {
		err = b.ctx.Err()
	}
	b.err = err
	return n, err
}

// Close implements io.Closer. What has not been read goes with its connection.
func (b *body) Close() error {
	b.closed.Store(true)
	b.end(false)
	return nil
}

// end is the end of the body, or of someone's interest in it.
func (b *body) end(complete bool) {
	if b.ended.Swap(true) {
		return
	}
	uncut := b.stop()
	b.link.settle(uncut && complete && !b.last)
}

// unzipped is a compressed body that is decompressed as it is read.
type unzipped struct {
	*body
	zip *gzip.Reader
	err error // of its beginning
}

func (u *unzipped) Read(p []byte) (int, error) {
	if u.zip == nil && u.err == nil {
		u.zip, u.err = gzip.NewReader(u.body)
	}
	switch {
	case u.closed.Load():
		return 0, http.ErrBodyReadAfterClose
	case u.err != nil:
		return 0, u.err
	}
	return u.zip.Read(p)
}
