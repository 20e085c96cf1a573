package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// startTLS starts a console with alice and a certificate; its browser trusts it.
func startTLS(t *testing.T, p *pair) (*console, *browser) {
	t.Helper()
	c, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "")}, "-tls-cert-file="+p.cert, "-tls-key-file="+p.key)
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
	wantCookie(t, a, "__Host-isales-session=VALUE; Path=/; Expires=TIME; Max-Age=43200; HttpOnly; Secure; SameSite=Lax")
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
	if status, body := get(t, newClient(t), "http://"+c.addr()+"/healthz"); status != 400 || body != "Client sent an HTTP request to an HTTPS server.\n" {
		t.Errorf("plain http: %d %q, want it refused", status, body)
	}
	c.stop(t)
}

// TestOldTLS: what is broken is not spoken.
func TestOldTLS(t *testing.T) {
	p := newPair(t, "own")
	c, _ := startTLS(t, p)
	for version, ok := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", c.addr(), &tls.Config{RootCAs: p.roots, MinVersion: version, MaxVersion: version})
		if (err == nil) != ok {
			t.Errorf("%s: %v, want it accepted: %t", tls.VersionName(version), err, ok)
		}
		if err == nil {
			conn.Close()
		}
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

// served is the name in the certificate that a new connection gets.
func served(t *testing.T, c *tls.Config) string {
	t.Helper()
	leaf, err := c.GetCertificate(nil)
	if err != nil {
		t.Fatal(err)
	}
	return leaf.Leaf.Subject.CommonName
}

// TestRenewedCertificate renews in every order, well and badly.
func TestRenewedCertificate(t *testing.T) {
	synctest.Test(t, testRenewedCertificate)
}

func testRenewedCertificate(t *testing.T) {
	first, second, third := newPair(t, "first"), newPair(t, "second"), newPair(t, "third")
	log := newOutput()
	c, err := openCertificate(first.cert, first.key, slog.New(slog.NewJSONHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	modified := time.Now()
	write := func(path, content string) func() {
		return func() {
			replace(t, path, content)
			// The test is faster than the clock of some file systems.
			modified = modified.Add(time.Second)
			if err := os.Chtimes(path, modified, modified); err != nil {
				t.Error(err)
			}
		}
	}
	remove := func(path string) func() {
		return func() {
			if err := os.Remove(path); err != nil {
				t.Error(err)
			}
		}
	}
	const again, bad = "INFO TLS certificate read again", "ERROR the TLS certificate cannot be used; the last good one is kept"
	steps := []struct {
		name   string
		change []func()
		passed time.Duration
		want   string
		logged string // without its error
	}{
		{"nothing changed", nil, recheckCertificate, "first", ""},
		{"renewed a moment ago", []func(){write(first.cert, second.certContent), write(first.key, second.keyContent)}, recheckCertificate - time.Second, "first", ""},
		{"noticed", nil, recheckCertificate, "second", again},
		{"unchanged since", nil, recheckCertificate, "second", ""},
		{"between the two files", []func(){write(first.cert, third.certContent)}, recheckCertificate, "second", bad},
		{"not looked at", nil, recheckCertificate - time.Second, "second", ""},
		{"and the other file", []func(){write(first.key, third.keyContent)}, recheckCertificate, "third", again},
		{"broken", []func(){write(first.cert, "not a certificate\n")}, recheckCertificate, "third", bad},
		{"empty", []func(){write(first.cert, "")}, recheckCertificate, "third", bad},
		{"removed", []func(){remove(first.key)}, recheckCertificate, "third", bad},
		{"repaired", []func(){write(first.cert, first.certContent), write(first.key, first.keyContent)}, recheckCertificate, "first", again},
	}
	for _, step := range steps {
		before := len(log.String())
		for _, change := range step.change {
			change()
		}
		time.Sleep(step.passed)
		for range 2 { // the second time within the interval
			if got := served(t, c); got != step.want {
				t.Errorf("%s: %s is served, want %s", step.name, got, step.want)
			}
		}
		var got []string
		for line := range strings.Lines(log.String()[before:]) {
			_, rest, _ := strings.Cut(line, `"level":"`)
			level, rest, _ := strings.Cut(rest, `","msg":"`)
			message, rest, _ := strings.Cut(rest, `"`)
			got = append(got, level+" "+message)
			if !strings.HasPrefix(rest, fmt.Sprintf(`,"file":%q`, first.cert)) {
				t.Errorf("%s: the file is not named in %s", step.name, line)
			}
		}
		if strings.Join(got, "\n") != step.logged {
			t.Errorf("%s: logged %q, want %q", step.name, got, step.logged)
		}
	}
}

// TestRenewedCertificateIsServed: a handshake gets the renewed certificate.
func TestRenewedCertificateIsServed(t *testing.T) {
	first, second := newPair(t, "first"), newPair(t, "second")
	now := time.Now()
	synctest.Test(t, func(t *testing.T) {
		own, err := openCertificate(first.cert, first.key, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*pair{first, second} {
			replace(t, first.cert, p.certContent)
			replace(t, first.key, p.keyContent)
			time.Sleep(recheckCertificate)
			visitor, console := net.Pipe()
			go func() { _ = tls.Server(console, own).Handshake() }()
			conn := tls.Client(visitor, &tls.Config{RootCAs: p.roots, ServerName: "127.0.0.1", Time: func() time.Time { return now }})
			if err := conn.Handshake(); err != nil {
				t.Error(err)
			}
			visitor.Close()
			console.Close()
		}
	})
}
