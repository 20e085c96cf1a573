package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// patience bounds what a test waits for; only a failing test uses it up.
const patience = 20 * time.Second

// output collects what run prints and lets a test wait for it.
type output struct {
	mu      sync.Mutex
	text    strings.Builder
	changed chan struct{}
}

// newOutput returns one whose text is searched for secrets in the end.
func newOutput() *output {
	o := &output{changed: make(chan struct{})}
	said.addOutput(o)
	return o
}

// nothing is the standard input of a program that is asked nothing.
func nothing() io.Reader { return strings.NewReader("") }

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.changed)
	o.changed = make(chan struct{})
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// wait returns once the output holds text.
func (o *output) wait(t testing.TB, text string) {
	t.Helper()
	expired := time.After(patience)
	for {
		o.mu.Lock()
		found, changed := strings.Contains(o.text.String(), text), o.changed
		o.mu.Unlock()
		if found {
			return
		}
		select {
		case <-changed:
		case <-expired:
			t.Fatalf("no %q in the output:\n%s", text, o)
		}
	}
}

// console is a run of the whole program that serves.
type console struct {
	url            string // without a trailing slash
	stdout, stderr *output
	signal         context.CancelFunc // what SIGTERM does
	code           chan int
}

// start runs the program until it has printed its URL. The test must end it.
func start(t testing.TB, environ []string, args ...string) *console {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	c := &console{stdout: newOutput(), stderr: newOutput(), signal: cancel, code: make(chan int, 1)}
	go func() {
		code := run(ctx, args, environ, nothing(), c.stdout, c.stderr)
		io.WriteString(c.stdout, "\n") // wakes up the wait below when there will be no URL
		c.code <- code
	}()
	c.stdout.wait(t, "\n")
	_, c.url, _ = strings.Cut(strings.TrimSuffix(c.stdout.String(), "/\n"), ": ")
	if !strings.HasPrefix(c.url, "http://") && !strings.HasPrefix(c.url, "https://") {
		t.Fatalf("run(%q) printed no URL; stdout %q, stderr:\n%s", args, c.stdout, c.stderr)
	}
	return c
}

// addr is where the console listens.
func (c *console) addr() string {
	_, address, _ := strings.Cut(c.url, "://")
	return address
}

// stop ends a console that is to end well.
func (c *console) stop(t testing.TB) {
	t.Helper()
	c.signal()
	if code := c.end(t); code != 0 {
		t.Errorf("exit code %d, want 0; stderr:\n%s", code, c.stderr)
	}
}

// end waits for the exit code.
func (c *console) end(t testing.TB) int {
	t.Helper()
	select {
	case code := <-c.code:
		return code
	case <-time.After(patience):
		t.Fatalf("run did not return; stderr:\n%s", c.stderr)
		return -1
	}
}

// runToEnd runs the program with nothing in the environment but environ.
func runToEnd(t testing.TB, environ []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, problems := newOutput(), newOutput()
	code = run(ctx, args, environ, nothing(), out, problems)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Fatalf("run(%q) did not return by itself", args)
	}
	return code, out.String(), problems.String()
}

// get returns the status and the body of a page.
func get(t testing.TB, client *http.Client, url string) (int, string) {
	t.Helper()
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("GET %s: %v", url, err)
	}
	return resp.StatusCode, string(body)
}

// newClient returns a client with connections of its own, so that closing them
// disturbs no other test.
func newClient(t testing.TB) *http.Client {
	transport := &overheard{&http.Transport{}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patience}
}

// file writes a file for the length of the test and returns its path.
func file(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// platformFlags are what an operator of the platform would give.
func platformFlags(t testing.TB, platform *isalestest.Server) []string {
	t.Helper()
	said.mayNotSay(platform.SecretKey)
	return []string{
		"-isales-url=" + platform.URL,
		"-isales-ak=" + platform.AccessKey,
		"-isales-sk-file=" + file(t, platform.SecretKey+"\n"),
		"-isales-ca-file=" + file(t, string(platform.CertificatePEM())),
	}
}

// closedAddr is an address that nothing listens on.
func closedAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
