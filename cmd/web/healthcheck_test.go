package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestHealthcheck asks a console before and after it ends.
func TestHealthcheck(t *testing.T) {
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0")
	wantHealth(t, 0, "", nil, "-addr="+c.addr())
	wantHealth(t, 0, "", []string{"ISALES_WEB_ADDR=" + c.addr()})
	c.signal()
	if code := c.end(t); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	wantHealth(t, 1, "connection refused\n", nil, "-addr="+c.addr())
}

// wantHealth runs the sub-command; stderr is to end with the problem.
func wantHealth(t *testing.T, code int, problem string, environ []string, args ...string) {
	t.Helper()
	got, stdout, stderr := runToEnd(t, environ, append([]string{"healthcheck"}, args...)...)
	if got != code || stdout != "" || !strings.HasSuffix(stderr, problem) || problem == "" && stderr != "" {
		t.Errorf("healthcheck %q with %q: exit code %d, stdout %q, stderr %q, want %d, nothing and %q", args,
			environ, got, stdout, stderr, code, problem)
	}
}

// TestHealthcheckAddresses: a console that listens on all addresses is asked on
// this machine's own.
func TestHealthcheckAddresses(t *testing.T) {
	tests := map[string][]string{
		"127.0.0.1:0": {"127.0.0.1", "localhost", "", "0.0.0.0", "[::]"},
		"[::1]:0":     {"[::1]"},
	}
	for listen, hosts := range tests {
		t.Run(listen, func(t *testing.T) {
			l, err := net.Listen("tcp", listen)
			if err != nil {
				t.Skipf("this machine has no such address: %v", err)
			}
			asked := make(chan string, 1)
			server := &httptest.Server{Listener: l,
				Config: &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					asked <- r.Method + " " + r.URL.Path
				})}}
			server.Start()
			t.Cleanup(server.Close)
			_, port, _ := net.SplitHostPort(l.Addr().String())
			for _, host := range hosts {
				wantHealth(t, 0, "", nil, "-addr="+host+":"+port)
				select {
				case got := <-asked:
					if got != "GET /healthz" {
						t.Errorf("-addr=%s:%s asks for %s, want GET /healthz", host, port, got)
					}
				default:
					t.Errorf("-addr=%s:%s asks nobody", host, port)
				}
			}
		})
	}
}

func TestHealthcheckFailures(t *testing.T) {
	ill := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(ill.Close)
	addr := ill.Listener.Addr().String()
	wantHealth(t, 1, "web: "+addr+" answers with status 503\n", nil, "-addr="+addr)
	wantHealth(t, 1, "connection refused\n", nil, "-addr="+closedAddr(t))
	wantHealth(t, 2, "-addr: \"nowhere\" is not host:port\n", nil, "-addr=nowhere")
	wantHealth(t, 2, "ISALES_WEB_ADDR: \"nowhere\" is not host:port\n", []string{"ISALES_WEB_ADDR=nowhere"})
	wantHealth(t, 2, "healthcheck: [\"127.0.0.1:1\"]: the address is given by -addr\n", nil, "127.0.0.1:1")
	wantHealth(t, 2, "flag provided but not defined: -nosuch\n", nil, "-nosuch")
}
