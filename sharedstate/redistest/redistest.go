// Package redistest starts real Redis servers for tests, on loopback ports, and puts
// between them and a client what goes wrong on networks.
package redistest

import (
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"isales-console/isales/background"
)

// Server is a redis-server of a test, with its data in a folder of its own.
type Server struct {
	// Addr is host:port; it stays over restarts.
	Addr    string
	command []string
	process *exec.Cmd
}

// Start starts a server with more arguments, such as "--maxmemory", "2mb". Without a
// redis-server on PATH the test is skipped, with REDIS_REQUIRED=1 in the environment it
// fails. The server ends with the test.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("REDIS_REQUIRED") == "1" {
			t.Fatal(err)
		}
		t.Skip("no redis-server on PATH")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: free.Addr().String()}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	port := strconv.Itoa(free.Addr().(*net.TCPAddr).Port)
	s.command = slices.Concat([]string{path, "--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(),
		"--appendonly", "yes", "--save", ""}, args)
	s.Restart(t)
	t.Cleanup(s.Stop)
	return s
}

// Restart starts the server again, with its data, after Stop.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.process = exec.Command(s.command[0], s.command[1:]...)
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		if conn, err := net.Dial("tcp", s.Addr); err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("redis-server does not listen")
}

// Stop ends the server as an operator does, so that its data is on the disk.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(os.Interrupt)
	_ = s.process.Wait()
	s.process = nil
}

// Proxy stands between a client and a server.
type Proxy struct {
	// Addr is host:port.
	Addr string

	mu    sync.Mutex
	delay time.Duration
	dead  chan struct{} // closed while bytes pass; nil for never
}

// StartProxy returns a proxy that passes everything on at once. It ends with the test.
func StartProxy(t testing.TB, to string) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p := &Proxy{Addr: listener.Addr().String()}
	background.Go(func() {
		for {
			in, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = in.Close() })
			if out, err := net.Dial("tcp", to); err == nil {
				background.Go(func() { p.copy(out, in) })
				background.Go(func() { p.copy(in, out) })
			}
		}
	})
	return p
}

// Delay holds back what comes from now on, in each direction; 0 for no time.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// Halt lets no byte pass any more, with all connections open; Delay(0) does not end it,
// Resume does.
func (p *Proxy) Halt() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = make(chan struct{})
}

// Resume lets bytes pass again.
func (p *Proxy) Resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.dead)
	p.dead = nil
}

func (p *Proxy) copy(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		delay, dead := p.delay, p.dead
		p.mu.Unlock()
		if dead != nil {
			<-dead
		}
		time.Sleep(delay)
		if _, err := to.Write(buffer[:n]); err != nil && err != io.EOF {
			return
		}
	}
}
