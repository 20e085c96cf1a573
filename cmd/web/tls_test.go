package main

import (
	"crypto/tls"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// startTLS starts a console with alice and a certificate; its browser trusts it.
func startTLS(t *testing.T, p *pair) (*console, *browser) {
	t.Helper()
	c, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "")}, "-tls-cert-file="+p.cert,
		"-tls-key-file="+p.key)
	b := newBrowser(t, c)
	trust(t, b, p)
	return c, b
}

func trust(t *testing.T, b *browser, p *pair) {
	t.Helper()
	transport := b.client.Transport.(*overheard).Transport
	transport.TLSClientConfig, transport.ForceAttemptHTTP2 = &tls.Config{RootCAs: p.roots}, true
}

func TestOwnTLS(t *testing.T) {
	c, b := startTLS(t, newPair(t, "own"))
	if !strings.HasPrefix(c.url, "https://127.0.0.1:") {
		t.Errorf("the printed URL is %s, want https", c.url)
	}
	a := b.signIn(t, "alice", "password of alice")
	wantCookie(t, a, "__Host-isales-session-NAME=VALUE; Path=/; Expires=TIME; Max-Age=43200; HttpOnly; Secure; SameSite=Lax\n"+
		"__Secure-isales-device-NAME=VALUE; Path=/login; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax")
	b.wantIn(t, "alice")
	for _, path := range []string{"/", resultPath, "/nothing-here", "/healthz", "/login"} {
		a := b.get(t, path)
		if got := a.Header.Values("Strict-Transport-Security"); len(got) != 1 || got[0] != "max-age=31536000" {
			t.Errorf("%s: Strict-Transport-Security %q, want a year, once", path, got)
		}
		if a.Proto != "HTTP/2.0" || a.TLS.NegotiatedProtocol != "h2" || a.TLS.Version < tls.VersionTLS12 {
			t.Errorf("%s: %s by %q in %s, want HTTP/2", path, a.Proto, a.TLS.NegotiatedProtocol, tls.VersionName(a.TLS.Version))
		}
	}
	if status, body := get(t, newClient(t), "http://"+c.addr()+"/healthz"); status != 400 ||
		body != "Client sent an HTTP request to an HTTPS server.\n" {
		t.Errorf("plain http: %d %q, want it refused", status, body)
	}
	c.stop(t)
}

func TestHealthcheckOverTLS(t *testing.T) {
	p := newPair(t, "console.example")
	c, _ := startTLS(t, p)
	_, port, _ := strings.Cut(c.addr(), ":")
	wantHealth(t, 0, "", nil, "-addr="+c.addr(), "-tls-cert-file="+p.cert)
	wantHealth(t, 0, "", nil, "-addr=0.0.0.0:"+port, "-tls-cert-file="+p.cert)
	wantHealth(t, 0, "", []string{"ISALES_WEB_ADDR=" + c.addr(), "ISALES_WEB_TLS_CERT_FILE=" + p.cert})
	wantHealth(t, 1, "web: "+c.addr()+" answers with status 400\n", nil, "-addr="+c.addr())
	c.stop(t)
	wantHealth(t, 1, "connection refused\n", nil, "-addr="+c.addr(), "-tls-cert-file="+p.cert)
}

// TestRenewedCertificate: a handshake gets the renewed certificate, and the last
// good one while the files do not fit each other.
func TestRenewedCertificate(t *testing.T) {
	first, second := newPair(t, "first"), newPair(t, "second")
	now := time.Now()
	synctest.Test(t, func(t *testing.T) {
		log := newOutput()
		own, err := openCertificate(first.cert, first.key, slog.New(slog.NewJSONHandler(log, nil)), new(rereads))
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct{ cert, key, served *pair }{
			{first, first, first}, {second, first, first}, {second, second, second},
		} {
			replace(t, first.cert, step.cert.certContent)
			replace(t, first.key, step.key.keyContent)
			time.Sleep(recheckCertificate)
			visitor, console := net.Pipe()
			go func() { _ = tls.Server(console, own).Handshake() }()
			conn := tls.Client(visitor, &tls.Config{RootCAs: step.served.roots, ServerName: "127.0.0.1",
				Time: func() time.Time { return now }})
			if err := conn.Handshake(); err != nil {
				t.Error(err)
			}
			visitor.Close()
			console.Close()
		}
		wantInOrder(t, log.String(),
			`"level":"ERROR","msg":"the TLS certificate cannot be used; the last good one is kept","file":`,
			`"level":"INFO","msg":"TLS certificate read again","file":`)
	})
}
