package isales

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Limits of a Transport.
const (
	dialTimeout = 5 * time.Second // and as long again for the TLS handshake
	idleTimeout = 2 * time.Minute
	lookEvery   = time.Second // at idle connections: whether the server has closed them
	mostIdle    = 1024        // connections to one server
	mostHead    = 64 << 10
)

// Transport carries requests without a body over HTTP/1.1 and keeps connections.
// It does for a client what an http.Transport does, but writes and reads in the
// goroutine of the caller: net/http has two of its own for each connection, and
// passing a call from one to the next takes longer than the call's encryption. It
// uses no proxy and is safe for concurrent use.
//
// An answer's Body must be read to its end or closed, else its connection is
// lost.
type Transport struct {
	// DialContext makes a connection; set by NewTransport, and not to be changed
	// once the transport is in use.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)

	tls *tls.Config

	mu    sync.Mutex
	idle  map[origin][]*link // those used last are last
	sweep *time.Timer        // closes those that are of no more use; nil while none is idle
}

// origin is where a connection leads.
type origin struct{ scheme, host string }

// NewTransport returns the transport that [New] uses, to be wrapped and given to
// WithTransport. It trusts roots, or the system's roots when roots is nil, and
// speaks TLS 1.2 or later. It keeps as many connections as there are callers. One
// that the network has forgotten without a word is found out within half a minute.
func NewTransport(roots *x509.CertPool) *Transport {
	dialer := net.Dialer{
		Timeout:         dialTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
	}
	return &Transport{
		DialContext: dialer.DialContext,
		tls:         &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(32)},
		idle:        make(map[origin][]*link),
	}
}

var (
	errBody   = errors.New("isales: a Transport sends no body")
	errUnsafe = errors.New("isales: a server could misread the request")
)

// RoundTrip implements http.RoundTripper.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.Body != http.NoBody {
		r.Body.Close()
		return nil, errBody
	}
	if !safe(r) {
		return nil, errUnsafe
	}
	c := call{ctx: r.Context(), at: origin{r.URL.Scheme, r.URL.Host}, message: [5]string{string(appendRequest(nil, r))}, request: r, unzips: r.Header["Accept-Encoding"] == nil}
	err := t.carry(&c)
	return c.resp, err
}

// call is one request and its answer.
type call struct {
	ctx     context.Context
	at      origin
	message [5]string     // as it is sent, in pieces
	request *http.Request // nil for a GET to which a plain answer is good enough
	unzips  bool          // whether the answer may be compressed without anyone's knowing

	answer answer         // a plain one
	begun  bool           // its head was read
	resp   *http.Response // any other; nil for a plain one
}

// changes reports that the request might change something at the server.
func (c *call) changes() bool {
	return c.request != nil && c.request.Method != "" && c.request.Method != http.MethodGet && c.request.Method != http.MethodHead
}

// carry makes a call. A request that a kept connection gave no answer to, not
// even its first byte, is sent again over another one: the server may have closed
// it at the same moment. One that might change something is not.
func (t *Transport) carry(c *call) error {
	for {
		l, err := t.connect(c.ctx, c.at)
		if err != nil {
			return err
		}
		if err = l.exchange(c); err == nil || l.used == 0 || l.heard || c.changes() || c.ctx.Err() != nil {
			return err
		}
	}
}

// connect returns a connection on which nothing is under way: the one that was
// used last, or a new one.
func (t *Transport) connect(ctx context.Context, at origin) (*link, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for l := t.take(at); l != nil; l = t.take(at) {
		if l.quiet() {
			return l, nil
		}
		l.close()
	}
	port := map[string]string{"http": "80", "https": "443"}[at.scheme]
	if port == "" {
		return nil, fmt.Errorf("isales: unsupported scheme %q", at.scheme)
	}
	host, given, err := net.SplitHostPort(at.host)
	if err != nil {
		host = at.host
	} else if given != "" {
		port = given
	}
	host = trimBrackets(host)
	conn, err := t.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, err
	}
	sock := newSocket(conn)
	if at.scheme == "http" {
		return newLink(t, at, sock, sock), nil
	}
	config := t.tls.Clone()
	config.ServerName = host
	sock.records = true
	secure := tls.Client(sock, config)
	limited, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	if err := secure.HandshakeContext(limited); err != nil {
		conn.Close()
		return nil, err
	}
	return newLink(t, at, secure, sock), nil
}

// trimBrackets turns [::1] into ::1.
func trimBrackets(host string) string {
	if n := len(host); n > 1 && host[0] == '[' && host[n-1] == ']' {
		return host[1 : n-1]
	}
	return host
}

// take takes the connection that was used last off the list; nil for none.
func (t *Transport) take(at origin) *link {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.idle[at]
	if len(list) == 0 {
		return nil
	}
	last := len(list) - 1
	l := list[last]
	list[last] = nil
	t.idle[at] = list[:last]
	return l
}

// keep puts a connection on the list.
func (t *Transport) keep(l *link) {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.idle[l.at]
	if len(list) >= mostIdle {
		l.close()
		return
	}
	l.since = time.Now()
	t.idle[l.at] = append(list, l)
	if t.sweep == nil {
		t.sweep = time.AfterFunc(lookEvery, t.weedOut)
	}
}

// weedOut closes the connections that were idle for long or that the server has
// closed, and comes again while others are left.
func (t *Transport) weedOut() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sweep != nil {
		t.sweep.Stop() // this may be an earlier one, which was too late to be stopped
		t.sweep = nil
	}
	now := time.Now()
	next := lookEvery
	left := false
	for at, list := range t.idle {
		list = slices.DeleteFunc(list, func(l *link) bool {
			if now.Sub(l.since) < idleTimeout && l.quiet() {
				return false
			}
			l.close()
			return true
		})
		t.idle[at] = list
		if len(list) > 0 {
			left = true
			next = min(next, idleTimeout-now.Sub(list[0].since))
		}
	}
	if left {
		t.sweep = time.AfterFunc(next, t.weedOut)
	}
}

// CloseIdleConnections closes the connections that no call is using.
func (t *Transport) CloseIdleConnections() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, list := range t.idle {
		for _, l := range list {
			l.close()
		}
	}
	clear(t.idle)
	if t.sweep != nil {
		t.sweep.Stop()
		t.sweep = nil
	}
}

// CloseIdleConnections closes the connections that no call is using, if the
// transport can do so.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// transportError sorts an error of the connection. The caller's own
// cancellation is no failure of the platform and stays recognisable.
func transportError(ctx, deadline context.Context, err error, after time.Duration) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("isales: %w", ctx.Err())
	}
	kind := ErrInterrupted
	var timeout net.Error
	var op *net.OpError
	switch {
	case deadline.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		kind = ErrTimeout
	case isTLS(err):
		kind = ErrTLS
	case errors.As(err, &op) && op.Op == "dial":
		kind = ErrUnreachable
	}
	return &TransportError{kind, after, err}
}

func isTLS(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		record       tls.RecordHeaderError
		op           *net.OpError
	)
	// crypto/tls reports an alert of either side as such an operation.
	alert := errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error")
	return alert || errors.As(err, &verification) || errors.As(err, &record)
}
