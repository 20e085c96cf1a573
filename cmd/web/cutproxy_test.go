package main

import (
	"math"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// never is a number of bytes that no connection of a test carries.
const never = math.MaxInt

// network is how connections fare that are made from now on.
type network struct {
	up, down int           // bytes to and from the platform after which a connection is cut
	abrupt   bool          // the cut is a reset
	delay    time.Duration // of each piece
	silent   bool          // accepted, and nothing more
	random   *rand.Rand    // of up, down and abrupt, unless nil
}

var goodNetwork = network{up: never, down: never}

// cutProxy stands between a console and a platform like a network that is bad at
// times. It knows nothing of what it carries.
type cutProxy struct {
	addr, target string
	running      sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener // nil while connections are refused
	network  network
	hole     bool // nothing arrives any more
	closed   bool
	conns    map[*cutConn]bool
}

// newCutProxy starts a good network.
func newCutProxy(t testing.TB, platform *isalestest.Server) *cutProxy {
	t.Helper()
	u, err := url.Parse(platform.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := &cutProxy{addr: "127.0.0.1:0", target: u.Host, network: goodNetwork, conns: map[*cutConn]bool{}}
	p.listen(t)
	p.addr = p.listener.Addr().String()
	t.Cleanup(p.close)
	return p
}

// flag has the console go through the proxy.
func (p *cutProxy) flag() string { return "-isales-url=https://" + p.addr }

// listen takes back an address that another program may have for a moment, as
// the near end of a connection of its own.
func (p *cutProxy) listen(t testing.TB) {
	t.Helper()
	begun := time.Now()
	for {
		l, err := net.Listen("tcp", p.addr)
		if err == nil {
			p.mu.Lock()
			p.listener = l
			p.mu.Unlock()
			p.running.Go(func() { p.accept(l) })
			return
		}
		if time.Since(begun) > patience {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *cutProxy) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		p.running.Go(func() { p.carry(conn) })
	}
}

// carry connects a new connection with the platform, if it gets that far.
func (p *cutProxy) carry(near net.Conn) {
	c := &cutConn{cut: make(chan struct{})}
	c.join(near)
	defer c.close()
	if !p.add(c) {
		return
	}
	defer p.remove(c)
	if c.silent {
		<-c.cut
		return
	}
	if c.lost.Load() {
		c.pump(nil, near, never)
		return
	}
	far, err := net.Dial("tcp", p.target)
	if err != nil || !c.join(far) {
		return
	}
	p.running.Go(func() { c.pump(near, far, c.down) })
	c.pump(far, near, c.up)
}

// add decides how a connection fares.
func (p *cutProxy) add(c *cutConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.listener == nil {
		return false
	}
	c.network = p.network
	c.lost.Store(p.hole)
	if r := c.random; r != nil {
		c.up, c.down, c.abrupt = r.IntN(4000), r.IntN(4000), r.IntN(2) == 0
	}
	p.conns[c] = true
	return true
}

func (p *cutProxy) remove(c *cutConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}

// open is how many connections there are.
func (p *cutProxy) open() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.conns)
}

// cutAll cuts all connections.
func (p *cutProxy) cutAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.close()
	}
}

// become cuts all connections and has new ones fare otherwise.
func (p *cutProxy) become(n network) {
	p.mu.Lock()
	p.network = n
	p.mu.Unlock()
	p.cutAll()
}

// refuse cuts all connections and lets nobody make new ones.
func (p *cutProxy) refuse() {
	p.mu.Lock()
	l := p.listener
	p.listener = nil
	p.mu.Unlock()
	if l != nil {
		_ = l.Close()
	}
	p.cutAll()
}

// lose is a black hole: connections stay open, and nothing arrives.
func (p *cutProxy) lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole = true
	for c := range p.conns {
		c.lost.Store(true)
	}
}

// heal makes a good network again. Connections that are lost remain so.
func (p *cutProxy) heal(t testing.TB) {
	t.Helper()
	p.mu.Lock()
	p.network, p.hole = goodNetwork, false
	refusing := p.listener == nil
	p.mu.Unlock()
	if refusing {
		p.listen(t)
	}
}

func (p *cutProxy) close() {
	p.refuse()
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.running.Wait()
}

// cutConn is a connection through the proxy.
type cutConn struct {
	network
	lost atomic.Bool
	cut  chan struct{} // closed with the connection

	mu   sync.Mutex
	ends []net.Conn // none when it is closed
}

// join adds an end to a connection unless it is closed.
func (c *cutConn) join(end net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.cut:
		_ = end.Close()
		return false
	default:
		c.ends = append(c.ends, end)
		return true
	}
}

func (c *cutConn) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, end := range c.ends {
		if tcp, ok := end.(*net.TCPConn); ok && c.abrupt {
			_ = tcp.SetLinger(0)
		}
		_ = end.Close()
	}
	if c.ends != nil {
		c.ends = nil
		close(c.cut)
	}
}

// pump carries so many bytes at most, then cuts the connection.
func (c *cutConn) pump(to, from net.Conn, left int) {
	defer c.close()
	buffer := make([]byte, 16<<10)
	for left > 0 {
		n, err := from.Read(buffer)
		if n = min(n, left); n > 0 && !c.lost.Load() {
			c.wait()
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
			left -= n
		}
		if err != nil {
			return
		}
	}
}

// wait delays a piece, unless the connection is cut meanwhile.
func (c *cutConn) wait() {
	if c.delay == 0 {
		return
	}
	timer := time.NewTimer(c.delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.cut:
	}
}
