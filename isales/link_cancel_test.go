package isales

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stage is how far a server goes before it waits.
type stage struct {
	scheme string      // of the request
	tls    *tls.Config // without it the handshake has no answer
	say    string      // after the request was read; "" for nothing
	deaf   bool        // does not read the request either
	got    string      // read before the end
}

var stages = map[string]stage{
	"handshake":           {"https", nil, "", false, ""},
	"handshake, not read": {"https", nil, "", true, ""},
	"request":             {"http", nil, "", true, ""},
	"answer":              {"http", nil, "", false, ""},
	"answer, TLS":         {"https", speaksTLS(), "", false, ""},
	"status line":         {"http", nil, "HTTP/1.1 20", false, ""},
	"head":                {"http", nil, "HTTP/1.1 200 OK\r\nContent-Le", false, ""},
	"head, TLS":           {"https", speaksTLS(), "HTTP/1.1 200 OK\r\nContent-Le", false, ""},
	"behind a 100":        {"http", nil, "HTTP/1.1 100 Continue\r\n\r\n", false, ""},
	"body":                {"http", nil, okHead("Content-Length: 9") + "hello", false, "hello"},
	"body, TLS":           {"https", speaksTLS(), okHead("Content-Length: 9") + "hello", false, "hello"},
	"body not begun":      {"http", nil, okHead("Content-Length: 9"), false, ""},
	"chunk":               {"http", nil, okHead("Transfer-Encoding: chunked") + "9\r\nhello", false, "hello"},
	"between chunks":      {"http", nil, okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n", false, "hello"},
	"behind the last":     {"http", nil, okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n", false, "hello"},
	"until the end":       {"http", nil, okHead("X-A: b") + "hello", false, "hello"},
	"until the end, TLS":  {"https", speaksTLS(), okHead("X-A: b") + "hello", false, "hello"},
	"gzip":                {"http", nil, okHead("Content-Encoding: gzip", "Content-Length: 58") + zipped("hello"), false, "hello"},
	"gzip not begun":      {"http", nil, okHead("Content-Encoding: gzip", "Content-Length: 29"), false, ""},
}

// answers reports that the handshake, if there is one, is possible.
func (s stage) answers() bool { return s.scheme == "http" || s.tls != nil }

// serve goes as far on the first connection, and answers on the others.
func (s stage) serve(over <-chan struct{}, gone chan<- int) func(*puppetConn) {
	return func(c *puppetConn) {
		switch {
		case c.number > 1:
			echoes(c)
			return
		case s.deaf:
			<-over
		case s.answers():
			c.head()
			c.say(s.say)
		}
		_, _ = io.Copy(io.Discard, c.in)
		gone <- c.number
	}
}

// TestEndOfTheCaller at every stage: it is told of at once, as what it is, and
// the connection ends with it.
func TestEndOfTheCaller(t *testing.T) {
	ways := map[string]struct {
		context func(context.Context) (context.Context, context.CancelFunc)
		want    error
	}{
		"leaves": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, context.Canceled},
		"has no time": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, context.DeadlineExceeded},
	}
	for name, s := range stages {
		for way, tt := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					over, gone := make(chan struct{}), make(chan int, 1)
					p := newPuppet(t, "memory", s.tls, s.serve(over, gone))
					tr := p.transport(t)
					ctx, cancel := tt.context(t.Context())
					defer cancel()
					start := time.Now()
					got, err := wholeAnswer(tr, newGet(ctx, s.scheme+"://isales.test/a"))
					if took := time.Since(start); got != s.got || err != tt.want || took != time.Second {
						t.Errorf("%q, error %v after %s, want %q, %v after 1s", got, err, took, s.got, tt.want)
					}
					close(over)
					synctest.Wait()
					if len(gone) != 1 || len(tr.idle) != 0 || tr.sweep != nil {
						t.Errorf("%d connections have ended, %v kept, timer %v, want 1, none and none", len(gone), tr.idle, tr.sweep)
					}
					if s.answers() {
						p.wantAnswer(t, tr, "/b", "/b on 2")
					}
				})
			})
		}
	}
}

// TestEndBeforeAConnection: none is made, or waited for.
func TestEndBeforeAConnection(t *testing.T) {
	tests := map[string]struct {
		after time.Duration
		dials int
	}{"before": {0, 0}, "while dialling": {time.Second, 1}}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr, dials, start := NewTransport(nil), 0, time.Now()
				tr.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
					dials++
					<-ctx.Done()
					return nil, fmt.Errorf("dial: %w", ctx.Err())
				}
				ctx, cancel := context.WithCancel(t.Context())
				if tt.after == 0 {
					cancel()
				}
				time.AfterFunc(tt.after, cancel)
				resp, err := tr.RoundTrip(newGet(ctx, "http://isales.test/"))
				if took := time.Since(start); resp != nil || !errors.Is(err, context.Canceled) || dials != tt.dials || took != tt.after {
					t.Errorf("%v, error %v, %d dials, %s, want %v, %d, %s", resp, err, dials, took, context.Canceled, tt.dials, tt.after)
				}
			})
		})
	}
}

// TestLeftBeforeIsNotSent: a caller that has left takes no kept connection.
func TestLeftBeforeIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPuppet(t, "memory", nil, echoes)
		tr := p.transport(t)
		p.wantAnswer(t, tr, "/a", "/a on 1")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if resp, err := tr.RoundTrip(newGet(ctx, p.url("/b"))); resp != nil || err != context.Canceled {
			t.Errorf("%v, error %v", resp, err)
		}
		p.wantAnswer(t, tr, "/c", "/c on 1")
	})
}

// TestHandshakeHasALimit of its own.
func TestHandshakeHasALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := make(chan int, 1)
		p := newPuppet(t, "memory", nil, stage{scheme: "https"}.serve(nil, gone))
		start := time.Now()
		resp, err := p.transport(t).RoundTrip(newGet(t.Context(), "https://isales.test/"))
		if took := time.Since(start); resp != nil || !errors.Is(err, context.DeadlineExceeded) || took != 5*time.Second {
			t.Errorf("%v, error %v after %s, want %v after 5s", resp, err, took, context.DeadlineExceeded)
		}
		<-gone
	})
}

// TestHandshakeLimitEndsWithIt: an answer may take longer.
func TestHandshakeLimitEndsWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPuppet(t, "memory", speaksTLS(), func(c *puppetConn) {
			head := c.head()
			time.Sleep(time.Minute)
			c.say(lengthy(echo(c, head)))
			echoes(c)
		})
		tr := p.transport(t)
		p.wantAnswer(t, tr, "/a", "/a on 1")
		p.wantAnswer(t, tr, "/b", "/b on 1")
	})
}

// TestEndAfterTheAnswer: once an answer was read, the end of its caller ends
// nothing; before, it does so even if all has come.
func TestEndAfterTheAnswer(t *testing.T) {
	tests := map[string]struct {
		secure *tls.Config
		answer string
		read   bool
		next   string
	}{
		"read":          {nil, lengthy("hello"), true, "/b on 1"},
		"read, TLS":     {speaksTLS(), lengthy("hello"), true, "/b on 1"},
		"read, gzip":    {nil, okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello"), true, "/b on 1"},
		"read, chunks":  {nil, okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", true, "/b on 1"},
		"without body":  {nil, okHead("Content-Length: 0"), false, "/b on 1"},
		"not read":      {nil, lengthy("hello"), false, "/b on 2"},
		"not read, TLS": {speaksTLS(), lengthy("hello"), false, "/b on 2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPuppet(t, "memory", tt.secure, func(c *puppetConn) {
					if c.number == 1 {
						c.head()
						c.say(tt.answer)
					}
					echoes(c)
				})
				tr := p.transport(t)
				ctx, cancel := context.WithCancel(t.Context())
				resp, err := tr.RoundTrip(newGet(ctx, p.url("/a")))
				if err != nil {
					t.Fatal(err)
				}
				if tt.read {
					finish(t, resp)
				}
				cancel()
				synctest.Wait()
				if !tt.read && resp.Body != http.NoBody {
					if got := finish(t, resp); got != "hello" {
						t.Errorf("%q, want hello", got)
					}
				}
				list := slices.Concat(slices.Collect(maps.Values(tr.idle))...)
				if kept := len(list) == 1; kept != strings.HasSuffix(tt.next, "1") {
					t.Errorf("kept: %t", kept)
				}
				p.wantAnswer(t, tr, "/b", tt.next)
			})
		})
	}
}
