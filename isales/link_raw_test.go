package isales

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// puppet is a server that says what a test tells it to, byte for byte.
type puppet struct {
	listener net.Listener // nil in memory
	secure   *tls.Config  // nil without TLS
	serve    func(*puppetConn)
	running  sync.WaitGroup

	mu      sync.Mutex
	conns   []*puppetConn
	clients []net.Conn // the other ends
}

// puppetConn is a connection to a puppet.
type puppetConn struct {
	net.Conn // TLS, if the puppet speaks it
	wire     *wireEnd
	in       *bufio.Reader
	number   int // from 1
}

// wireEnd is what is below TLS. It can gather what is written, to send it at once.
type wireEnd struct {
	net.Conn
	gathers  bool
	gathered []byte
	opening  []byte // what was written first
}

func (w *wireEnd) Write(p []byte) (int, error) {
	if w.opening == nil {
		w.opening = bytes.Clone(p)
	}
	if w.gathers {
		w.gathered = append(w.gathered, p...)
		return len(p), nil
	}
	return w.Conn.Write(p)
}

// newPuppet returns a server on loopback TCP, or one in memory.
func newPuppet(t *testing.T, network string, secure *tls.Config, serve func(*puppetConn)) *puppet {
	t.Helper()
	p := &puppet{secure: secure, serve: serve}
	switch network {
	case "tcp":
		var err error
		if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		p.running.Go(p.accept)
	case "memory":
		if secure != nil { // it would wait for its ticket to be read, and the client for its request
			p.secure = secure.Clone()
			p.secure.SessionTicketsDisabled = true
		}
	}
	t.Cleanup(p.close)
	return p
}

func (p *puppet) accept() {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.start(conn)
	}
}

func (p *puppet) start(conn net.Conn) {
	c := &puppetConn{wire: &wireEnd{Conn: conn}}
	c.Conn = c.wire
	if p.secure != nil {
		c.Conn = tls.Server(c.wire, p.secure)
	}
	c.in = bufio.NewReader(c.Conn)
	p.mu.Lock()
	p.conns = append(p.conns, c)
	c.number = len(p.conns)
	p.mu.Unlock()
	p.running.Go(func() {
		p.serve(c)
		c.Close()
	})
}

func (p *puppet) close() {
	if p.listener != nil {
		p.listener.Close()
	}
	p.mu.Lock()
	for _, c := range p.conns {
		c.wire.Close()
	}
	p.mu.Unlock()
	p.running.Wait()
}

func (p *puppet) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Conn(nil), net.Conn(nil)
	if p.listener == nil {
		ours, theirs = net.Pipe()
		p.start(theirs)
	} else {
		var err error
		if ours, err = new(net.Dialer).DialContext(ctx, "tcp", p.listener.Addr().String()); err != nil {
			return nil, err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clients = append(p.clients, ours)
	return ours, nil
}

// dialled returns how many connections were made.
func (p *puppet) dialled() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.clients)
}

// transport returns a Transport to the puppet, whatever the host.
func (p *puppet) transport(t *testing.T) *Transport {
	_, roots := goodCertificate()
	tr := NewTransport(roots)
	tr.DialContext = p.dial
	t.Cleanup(tr.CloseIdleConnections)
	return tr
}

// url is where its certificate is good.
func (p *puppet) url(path string) string {
	if p.secure != nil {
		return "https://isales.test" + path
	}
	return "http://isales.test" + path
}

// head reads a request; "" when the client has closed the connection.
func (c *puppetConn) head() string {
	var text strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		text.WriteString(line)
		if err != nil {
			return ""
		}
		if line == "\r\n" {
			return text.String()
		}
	}
}

// farewell is what TLS says at the end.
const farewell = "close_notify"

func (c *puppetConn) say(texts ...string) {
	for _, text := range texts {
		if text == farewell {
			_ = c.Conn.(*tls.Conn).CloseWrite()
			continue
		}
		_, _ = io.WriteString(c.Conn, text) // the client may have gone
	}
}

// sayAtOnce sends the texts, each a record of its own over TLS, in one piece
// without its last bytes, which it returns.
func (c *puppetConn) sayAtOnce(without int, texts ...string) (rest []byte) {
	c.wire.gathers = true
	c.say(texts...)
	c.wire.gathers = false
	_ = c.wire.SetWriteDeadline(time.Time{}) // after a farewell it is over
	end := len(c.wire.gathered) - without
	_, _ = c.wire.Write(c.wire.gathered[:end])
	return c.wire.gathered[end:]
}

// reset ends the connection without a farewell.
func (c *puppetConn) reset() {
	if tcp, ok := c.wire.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	c.wire.Close()
}

// echoes answers each request with its target and the number of the connection.
func echoes(c *puppetConn) {
	for head := c.head(); head != ""; head = c.head() {
		c.say(lengthy(echo(c, head)))
	}
}

func echo(c *puppetConn, head string) string {
	return fmt.Sprintf("%s on %d", strings.Fields(head)[1], c.number)
}

// notice is what some servers say before they close an idle connection.
const notice = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 4\r\nConnection: close\r\n\r\nslow"

// lengthy is an answer with a length.
func lengthy(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

func newGet(ctx context.Context, url string) *http.Request {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		panic(err)
	}
	return r
}

// wholeAnswer returns the body of an answer.
func wholeAnswer(rt http.RoundTripper, r *http.Request) (string, error) {
	resp, err := rt.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// wantAnswer asks for a path and wants an answer.
func (p *puppet) wantAnswer(t *testing.T, tr *Transport, path, want string) {
	t.Helper()
	if got, err := wholeAnswer(tr, newGet(t.Context(), p.url(path))); got != want || err != nil {
		t.Errorf("%s: %q, error %v, want %q", path, got, err, want)
	}
}

// speaksTLS is how a puppet speaks TLS.
func speaksTLS() *tls.Config {
	cert, _ := goodCertificate()
	return &tls.Config{Certificates: []tls.Certificate{cert}}
}

var goodCertificate = sync.OnceValues(func() (tls.Certificate, *x509.CertPool) {
	return newCertificate("isales.test", time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
})

// newCertificate signs itself. It is valid in the bubble of a test, too.
func newCertificate(host string, until time.Time) (tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{host}, NotBefore: time.Unix(0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
