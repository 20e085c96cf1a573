package main

import (
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// cutProxy stands between a console and a platform like a network that is bad at
// times. It knows nothing of what it carries.
type cutProxy struct {
	addr, target string
	running      sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener              // nil while connections are refused
	hole     bool                      // nothing arrives any more
	conns    map[net.Conn]*atomic.Bool // whether all that is sent is lost
}

// newCutProxy starts a good network.
func newCutProxy(t testing.TB, platform *isalestest.Server) *cutProxy {
	t.Helper()
	u, err := url.Parse(platform.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := &cutProxy{addr: "127.0.0.1:0", target: u.Host, conns: map[net.Conn]*atomic.Bool{}}
	p.listen(t)
	p.addr = p.listener.Addr().String()
	t.Cleanup(func() {
		p.refuse()
		p.running.Wait()
	})
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
		near, err := l.Accept()
		if err != nil {
			return
		}
		p.running.Go(func() { p.carry(near) })
	}
}

// carry connects a new connection with the platform and takes what both send to
// the other side, until one of them is closed.
func (p *cutProxy) carry(near net.Conn) {
	defer near.Close()
	lost := p.add(near)
	if lost == nil {
		return
	}
	defer p.remove(near)
	far, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer far.Close()
	p.running.Go(func() {
		defer near.Close()
		_, _ = io.Copy(lossy{near, lost}, far)
	})
	_, _ = io.Copy(lossy{far, lost}, near)
}

// lossy writes nothing once its connection is lost.
type lossy struct {
	io.Writer
	lost *atomic.Bool
}

func (w lossy) Write(b []byte) (int, error) {
	if w.lost.Load() {
		return len(b), nil
	}
	return w.Writer.Write(b)
}

// add returns nil for a connection that is too late.
func (p *cutProxy) add(near net.Conn) *atomic.Bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listener == nil {
		return nil
	}
	lost := new(atomic.Bool)
	lost.Store(p.hole)
	p.conns[near] = lost
	return lost
}

func (p *cutProxy) remove(near net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, near)
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
	for near := range p.conns {
		_ = near.Close()
	}
}

// refuse cuts all connections and accepts no new ones.
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

// lose makes the network a black hole: connections stay open, and nothing arrives.
func (p *cutProxy) lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole = true
	for _, lost := range p.conns {
		lost.Store(true)
	}
}

// heal makes a good network again. Connections that are lost remain so.
func (p *cutProxy) heal(t testing.TB) {
	t.Helper()
	p.mu.Lock()
	p.hole = false
	refusing := p.listener == nil
	p.mu.Unlock()
	if refusing {
		p.listen(t)
	}
}
