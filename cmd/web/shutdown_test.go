package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
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
	log := newOutput()
	logger := slog.New(slog.NewJSONHandler(log, nil))
	h, err := handlers.New(handlers.Config{Results: large{}, Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	s := service{listener: l, console: h, handler: h, maxCall: patience, log: logger}
	go func() { ended <- s.run(ctx) }()

	conn, err := net.Dial("tcp", l.Addr().String())
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
	stop()
	log.wait(t, `"msg":"shutting down"`)
	waitUntilRefused(t, l.Addr().String())
	select {
	case err := <-ended:
		t.Errorf("the shutdown ended before the answer was read: %v", err)
		ended <- err
	default:
	}
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil || n != resp.ContentLength || n < 32<<20 {
		t.Errorf("the reader got %d of %d bytes: %v", n, resp.ContentLength, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the shutdown ended with %v", err)
	}
}
