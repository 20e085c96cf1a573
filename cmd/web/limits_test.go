package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/platform"
)

// TestSlowClients sends half of what a server waits for, and measures when it
// loses its patience. Everyone else is answered meanwhile.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	plain, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "")})
	secure, _ := startTLS(t, newPair(t, "own"))
	half := map[string]struct {
		c    *console
		send string
	}{
		"half a request line": {plain, "GET /log"},
		"half a header":       {plain, "POST /login HTTP/1.1\r\nHost: localhost\r\nX-Slow: "},
		"nothing":             {plain, ""},
		"half a handshake":    {secure, "\x16\x03\x01"},
	}
	var group sync.WaitGroup
	for name, h := range half {
		conn, err := net.Dial("tcp", h.c.addr())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		begun := time.Now()
		io.WriteString(conn, h.send)
		group.Go(func() {
			conn.SetReadDeadline(begun.Add(patience))
			rest, err := io.ReadAll(conn)
			took := time.Since(begun)
			said.addText(string(rest))
			if err != nil || took < readHeaderTimeout-100*time.Millisecond || took > readHeaderTimeout+5*time.Second {
				t.Errorf("%s: cut after %s with %q, %v, want after %s", name, took, rest, err, readHeaderTimeout)
			}
		})
	}
	newBrowser(t, plain).signIn(t, "alice", "password of alice")
	wantHealth(t, 0, "", nil, "-addr="+secure.addr(), "-tls-cert-file=any")
	group.Wait()
	plain.stop(t)
	secure.stop(t)
}

// spy is Results that see the server of a request.
type spy struct{ seen chan *http.Server }

func (s spy) ExternalResult(ctx context.Context, _ platform.Query) (platform.Copy, error) {
	s.seen <- ctx.Value(http.ServerContextKey).(*http.Server)
	return platform.Copy{}, isales.ErrUnreachable
}

// TestServerLimits compares the server's settings with the design: waiting for
// each of them would take a minute.
func TestServerLimits(t *testing.T) {
	log := newOutput()
	logger := slog.New(slog.NewJSONHandler(log, nil))
	s := spy{make(chan *http.Server, 1)}
	h, err := handlers.New(handlers.Config{Results: s, Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- listenUntil(ctx, l, nil, h, h, time.Second, logger) }()
	get(t, newClient(t), "http://"+l.Addr().String()+resultPath)
	server := <-s.seen
	got := []any{server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout, server.IdleTimeout, server.MaxHeaderBytes}
	want := []any{5 * time.Second, 15 * time.Second, 30 * time.Second, 2 * time.Minute, 32 << 10}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("limits of header, reading, writing, idling and header size: %v, want %v", got, want)
	}
	if server.WriteTimeout <= longestTimeout {
		t.Errorf("a page may take %s to be written, want more than the %s of a call", server.WriteTimeout, longestTimeout)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestOversizedRequests measures the sizes that are still read. net/http adds to
// the header's size what it reads ahead: 4 KiB, and 4 KiB more on a connection
// that was used before.
func TestOversizedRequests(t *testing.T) {
	c, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "")})
	b := newBrowser(t, c)
	header := func(size int) answer { return b.get(t, "/login", "X-Large", strings.Repeat("x", size)) }
	body := func(path string, size int) answer {
		const begin = "user=nobody&password=wrong-password&filler="
		r, err := http.NewRequest(http.MethodPost, c.url+path, strings.NewReader(begin+strings.Repeat("x", size-len(begin))))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := b.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return answer{Response: resp}
	}
	tests := map[string]struct {
		answer answer
		want   int
	}{
		"header of 31 KiB":           {header(31 << 10), 200},
		"header of 41 KiB":           {header(41 << 10), 431},
		"header of 1 MiB":            {header(1 << 20), 431},
		"body of 64 KiB":             {body("/login", 64<<10), 401},
		"body of 64 KiB and 1 byte":  {body("/login", 64<<10+1), 413},
		"body of 1 MiB":              {body("/login", 1<<20), 413},
		"preferences of 1 MiB":       {body("/preferences", 1<<20), 413},
		"sign-out of 1 MiB, unasked": {body("/logout", 1<<20), 303},
	}
	for name, tt := range tests {
		if tt.answer.StatusCode != tt.want {
			t.Errorf("%s: status %d, want %d", name, tt.answer.StatusCode, tt.want)
		}
	}
	c.stop(t)
}

// TestOversizedHeaderOverHTTP2: the same limit is announced to browsers.
func TestOversizedHeaderOverHTTP2(t *testing.T) {
	p := newPair(t, "own")
	c, b := startTLS(t, p)
	if a := b.get(t, "/login", "X-Large", strings.Repeat("x", 31<<10)); a.StatusCode != 200 || a.ProtoMajor != 2 {
		t.Errorf("header of 31 KiB: status %d by %s, want 200 by HTTP/2", a.StatusCode, a.Proto)
	}
	r, err := http.NewRequest(http.MethodGet, c.url+"/login", bytes.NewReader(nil))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Large", strings.Repeat("x", 33<<10))
	resp, err := b.client.Do(r)
	if err == nil {
		resp.Body.Close()
		if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("header of 33 KiB: status %d, want 431 or no answer", resp.StatusCode)
		}
	}
	conn, err := tls.Dial("tcp", c.addr(), &tls.Config{RootCAs: p.roots, NextProtos: []string{"http/1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /login HTTP/1.1\r\nHost: localhost\r\nX-Large: %s\r\n\r\n", strings.Repeat("x", 37<<10))
	status := make([]byte, len("HTTP/1.1 431"))
	if _, err := io.ReadFull(conn, status); err != nil || string(status) != "HTTP/1.1 431" {
		t.Errorf("header of 37 KiB by HTTP/1.1 over TLS: %q, %v, want 431", status, err)
	}
	c.stop(t)
}
