package isales

import (
	"context"
	"crypto/tls"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestAnswerCutAtEveryByte is never complete, and what may come of it later
// belongs to no other request.
func TestAnswerCutAtEveryByte(t *testing.T) {
	tests := map[string]struct {
		secure *tls.Config
		answer string
	}{
		"length":      {nil, lengthy("hello")},
		"length, TLS": {speaksTLS(), lengthy("hello")},
		"chunks":      {nil, okHead("Transfer-Encoding: chunked") + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"},
		"trailer":     {nil, okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\nX-A: b\r\n\r\n"},
		"gzip":        {nil, okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello")},
		"100":         {nil, "HTTP/1.1 100 Continue\r\n\r\n" + lengthy("hello")},
		"an answer":   {nil, lengthy(lengthy("hello"))},
	}
	for name, tt := range tests {
		for _, closes := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, closes %t", name, closes), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { cutAtEveryByte(t, tt.answer, tt.secure, closes) })
			})
		}
	}
}

// cutAtEveryByte has a server close in the middle of an answer, or a caller leave
// there. The rest is sent all the same.
func cutAtEveryByte(t *testing.T, answer string, secure *tls.Config, closes bool) {
	for end := range len(answer) {
		p := newPuppet(t, "memory", secure, func(c *puppetConn) {
			if c.number > 1 {
				echoes(c)
				return
			}
			c.head()
			c.say(answer[:end])
			if !closes {
				_, _ = io.Copy(io.Discard, c.in)
				c.say(answer[end:])
			}
		})
		tr := p.transport(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		if got, err := wholeAnswer(tr, newGet(ctx, p.url("/a"))); err == nil || closes == (err == context.DeadlineExceeded) {
			t.Errorf("%q for %q, error %v", got, answer[:end], err)
		}
		cancel()
		p.wantAnswer(t, tr, "/b", "/b on 2")
	}
}

// manners are how servers answer, well or badly; each ends the connection or not.
var manners = []func(c *puppetConn, body string) (more bool){
	func(c *puppetConn, body string) bool { c.say(lengthy(body)); return true },
	func(c *puppetConn, body string) bool {
		c.say(okHead("Transfer-Encoding: chunked"), fmt.Sprintf("%x\r\n", len(body)), body+"\r\n", "0\r\n\r\n")
		return true
	},
	func(c *puppetConn, body string) bool {
		c.say(okHead("Content-Encoding: gzip", fmt.Sprint("Content-Length: ", len(zipped(body)))), zipped(body))
		return true
	},
	func(c *puppetConn, body string) bool {
		c.say("HTTP/1.1 103 Early Hints\r\n\r\n", lengthy(body))
		return true
	},
	func(c *puppetConn, body string) bool { c.say(lengthy(body) + notice); return true },
	func(c *puppetConn, body string) bool { c.sayAtOnce(0, lengthy(body), notice); return true },
	func(c *puppetConn, body string) bool { c.say(okHead("Connection: close"), body); return false },
	func(c *puppetConn, body string) bool { c.say(lengthy(body)); return false },
	func(c *puppetConn, body string) bool { c.say(lengthy(body)[:len(body)]); return false },
	func(c *puppetConn, body string) bool { c.reset(); return false },
	func(c *puppetConn, body string) bool { return false },
}

// bodyFor is the answer to a request and to no other.
func bodyFor(path string) string { return strings.Repeat(path+" ", 150) }

// chance is the same for a text every time.
func chance(text string, n int) int {
	h := fnv.New32a()
	io.WriteString(h, text)
	return int(h.Sum32()>>8) % n
}

// TestAnswersAreToTheirRequests, whatever servers and callers do, the race
// detector looking on.
func TestAnswersAreToTheirRequests(t *testing.T) {
	for name, secure := range map[string]*tls.Config{"TCP": nil, "TLS": speaksTLS()} {
		t.Run(name, func(t *testing.T) {
			gone := make(chan int, 10_000)
			p := newPuppet(t, "tcp", secure, func(c *puppetConn) {
				for head := c.head(); head != ""; head = c.head() {
					path := strings.Fields(head)[1]
					if !manners[chance(path, len(manners))](c, bodyFor(path)) {
						break
					}
				}
				c.Close()
				gone <- c.number
			})
			tr := p.transport(t)
			var complete atomic.Int64
			var callers sync.WaitGroup
			for caller := range 6 {
				callers.Go(func() {
					for n := range 80 {
						if demand(t, p, tr, fmt.Sprintf("/%d/%d", caller, n)) {
							complete.Add(1)
						}
					}
				})
			}
			callers.Wait()
			if complete.Load() < 100 {
				t.Errorf("only %d answers were read to the end", complete.Load())
			}
			tr.CloseIdleConnections()
			for range p.dialled() {
				<-gone
			}
		})
	}
}

// demand asks for a path, and may leave at any moment, read only some of the
// answer, or close what others wait for. It reports that the answer is complete.
func demand(t *testing.T, p *puppet, tr *Transport, path string) bool {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	whim := chance(path+" whim", 8)
	if whim == 0 {
		go cancel()
	}
	if whim == 1 {
		go tr.CloseIdleConnections()
	}
	resp, err := tr.RoundTrip(newGet(ctx, p.url(path)))
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	if whim == 2 {
		go cancel()
	}
	if whim == 3 {
		go resp.Body.Close()
	}
	var from io.Reader = resp.Body
	if whim == 4 {
		from = io.LimitReader(from, int64(chance(path, 2000)))
	}
	text, err := io.ReadAll(from)
	want := bodyFor(path)
	complete := err == nil && whim != 4
	if resp.StatusCode != 200 || !strings.HasPrefix(want, string(text)) || complete && string(text) != want {
		t.Errorf("%s: status %d, error %v: %q", path, resp.StatusCode, err, text)
	}
	return complete
}
