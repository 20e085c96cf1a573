package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// wellReady is what /readyz says while nobody looks anything up.
const wellReady = "ready\nplatform: answering\nbreaker: closed\ncalls in flight: 0 of 10, waiting: 0\n"

// lookedUp is the answer to a page that was asked for in the background.
type lookedUp struct {
	status int
	body   string
	err    error
}

func lookUp(client *http.Client, url string) lookedUp {
	r, err := http.NewRequest(http.MethodGet, url, http.NoBody)
	if err != nil {
		return lookedUp{err: err}
	}
	return answerTo(client, r)
}

// answerTo sends a request.
func answerTo(client *http.Client, r *http.Request) lookedUp {
	resp, err := client.Do(r)
	if err != nil {
		return lookedUp{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return lookedUp{resp.StatusCode, string(body), err}
}

// TestShutdownLetsLookUpsFinish stops a console that waits for the platform.
func TestShutdownLetsLookUpsFinish(t *testing.T) {
	platform := holdPlatform(t, isalestest.Sample())
	c := start(t, nil, append(platformFlags(t, platform.Server), "-addr=127.0.0.1:0")...)
	kept := newClient(t)
	if status, body := get(t, kept, c.url+"/readyz"); status != 200 || body != wellReady {
		t.Errorf("/readyz before the signal: %d %q", status, body)
	}
	inFlight, other := make(chan lookedUp, 1), newClient(t)
	go func() { inFlight <- lookUp(other, c.url+"/vdns/40/results/1402245659") }()
	<-platform.arrived

	c.signal()
	c.stderr.wait(t, `"msg":"shutting down"`)
	if after := lookUp(kept, c.url+"/readyz"); after.err == nil && after.status != http.StatusServiceUnavailable {
		t.Errorf("/readyz after the signal: %d %q, want 503 or no connection", after.status, after.body)
	}
	waitUntilRefused(t, c.addr())
	select {
	case code := <-c.code:
		t.Fatalf("ended with exit code %d before the look-up did", code)
	default:
	}

	platform.release()
	if got := <-inFlight; got.err != nil || got.status != 200 || !strings.Contains(got.body, resultHeading) {
		t.Errorf("the look-up in flight got %+v, want the result", got)
	}
	if code := c.end(t); code != 0 {
		t.Errorf("exit code %d, want 0; stderr:\n%s", code, c.stderr)
	}
	c.stderr.wait(t, `"msg":"stopped"`)
}

// waitUntilRefused dials until nothing listens at addr.
func waitUntilRefused(t *testing.T, addr string) {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < patience; {
		conn, err := net.DialTimeout("tcp", addr, patience)
		if err != nil {
			return
		}
		conn.Close()
	}
	t.Fatalf("%s still accepts connections", addr)
}

// TestShutdownCutsWhatNeverEnds stops a console with a request that stays
// incomplete.
func TestShutdownCutsWhatNeverEnds(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	c := start(t, nil, append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-isales-timeout=1ms")...)
	conn, err := net.Dial("tcp", c.addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /readyz HTTP/1.1\r\nHost: %s\r\nContent-Length: 9\r\n\r\nhalf", c.addr())
	// The request is counted when its handler has ended; only what is left of its
	// body is missing then.
	client := newClient(t)
	counted := `isales_console_requests_total{method="GET",route="/readyz",status="200"} 1`
	for begun := time.Now(); ; {
		if _, figures := get(t, client, c.url+"/metrics"); strings.Contains(figures, counted) {
			break
		}
		if time.Since(begun) > patience {
			t.Fatalf("no %s", counted)
		}
	}
	c.signal()
	if code := c.end(t); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if want := "\nweb: some requests did not end in time and were cut\n"; !strings.HasSuffix(c.stderr.String(), want) {
		t.Errorf("stderr ends not with %q:\n%s", want, c.stderr)
	}
	if rest, err := io.ReadAll(conn); err == nil && strings.Contains(string(rest), "ready\n") {
		t.Errorf("the request that never ended was answered: %q", rest)
	}
}

func TestPortTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, stdout, stderr := runToEnd(t, nil, "-demo", "-addr", l.Addr().String())
	want := fmt.Sprintf("web: -addr: listen tcp %s: bind: address already in use\n", l.Addr())
	if code != 1 || stdout != "" || stderr != want {
		t.Errorf("exit code %d, stdout %q, stderr %q, want 1, nothing and %q", code, stdout, stderr, want)
	}
}

// TestLog: what is configured is said once, without the secret.
func TestLog(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{BasePath: "/gw"})
	flags := append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-isales-timeout=3s")
	c := start(t, nil, flags...)
	if status, _ := get(t, newClient(t), c.url+"/vdns/40/results/1402245659"); status != 200 {
		t.Errorf("status %d, want 200", status)
	}
	c.signal()
	if code := c.end(t); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	var messages []string
	for line := range strings.Lines(c.stderr.String()) {
		var record map[string]any
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Errorf("not JSON, though stderr is no terminal: %s", line)
		}
		messages = append(messages, fmt.Sprint(record["msg"]))
	}
	if got, want := strings.Join(messages, ", "), "starting, request, shutting down, stopped"; got != want {
		t.Errorf("logged %s, want %s", got, want)
	}
	wantNoSecret(t, "the log", c.stderr.String()+c.stdout.String(), platform.SecretKey)
	for _, r := range platform.Requests() {
		wantNoSecret(t, "the log", c.stderr.String(), r.Header.Get("Authorization"))
	}
}

func TestLogFormatAndLevel(t *testing.T) {
	tests := map[string]struct {
		flags  []string
		prefix string
	}{
		"text":  {[]string{"-log-format=text"}, "time="},
		"json":  {[]string{"-log-format=json"}, "{"},
		"auto":  {nil, "{"},
		"error": {[]string{"-log-level=error"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := start(t, nil, append([]string{"-demo", "-addr=127.0.0.1:0"}, tt.flags...)...)
			c.signal()
			if code := c.end(t); code != 0 {
				t.Errorf("exit code %d, want 0", code)
			}
			if got := c.stderr.String(); !strings.HasPrefix(got, tt.prefix) || tt.prefix == "" && got != "" {
				t.Errorf("stderr %q, want it to begin with %q", got, tt.prefix)
			}
		})
	}
}
