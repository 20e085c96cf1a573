package isales

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func resets(c *puppetConn) { c.reset() }

// says returns what says so and closes the connection.
func says(text string) func(*puppetConn) {
	return func(c *puppetConn) { c.say(text) }
}

// refusals are what servers do instead of an answer.
var refusals = map[string]struct {
	secure   *tls.Config
	good     int // so many requests of a connection are answered
	end      func(*puppetConn)
	want     string
	requests int64
}{
	"closes at the second":        {nil, 1, says(""), "/b on 2", 3},
	"resets at the second":        {nil, 1, resets, "/b on 2", 3},
	"TLS, closes at the second":   {speaksTLS(), 1, says(""), "/b on 2", 3},
	"TLS, farewell at the second": {speaksTLS(), 1, says(farewell), "/b on 2", 3},
	"TLS, resets at the second":   {speaksTLS(), 1, resets, "/b on 2", 3},
	"closes at the first":         {nil, 0, says(""), "unexpected EOF", 1},
	"resets at the first":         {nil, 0, resets, "read: connection reset by peer", 1},
	"TLS, closes at the first":    {speaksTLS(), 0, says(""), "unexpected EOF", 1},
	"a byte, then closes":         {nil, 1, says("H"), `malformed HTTP response "H"`, 2},
	"TLS, a byte, then closes":    {speaksTLS(), 1, says("H"), `malformed HTTP response "H"`, 2},
	"provisional, then closes":    {nil, 1, says("HTTP/1.1 100 Continue\r\n\r\n"), "unexpected EOF", 2},
	"what is no answer":           {nil, 1, says("BOO\r\n\r\n"), `malformed HTTP response "BOO"`, 2},
	"a notice, then closes":       {nil, 1, says(notice), "slow", 2},
}

// TestSentAgain: only a request that a kept connection gave no byte of an answer
// to is sent again, and only over others.
func TestSentAgain(t *testing.T) {
	for name, tt := range refusals {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			p := newPuppet(t, "tcp", tt.secure, func(c *puppetConn) {
				for n := 0; ; n++ {
					head := c.head()
					if head == "" {
						return
					}
					requests.Add(1)
					if n == tt.good && c.number == 1 {
						tt.end(c)
						return
					}
					c.say(lengthy(echo(c, head)))
				}
			})
			tr := p.transport(t)
			if tt.good > 0 {
				p.wantAnswer(t, tr, "/a", "/a on 1")
			}
			got, err := wholeAnswer(tr, newGet(t.Context(), p.url("/b")))
			if err != nil {
				got = err.Error()
			}
			if !strings.HasSuffix(got, tt.want) || requests.Load() != tt.requests {
				t.Errorf("%q after %d requests, want %q after %d", got, requests.Load(), tt.want, tt.requests)
			}
			p.wantAnswer(t, tr, "/c", "/c on 2")
		})
	}
}

// TestOnlyQuestionsAreSentAgain: the server may have done what it did not answer.
func TestOnlyQuestionsAreSentAgain(t *testing.T) {
	for method, again := range map[string]int64{"": 1, "GET": 1, "HEAD": 1, "POST": 0, "DELETE": 0, "get": 0} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var requests atomic.Int64
				p := newPuppet(t, "memory", nil, func(c *puppetConn) {
					c.head()
					c.say(okHead("Content-Length: 0"))
					if c.head() != "" {
						requests.Add(1)
					}
				})
				tr := p.transport(t)
				p.wantAnswer(t, tr, "/a", "")
				r := newGet(t.Context(), p.url("/b"))
				r.Method = method
				if _, err := wholeAnswer(tr, r); (err == nil) != (again == 1) || requests.Load() != 1 || p.dialled() != int(1+again) {
					t.Errorf("error %v, %d requests without an answer, %d connections, want 1 and %d", err, requests.Load(), p.dialled(), 1+again)
				}
			})
		})
	}
}

// heldAnswers asks so often at once that there are as many connections, with the
// answer to be read on each.
func heldAnswers(t *testing.T, p *puppet, tr *Transport, n int) []*http.Response {
	t.Helper()
	held := make([]*http.Response, n)
	for i := range held {
		var err error
		if held[i], err = tr.RoundTrip(newGet(t.Context(), p.url(fmt.Sprint("/", i)))); err != nil {
			t.Fatal(err)
		}
	}
	return held
}

// finish reads the rest of an answer.
func finish(t *testing.T, resp *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// TestSentAgainPastAllOthers: every kept connection may have ended.
func TestSentAgainPastAllOthers(t *testing.T) {
	var requests atomic.Int64
	p := newPuppet(t, "tcp", nil, func(c *puppetConn) {
		c.say(lengthy(echo(c, c.head())))
		if c.number > 3 || c.head() == "" {
			return
		}
		requests.Add(1)
	})
	tr := p.transport(t)
	for _, resp := range heldAnswers(t, p, tr, 3) {
		finish(t, resp)
	}
	p.wantAnswer(t, tr, "/b", "/b on 4")
	if n := requests.Load(); n != 3 {
		t.Errorf("sent %d times over the connections that were kept, want 3", n)
	}
}

// TestLastUsedIsFirst: those that few callers do not need can grow old.
func TestLastUsedIsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPuppet(t, "memory", nil, echoes)
		tr := p.transport(t)
		held := heldAnswers(t, p, tr, 4)
		for _, i := range []int{1, 3, 0, 2} {
			finish(t, held[i])
		}
		var got []string
		for _, resp := range heldAnswers(t, p, tr, 5) {
			got = append(got, finish(t, resp))
		}
		if want := []string{"/0 on 3", "/1 on 1", "/2 on 4", "/3 on 2", "/4 on 5"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		p.wantAnswer(t, tr, "/b", "/b on 5")
		p.wantAnswer(t, tr, "/c", "/c on 5")
	})
}

// TestConnectionsToManyAreKeptApart, by scheme, host and port as they are written.
func TestConnectionsToManyAreKeptApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPuppet(t, "memory", nil, echoes)
		tr := p.transport(t)
		for range 2 {
			for i, address := range []string{"http://isales.test", "http://isales.test:80", "http://isales.test:81", "http://other.test"} {
				want := fmt.Sprint("/ on ", i+1)
				if got, err := wholeAnswer(tr, newGet(t.Context(), address)); got != want || err != nil {
					t.Errorf("%s: %q, error %v, want %q", address, got, err, want)
				}
			}
		}
		if _, err := wholeAnswer(tr, newGet(t.Context(), "https://isales.test:80")); err == nil {
			t.Error("an answer without TLS")
		}
	})
}

// TestAtMostSoManyAreKept: the one too many is closed, and no other.
func TestAtMostSoManyAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := make(chan int, 1025)
		p := newPuppet(t, "memory", nil, func(c *puppetConn) {
			echoes(c)
			gone <- c.number
		})
		tr := p.transport(t)
		for _, resp := range heldAnswers(t, p, tr, 1025) {
			finish(t, resp)
		}
		synctest.Wait()
		if len(gone) != 1 || <-gone != 1025 {
			t.Errorf("%d more are closed, want only the last", len(gone))
		}
		if kept := len(tr.idle[origin{"http", "isales.test"}]); kept != 1024 {
			t.Errorf("%d are kept, want 1024", kept)
		}
		tr.CloseIdleConnections()
		synctest.Wait()
		if len(gone) != 1024 || tr.sweep != nil || len(tr.idle) != 0 {
			t.Errorf("%d more are closed, timer %v, %d kept, want 1024, none and none", len(gone), tr.sweep, len(tr.idle))
		}
	})
}

// TestCloseIdleLeavesCallsAlone: what is under way goes on, and its connection is
// kept.
func TestCloseIdleLeavesCallsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPuppet(t, "memory", nil, echoes)
		tr := p.transport(t)
		held := heldAnswers(t, p, tr, 3)
		finish(t, held[0])
		finish(t, held[1])
		tr.CloseIdleConnections()
		tr.CloseIdleConnections()
		if got := finish(t, held[2]); got != "/2 on 3" {
			t.Errorf("%q", got)
		}
		p.wantAnswer(t, tr, "/b", "/b on 3")
	})
}

// TestDialsAreNotRepeated: what goes wrong before there is a connection is the
// caller's to know.
func TestDialsAreNotRepeated(t *testing.T) {
	tr := NewTransport(nil)
	dials := 0
	tr.DialContext = func(context.Context, string, string) (net.Conn, error) { dials++; return nil, io.ErrClosedPipe }
	if _, err := tr.RoundTrip(newGet(t.Context(), "http://isales.test")); err != io.ErrClosedPipe || dials != 1 {
		t.Errorf("error %v after %d dials, want %v after 1", err, dials, io.ErrClosedPipe)
	}
}
