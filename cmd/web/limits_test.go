package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/platform"
)

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
	results := spy{make(chan *http.Server, 1)}
	h, err := handlers.New(handlers.Config{Results: results, Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	s := service{listener: l, console: h, handler: h, maxCall: time.Second, log: logger}
	go func() { ended <- s.run(ctx) }()
	get(t, newClient(t), "http://"+l.Addr().String()+resultPath)
	server := <-results.seen
	got := []any{server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout, server.IdleTimeout,
		server.MaxHeaderBytes}
	want := []any{5 * time.Second, 15 * time.Second, 30 * time.Second, 2 * time.Minute, 28 << 10} // net/http adds 4 KiB
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("limits of header, reading, writing, idling and header size: %v, want %v", got, want)
	}
	if server.WriteTimeout <= maxTimeout {
		t.Errorf("a page may take %s to be written, want more than the %s of a call", server.WriteTimeout, maxTimeout)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
