package isales_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// connectProxy is a real CONNECT proxy that takes every host for the target.
type connectProxy struct {
	*httptest.Server
	target string
	status int // of its refusal; 0 when it connects

	mu    sync.Mutex
	hosts []string // that were asked for
}

func newConnectProxy(t *testing.T, target string, status int) *connectProxy {
	p := &connectProxy{target: target, status: status}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *connectProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.hosts = append(p.hosts, r.Method+" "+r.Host)
	p.mu.Unlock()
	if p.status != 0 {
		w.WriteHeader(p.status)
		return
	}
	far, err := net.Dial("tcp", p.target)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer far.Close()
	near, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer near.Close()
	_, _ = io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() {
		_, _ = io.Copy(far, near)
		far.Close()
	}()
	_, _ = io.Copy(near, far)
}

// TestProxyFromEnvironment asks in a process of its own: net/http reads the
// environment once, and takes no proxy to loopback addresses.
func TestProxyFromEnvironment(t *testing.T) {
	s := isalestest.NewServer(t, isalestest.Options{})
	target := strings.TrimPrefix(s.URL, "https://")
	closed := httptest.NewServer(nil)
	closed.Close()
	tests := map[string]struct {
		status  int
		proxy   string // its address; empty for the one that is started
		noProxy string
		want    string
		hosts   []string
	}{
		"used": {0, "", "", "6: The call is not answered.", []string{"CONNECT isales.example.com:28080"}},
		"not for all": {0, "", "other.example.com", "6: The call is not answered.",
			[]string{"CONNECT isales.example.com:28080"}},
		"NO_PROXY": {0, "", ".example.com", "direct to isales.example.com:28080", nil},
		"refuses": {407, "", "",
			"unreachable: the proxy answers with HTTP status 407 Proxy Authentication Required",
			[]string{"CONNECT isales.example.com:28080"}},
		"not there": {0, closed.URL, "", "unreachable: connect: connection refused", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := newConnectProxy(t, target, tt.status)
			address := tt.proxy
			if address == "" {
				address = p.URL
			}
			child := exec.Command(os.Args[0], "-test.run=^TestCallInAnotherProcess$", "-test.v")
			child.Env = append(slices.DeleteFunc(os.Environ(),
				func(e string) bool { return strings.Contains(strings.ToUpper(e), "_PROXY=") }),
				"HTTPS_PROXY="+address, "NO_PROXY="+tt.noProxy, "ISALES_TEST_ROOTS="+string(s.CertificatePEM()))
			out, err := child.CombinedOutput()
			if err != nil || !bytes.Contains(out, []byte("[["+tt.want+"]]")) {
				t.Errorf("%v\n%swant %s", err, out, tt.want)
			}
			if !slices.Equal(p.hosts, tt.hosts) {
				t.Errorf("the proxy was asked %q, want %q", p.hosts, tt.hosts)
			}
		})
	}
}

// errDirect is a connection past the proxy.
type errDirect struct{ address string }

func (e errDirect) Error() string { return "direct to " + e.address }

// TestCallInAnotherProcess is what TestProxyFromEnvironment starts.
func TestCallInAnotherProcess(t *testing.T) {
	pem, ok := os.LookupEnv("ISALES_TEST_ROOTS")
	if !ok {
		t.Skip("only for TestProxyFromEnvironment")
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(pem))
	transport := isales.NewTransport(roots, 1)
	// The simulator's certificate is for loopback addresses.
	transport.TLSClientConfig.ServerName = "127.0.0.1"
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.HasPrefix(address, "127.0.0.1:") {
			return nil, errDirect{address}
		}
		return dial(ctx, network, address)
	}
	c, err := isales.New("https://isales.example.com:28080",
		isales.Credentials{AccessKey: isalestest.DemoAccessKey, SecretKey: isalestest.DemoSecretKey},
		isales.WithTransport(transport))
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.QueryExternalResult(t.Context(), 40, 1402245659)
	direct, past := errors.AsType[errDirect](err)
	switch {
	case err == nil:
		t.Logf("[[%s]]", r.DisplayResult)
	case past:
		t.Logf("[[%v]]", direct)
	case errors.Is(err, isales.ErrUnreachable):
		text := err.Error()
		t.Logf("[[unreachable: %s]]",
			text[max(strings.LastIndex(text, "tcp: ")+len("tcp: "), strings.LastIndex(text, "connect: ")):])
	default:
		t.Log(err)
	}
}
