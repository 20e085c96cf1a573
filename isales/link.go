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
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// most1xx is how many provisional answers there may be before the final one.
const most1xx = 5

var (
	errLongHead = fmt.Errorf("isales: head of the answer is longer than %d bytes", mostHead)
	errMany1xx  = errors.New("isales: too many provisional answers")
	errHeader   = errors.New("isales: a line of the request has a control character")
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
	if l.socket.raw == nil {
		return true
	}
	l.socket.probing = true
	_, err := l.conn.Read(l.probed[:])
	l.socket.probing = false
	return err == error(errNothing{}) && !l.socket.stirred
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
		if plain, err := l.readPlain(&c.answer); plain || err != nil {
			return err
		}
	}
	for range 1 + most1xx {
		resp, err := http.ReadResponse(l.in, c.request)
		if err != nil {
			return err
		}
		// Nobody asked for another protocol: it ends here.
		if resp.StatusCode >= http.StatusOK || resp.StatusCode == http.StatusSwitchingProtocols {
			l.left = math.MaxInt64
			c.resp = resp
			return nil
		}
	}
	return errMany1xx
}

// appendRequest appends a request as it is sent, with its header sorted by name.
func appendRequest(b []byte, r *http.Request) ([]byte, error) {
	target, host := r.URL.RequestURI(), r.Host
	if host == "" {
		host = r.URL.Host
	}
	whole := oneLine(target) && oneLine(host)
	b = append(append(append(b, r.Method...), ' '), target...)
	b = append(append(b, " HTTP/1.1\r\nHost: "...), host...)
	var room [8]string
	names := room[:0]
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.Header[name] {
			whole = whole && oneLine(value)
			b = append(append(append(append(b, "\r\n"...), name...), ": "...), value...)
		}
	}
	if r.Header["Accept-Encoding"] == nil {
		b = append(b, "\r\nAccept-Encoding: gzip"...)
	}
	if !whole {
		return nil, errHeader
	}
	return append(b, "\r\n\r\n"...), nil
}

// oneLine reports whether a text can stand in a line of a request, and does not
// begin one of its own.
func oneLine(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == 0x7f {
			return false
		}
	}
	return true
}

// body is what follows the head of an answer. Its connection is kept when it has
// been read to its end.
type body struct {
	io.ReadCloser // of net/http; closing it would read on
	ctx           context.Context
	link          *link
	stop          func() bool
	last          bool // the connection ends with this answer
	ended         atomic.Bool
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == nil {
		return n, nil
	}
	b.end(err == io.EOF)
	if err != io.EOF && b.ctx.Err() != nil {
		err = b.ctx.Err()
	}
	return n, err
}

// Close implements io.Closer. What has not been read goes with its connection.
func (b *body) Close() error {
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
	if u.err != nil {
		return 0, u.err
	}
	return u.zip.Read(p)
}

// socket is a network connection that can be asked for what has already come.
type socket struct {
	net.Conn
	raw     syscall.RawConn // nil for what is no socket
	probing bool            // reads do not wait
	stirred bool            // something came while probing
}

// errNothing is what a read returns that would have to wait. To crypto/tls it is
// a time-out, after which it goes on.
type errNothing struct{}

func (errNothing) Error() string   { return "nothing has come" }
func (errNothing) Timeout() bool   { return true }
func (errNothing) Temporary() bool { return true }

func newSocket(c net.Conn) *socket {
	s := &socket{Conn: c}
	if raw, ok := c.(syscall.Conn); ok && canProbe {
		s.raw, _ = raw.SyscallConn() // the error is that of a closed one
	}
	return s
}

func (s *socket) Read(p []byte) (int, error) {
	if !s.probing {
		return s.Conn.Read(p)
	}
	n, err := probe(s.raw, p)
	s.stirred = s.stirred || n > 0
	return n, err
}
