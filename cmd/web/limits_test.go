package main

import (
	"context"
	"fmt"
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
	results := spy{make(chan *http.Server, 1)}
	s := startService(t, handlers.Config{Results: results}, time.Second)
	get(t, newClient(t), "http://"+s.addr+resultPath)
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
	s.stop()
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}
