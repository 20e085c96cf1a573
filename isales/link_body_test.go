package isales

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
)

// TestBrokenBodyStaysBroken: read again, it does not seem to be complete.
func TestBrokenBodyStaysBroken(t *testing.T) {
	for name, answer := range map[string]string{
		"length":    okHead("Content-Length: 9") + "hello",
		"chunk":     okHead("Transfer-Encoding: chunked") + "9\r\nhello",
		"last":      okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n",
		"gzip":      okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello")[:25],
		"half gzip": okHead("Content-Encoding: gzip", "Content-Length: 25") + zipped("hello")[:25],
		"no gzip":   okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello")[:5],
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPuppet(t, "memory", nil, func(c *puppetConn) {
					c.head()
					c.say(answer)
				})
				resp, err := p.transport(t).RoundTrip(newGet(t.Context(), p.url("/")))
				if err != nil {
					t.Fatal(err)
				}
				for range 3 {
					if _, err := io.ReadAll(resp.Body); err != io.ErrUnexpectedEOF {
						t.Errorf("error %v, want %v", err, io.ErrUnexpectedEOF)
					}
				}
			})
		})
	}
}

// TestResetBodyIsBroken even if only the end can tell that it is complete.
func TestResetBodyIsBroken(t *testing.T) {
	tests := map[string]struct {
		secure *tls.Config
		answer string
	}{
		"length":             {nil, okHead("Content-Length: 9") + "hello"},
		"chunks":             {nil, okHead("Transfer-Encoding: chunked") + "9\r\nhello"},
		"until the end":      {nil, okHead("X-A: b") + "hello"},
		"until the end, TLS": {speaksTLS(), okHead("X-A: b") + "hello"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			read := make(chan struct{})
			p := newPuppet(t, "tcp", tt.secure, func(c *puppetConn) {
				if c.number == 1 {
					c.head()
					c.say(tt.answer)
					<-read
					c.reset()
				}
				echoes(c)
			})
			tr := p.transport(t)
			resp, err := tr.RoundTrip(newGet(t.Context(), p.url("/a")))
			if err != nil {
				t.Fatal(err)
			}
			var text [5]byte
			if _, err := io.ReadFull(resp.Body, text[:]); string(text[:]) != "hello" || err != nil {
				t.Errorf("%q, error %v", text, err)
			}
			close(read)
			for range 2 {
				if more, err := io.ReadAll(resp.Body); len(more) > 0 || !errors.Is(err, syscall.ECONNRESET) {
					t.Errorf("%q, error %v, want %v", more, err, syscall.ECONNRESET)
				}
			}
			p.wantAnswer(t, tr, "/b", "/b on 2")
		})
	}
}

// closedBodies are answers that are closed after some of the body was read, and
// what the next request is answered with.
var closedBodies = map[string]struct {
	secure *tls.Config
	answer string
	read   int64
	next   string
}{
	"unread":           {nil, lengthy("hello"), 0, "/b on 2"},
	"half read":        {nil, lengthy("hello"), 2, "/b on 2"},
	"its end not seen": {nil, okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n", 5, "/b on 2"},
	"read":             {nil, lengthy("hello"), 6, "/b on 1"},
	"half, TLS":        {speaksTLS(), lengthy("hello"), 2, "/b on 2"},
	"read, TLS":        {speaksTLS(), lengthy("hello"), 6, "/b on 1"},
	"half, gzip":       {nil, okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello"), 2, "/b on 1"},
	"more to come":     {nil, okHead("Content-Encoding: gzip", "Content-Length: 58") + zipped("hello"), 2, "/b on 2"},
	"read, gzip":       {nil, okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello"), 6, "/b on 1"},
}

// TestBrokenHeadEndsTheConnection, though the server would go on.
func TestBrokenHeadEndsTheConnection(t *testing.T) {
	for name, answer := range map[string]string{
		"garbage":        "BOO\r\n",
		"many before":    strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 6),
		"two lengths":    okHead("Content-Length: 5", "Content-Length: 4"),
		"bad line":       "HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n",
		"long head":      longHead(70000),
		"long before it": "HTTP/1.1 103 Early Hints\r\nX-Long: " + strings.Repeat("x", 70000) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gone := make(chan int, 1)
				p := newPuppet(t, "memory", nil, func(c *puppetConn) {
					c.head()
					c.say(answer)
					_, _ = io.Copy(io.Discard, c.in)
					gone <- c.number
				})
				tr := p.transport(t)
				if resp, err := tr.RoundTrip(newGet(t.Context(), p.url("/"))); resp != nil || err == nil || p.dialled() != 1 {
					t.Errorf("%v, error %v, %d connections, want an error, and one", resp, err, p.dialled())
				}
				synctest.Wait()
				if len(gone) != 1 || len(tr.idle) != 0 {
					t.Errorf("%d connections have ended, %v are kept", len(gone), tr.idle)
				}
			})
		})
	}
}

// TestClosedBodyIsNotRead, neither what has come already nor what has been read
// before; and its connection is closed unless it was read to its end.
func TestClosedBodyIsNotRead(t *testing.T) {
	for name, tt := range closedBodies {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gone := make(chan int, 2)
				p := newPuppet(t, "memory", tt.secure, func(c *puppetConn) {
					if c.number == 1 {
						c.head()
						c.say(tt.answer)
					}
					echoes(c)
					gone <- c.number
				})
				tr := p.transport(t)
				resp, err := tr.RoundTrip(newGet(t.Context(), p.url("/a")))
				if err != nil {
					t.Fatal(err)
				}
				if text, err := io.ReadAll(io.LimitReader(resp.Body, tt.read)); string(text) != "hello"[:min(5, tt.read)] || err != nil {
					t.Errorf("%q, error %v", text, err)
				}
				for range 2 {
					if err := resp.Body.Close(); err != nil {
						t.Error(err)
					}
					if n, err := resp.Body.Read(make([]byte, 9)); n != 0 || err != http.ErrBodyReadAfterClose {
						t.Errorf("%d bytes, error %v, want %v", n, err, http.ErrBodyReadAfterClose)
					}
				}
				synctest.Wait()
				if closed := len(gone) == 1; closed != strings.HasSuffix(tt.next, "2") {
					t.Errorf("connection closed: %t", closed)
				}
				p.wantAnswer(t, tr, "/b", tt.next)
			})
		})
	}
}

// TestOldBodyLeavesTheNextAnswerAlone: nothing that is done to an answer that was
// read has to do with its connection any more.
func TestOldBodyLeavesTheNextAnswerAlone(t *testing.T) {
	for name, answer := range map[string]string{
		"length": lengthy("hello"),
		"chunks": okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
		"gzip":   okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello"),
		"none":   okHead("Content-Length: 0"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPuppet(t, "memory", nil, func(c *puppetConn) {
					c.head()
					c.say(answer)
					echoes(c)
				})
				tr := p.transport(t)
				ctx, cancel := context.WithCancel(t.Context())
				old, err := tr.RoundTrip(newGet(ctx, p.url("/a")))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.ReadAll(old.Body); err != nil {
					t.Fatal(err)
				}
				resp, err := tr.RoundTrip(newGet(t.Context(), p.url("/b")))
				if err != nil {
					t.Fatal(err)
				}
				if n, err := old.Body.Read(make([]byte, 9)); n != 0 || err != io.EOF {
					t.Errorf("the old body: %d bytes, error %v", n, err)
				}
				cancel()
				old.Body.Close()
				synctest.Wait()
				if text, err := io.ReadAll(resp.Body); string(text) != "/b on 1" || err != nil {
					t.Errorf("%q, error %v", text, err)
				}
				old.Body.Close()
				p.wantAnswer(t, tr, "/c", "/c on 1")
			})
		})
	}
}

// TestCloseEndsARead that is under way, and the connection with it.
func TestCloseEndsARead(t *testing.T) {
	tests := map[string]struct {
		secure *tls.Config
		answer string
	}{
		"length":           {nil, okHead("Content-Length: 9") + "hello"},
		"gzip":             {nil, okHead("Content-Encoding: gzip", "Transfer-Encoding: chunked") + "5\r\n" + zipped("hello")[:5]},
		"until the end":    {nil, okHead("X-A: b") + "hello"},
		"length, over TLS": {speaksTLS(), okHead("Content-Length: 9") + "hello"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gone := make(chan int, 1)
				p := newPuppet(t, "memory", tt.secure, func(c *puppetConn) {
					c.head()
					c.say(tt.answer)
					c.head()
					gone <- c.number
				})
				resp, err := p.transport(t).RoundTrip(newGet(t.Context(), p.url("/")))
				if err != nil {
					t.Fatal(err)
				}
				ended := make(chan error, 1)
				go func() {
					_, err := io.ReadAll(resp.Body)
					ended <- err
				}()
				synctest.Wait()
				for range 2 {
					go resp.Body.Close()
				}
				if err := <-ended; err == nil || errors.Is(err, io.EOF) {
					t.Errorf("the read ended with %v", err)
				}
				<-gone
			})
		})
	}
}
