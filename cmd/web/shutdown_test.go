package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/platform"
)

// large is an answer that no buffer of a connection takes whole.
type large struct{}

func (large) ExternalResult(context.Context, platform.Query) (platform.Copy, error) {
	r := &isales.ExternalResult{VDNID: 40, DefID: "1402245659", Raw: strings.Repeat("x", 32<<20)}
	return platform.Copy{ExternalResult: r}, nil
}

// TestShutdownWaitsForReaders stops a console while an answer is being sent: its
// reader gets all of it, and the shutdown ends after that.
func TestShutdownWaitsForReaders(t *testing.T) {
	s := startService(t, handlers.Config{Results: large{}}, patience)
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, "GET "+resultPath+" HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.stop()
	s.log.wait(t, `"msg":"shutting down"`)
	waitUntilRefused(t, s.addr)
	select {
	case err := <-s.ended:
		t.Errorf("the shutdown ended before the answer was read: %v", err)
		s.ended <- err
	default:
	}
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil || n != resp.ContentLength || n < 32<<20 {
		t.Errorf("the reader got %d of %d bytes: %v", n, resp.ContentLength, err)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the shutdown ended with %v", err)
	}
}
