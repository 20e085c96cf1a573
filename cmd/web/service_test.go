package main

import (
	"context"
	"io"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// TestSystemd runs the program as systemd does: it says when it is ready, that it
// lives, and that it stops; SIGHUP makes it read its files again; at the end /readyz
// says so before the listener closes, and a connection that never sent a byte is no
// reason for another exit code than 0.
func TestSystemd(t *testing.T) {
	dir, err := os.MkdirTemp("", "notify-") // short enough for the name of a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	systemd, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: filepath.Join(dir, "socket"), Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer systemd.Close()
	_ = systemd.SetReadDeadline(time.Now().Add(patience))
	wantState := func(want string, but ...string) {
		t.Helper()
		for b := make([]byte, 100); ; {
			n, err := systemd.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(b[:n]); got == want {
				return
			} else if len(but) == 0 || got != but[0] {
				t.Fatalf("systemd is told %q, want %q", got, want)
			}
		}
	}
	own := newPair(t, "own")
	socket, flags := filepath.Join(dir, "socket"), append(platformFlags(t, isalestest.NewServer(t, isalestest.Options{})),
		"-isales-timeout=3s", "-shutdown-delay=1s", "-tls-cert-file="+own.cert, "-tls-key-file="+own.key,
		"-users-file="+file(t, userLine(t, "alice", "password of alice", "")), "-tokens-file="+file(t, ""),
		"-notes-file="+file(t, "00605,,Call again\n"), "-oidc-issuer=https://login.example", "-oidc-client-id=console",
		"-oidc-client-secret-file="+file(t, "client-secret-of-the-test"), "-oidc-groups-file="+file(t, "sales:40\n"))
	url, command, stderr := asProcess(t, []string{"NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=3000000"}, flags...)
	wantState("READY=1")
	wantState("WATCHDOG=1")
	silent, err := net.Dial("tcp", strings.TrimPrefix(url, "https://"))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	signalTo(t, command, syscall.SIGHUP)
	for _, what := range []string{"users file", "tokens file", "groups file", "notes", "CA file", "TLS certificate"} {
		stderr.wait(t, `"msg":"`+what+` read again"`)
	}
	signalTo(t, command, syscall.SIGTERM)
	wantState("STOPPING=1", "WATCHDOG=1")
	b := newBrowser(t, &console{url: url})
	trust(t, b, own)
	if a := b.get(t, "/readyz"); a.StatusCode != http.StatusServiceUnavailable || a.body != "shutting down\n" {
		t.Errorf("/readyz before the listener closes: %d %q, want 503", a.StatusCode, a.body)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("the program ended with %v:\n%s", err, stderr)
	}
}

// TestWatchdogOfSilentListener: without an answer of the listener there is no sign of
// life.
func TestWatchdogOfSilentListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // accepts connections, and nobody answers on them
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := askHealth(ctx, l.Addr().String(), false); err == nil {
		t.Error("the listener is taken to answer")
	}
}

// running is a service that runs until stop is called.
type running struct {
	addr  string
	log   *output
	stop  context.CancelFunc
	ended chan error
}

// startService starts a service on a port of its own; see service for maxCall.
func startService(t *testing.T, c handlers.Config, maxCall time.Duration) *running {
	t.Helper()
	r := &running{log: newOutput(), ended: make(chan error, 1)}
	c.Log = slog.New(slog.NewJSONHandler(r.log, nil))
	h, err := handlers.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(t.Context())
	r.addr = l.Addr().String()
	s := service{listener: l, console: h, handler: h, maxCall: maxCall, log: c.Log}
	go func() { r.ended <- s.run(ctx) }()
	return r
}

// endless is a VDN that is never read to its end.
type endless struct{}

func (endless) ListExternalResults(context.Context, int, isales.Language) iter.Seq2[isales.ListedResult, error] {
	return func(yield func(isales.ListedResult, error) bool) {
		yield(isales.ListedResult{DefID: "1", DisplayResult: "one", Code: "1", Total: 1}, nil)
	}
}

func (endless) ExternalResult(ctx context.Context, _ platform.Query) (platform.Copy, error) {
	<-ctx.Done()
	return platform.Copy{}, ctx.Err()
}

// TestCutStreams: what the end of the console cuts off says so in the reader's
// language, and is no reason for an error at the end.
func TestCutStreams(t *testing.T) {
	s := startService(t, handlers.Config{Results: endless{}, Browser: endless{}}, 100*time.Millisecond)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: patience}
	var bodies []io.ReadCloser
	tests := []struct{ path, language, want string }{
		{"/vdns/40", "en", "This page was cut off before everything on it had been read."},
		{"/vdns/40/results", "zh-CN", "此页尚未读取完毕即被中断。"},
		{"/vdns/40/batch?id=1&id=2", "en",
			"This page was cut off before everything on it had been read. Load it again in a minute."},
		{"/vdns/40/batch?id=1", "zh-CN", "此页尚未读取完毕即被中断。"},
	}
	for _, test := range tests {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
			"http://"+s.addr+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Language", test.language)
		r.Header.Set("Accept", "text/html")
		resp, err := client.Do(r) // returns when the page has begun
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		bodies = append(bodies, resp.Body)
	}
	s.stop()
	for i, test := range tests {
		body, err := io.ReadAll(bodies[i])
		if page := string(body); err != nil || !strings.Contains(page, test.want) ||
			!strings.HasSuffix(strings.TrimSpace(page), "</html>") {
			t.Errorf("%s: %v, want a whole page with %q\n%s", test.path, err, test.want, page)
		}
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the console ended with %v", err)
	}
	if got := strings.Count(s.log.String(), handlers.ErrShutdown.Error()); got != len(tests) {
		t.Errorf("%d records of cut requests, want %d:\n%s", got, len(tests), s.log)
	}
}
