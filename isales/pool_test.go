//go:build unix

package isales

import (
	"crypto/tls"
	"io"
	"sync/atomic"
	"syscall"
	"testing"
)

// Elsewhere nothing is found out about idle connections, hence the build
// constraint.

// await returns when the connection made last has something to read, or is closed.
func (p *puppet) await() {
	p.mu.Lock()
	conn := p.clients[len(p.clients)-1].(syscall.Conn)
	p.mu.Unlock()
	raw, err := conn.SyscallConn()
	if err != nil {
		return
	}
	var b [1]byte
	_ = raw.Read(func(fd uintptr) bool {
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK)
		return err != syscall.EAGAIN && err != syscall.EINTR
	})
}

// idleEnds are what servers do with a connection together with its first answer,
// or after it was read. What is returned is sent should a second request come.
var idleEnds = map[string]struct {
	network string
	secure  *tls.Config
	with    func(c *puppetConn, answer string) []byte
	after   func(c *puppetConn) []byte
}{
	"closes":                     {"tcp", nil, nil, func(c *puppetConn) []byte { c.Close(); return nil }},
	"resets":                     {"tcp", nil, nil, func(c *puppetConn) []byte { c.reset(); return nil }},
	"TLS, resets":                {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { c.reset(); return nil }},
	"gives notice":               {"tcp", nil, nil, func(c *puppetConn) []byte { c.say(notice); return nil }},
	"gives notice and closes":    {"tcp", nil, nil, func(c *puppetConn) []byte { c.say(notice); c.Close(); return nil }},
	"one byte":                   {"tcp", nil, nil, func(c *puppetConn) []byte { c.say(notice[:1]); return []byte(notice[1:]) }},
	"TLS, closes":                {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { c.Close(); return nil }},
	"TLS, says farewell":         {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { c.say(farewell); return nil }},
	"TLS, without a word":        {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { c.wire.Close(); return nil }},
	"TLS, gives notice":          {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { c.say(notice); return nil }},
	"TLS, half a notice":         {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { return c.sayAtOnce(len(notice)/2, notice) }},
	"TLS, a byte of it":          {"tcp", speaksTLS(), nil, func(c *puppetConn) []byte { return c.sayAtOnce(tlsRecord(notice)-1, notice) }},
	"TLS, in the same record":    {"tcp", speaksTLS(), func(c *puppetConn, answer string) []byte { c.say(answer + notice); return nil }, nil},
	"TLS, at once":               {"tcp", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(0, answer, notice) }, nil},
	"TLS, half of it at once":    {"tcp", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(len(notice)/2, answer, notice) }, nil},
	"TLS, a byte of it at once":  {"tcp", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(tlsRecord(notice)-1, answer, notice) }, nil},
	"TLS, all but a byte of it":  {"tcp", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(1, answer, notice) }, nil},
	"TLS, farewell at once":      {"tcp", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(0, answer, farewell) }, nil},
	"memory, in the same record": {"memory", speaksTLS(), func(c *puppetConn, answer string) []byte { c.say(answer + notice); return nil }, nil},
	"memory, at once":            {"memory", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(0, answer, notice) }, nil},
	"memory, half of it at once": {"memory", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(len(notice)/2, answer, notice) }, nil},
	"memory, farewell at once":   {"memory", speaksTLS(), func(c *puppetConn, answer string) []byte { return c.sayAtOnce(0, answer, farewell) }, nil},
}

// tlsRecord is how long a text is as a record of TLS 1.3, with its header, type
// and seal.
func tlsRecord(text string) int { return 5 + len(text) + 1 + 16 }

// TestIdleConnectionThatStirsIsGivenUp: no request goes over it, and what came is
// the answer to none.
func TestIdleConnectionThatStirsIsGivenUp(t *testing.T) {
	for name, tt := range idleEnds {
		t.Run(name, func(t *testing.T) {
			var late atomic.Int64
			read, gone := make(chan struct{}), make(chan struct{})
			p := newPuppet(t, tt.network, tt.secure, func(c *puppetConn) {
				if c.number > 1 {
					echoes(c)
					return
				}
				var rest []byte
				if answer := lengthy(echo(c, c.head())); tt.with != nil {
					rest = tt.with(c, answer)
				} else {
					c.say(answer)
					<-read
					rest = tt.after(c)
				}
				if c.head() != "" {
					late.Add(1)
					_, _ = c.wire.Write(rest)
				}
				_, _ = io.Copy(io.Discard, c.wire)
				close(gone)
			})
			tr := p.transport(t)
			p.wantAnswer(t, tr, "/a", "/a on 1")
			close(read)
			if tt.after != nil {
				p.await()
			}
			p.wantAnswer(t, tr, "/b", "/b on 2")
			p.wantAnswer(t, tr, "/c", "/c on 2")
			<-gone
			if n, dialled := late.Load(), p.dialled(); n != 0 || dialled != 2 {
				t.Errorf("%d requests over the first of %d connections after its end, want none over the first of 2", n, dialled)
			}
		})
	}
}

// TestAnswerBeforeItsRequest cannot be told from the answer; the true one comes
// too late then, and is the answer to none.
func TestAnswerBeforeItsRequest(t *testing.T) {
	for name, secure := range map[string]*tls.Config{"TCP": nil, "TLS": speaksTLS()} {
		t.Run(name, func(t *testing.T) {
			read := make(chan struct{})
			p := newPuppet(t, "tcp", secure, func(c *puppetConn) {
				if c.number == 1 {
					c.say(lengthy("too soon"))
					c.head()
					<-read
					c.say(lengthy("too late"))
				}
				echoes(c)
			})
			tr := p.transport(t)
			p.wantAnswer(t, tr, "/a", "too soon")
			close(read)
			p.await()
			p.wantAnswer(t, tr, "/b", "/b on 2")
		})
	}
}

// TestStirredConnectionsAreWeededOut without waiting for the next request, and
// quiet ones are not.
func TestStirredConnectionsAreWeededOut(t *testing.T) {
	for name, tt := range idleEnds {
		if tt.after == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			read, gone := make(chan struct{}), make(chan struct{})
			p := newPuppet(t, tt.network, tt.secure, func(c *puppetConn) {
				c.say(lengthy(echo(c, c.head())))
				<-read
				tt.after(c)
				_, _ = io.Copy(io.Discard, c.wire)
				close(gone)
			})
			tr := p.transport(t)
			p.wantAnswer(t, tr, "/a", "/a on 1")
			tr.weedOut()
			if n := idleNumber(tr); n != 1 {
				t.Errorf("%d quiet connections are left, want 1", n)
			}
			close(read)
			p.await()
			tr.weedOut()
			if n := idleNumber(tr); n != 0 {
				t.Errorf("%d stirred connections are left, want none", n)
			}
			<-gone
		})
	}
}

func idleNumber(tr *Transport) (n int) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for _, list := range tr.idle {
		n += len(list)
	}
	return n
}
