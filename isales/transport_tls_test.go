package isales_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
)

// TestUntrustedServersGetNoRequest: the handshake fails, and the error says so.
func TestUntrustedServersGetNoRequest(t *testing.T) {
	_, trusted := goodCertificate()
	certified := func(host string, until time.Time) (*tls.Config, *x509.CertPool) {
		cert, roots := newCertificate(host, until)
		return &tls.Config{Certificates: []tls.Certificate{cert}}, roots
	}
	otherName, otherRoots := certified("other.example.com", time.Now().Add(time.Hour))
	expired, expiredRoots := certified("isales.example.com", time.Now().Add(-time.Hour))
	unknown, _ := certified("isales.example.com", time.Now().Add(time.Hour))
	tests := map[string]struct {
		server *tls.Config
		roots  *x509.CertPool
		want   string
	}{
		"another name":   {otherName, otherRoots, "certificate is valid for other.example.com, not isales.example.com"},
		"expired":        {expired, expiredRoots, "certificate has expired or is not yet valid"},
		"unknown signer": {unknown, trusted, "certificate signed by unknown authority"},
		"TLS 1.1": {speaksTLS(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }),
			trusted, "remote error: tls: protocol version not supported"},
		"wants a certificate": {speaksTLS(func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }),
			trusted, "remote error: tls: certificate required"},
		"wants one, TLS 1.2": {speaksTLS(func(c *tls.Config) {
			c.MaxVersion, c.ClientAuth = tls.VersionTLS12,
				tls.RequireAnyClientCert
		}),
			trusted, "remote error: tls: handshake failure"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, false, tt.server, (*wireConn).answerAll)
			w.TLSClientConfig.RootCAs = tt.roots
			_, err := query(t.Context(), w.client(t, true))
			if !errors.Is(err, isales.ErrTLS) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want ErrTLS: %s", err, tt.want)
			}
			if n := w.asked.Load(); n != 0 {
				t.Errorf("%d requests, want none", n)
			}
		})
	}
}

// oldHello is the first message of a server that speaks TLS 1.1 whatever the
// client offers.
var oldHello = "\x16\x03\x02\x00\x2a\x02\x00\x00\x26\x03\x02" + strings.Repeat("r", 32) + "\x00\xc0\x13\x00"

// TestServerWithoutGoodTLS behind an https address.
func TestServerWithoutGoodTLS(t *testing.T) {
	for says, want := range map[string]error{
		"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n": isales.ErrTLS,
		"\x00\x01\x02\x03\x04\x05\x06\x07":                      isales.ErrTLS,
		oldHello:                                                isales.ErrTLS,
		"":                                                      isales.ErrInterrupted,
	} {
		w := newWire(t, false, nil, func(c *wireConn) {
			_, _ = c.in.Peek(1)
			_, _ = c.in.Discard(c.in.Buffered()) // else the end is a reset
			c.say(says)
		})
		if _, err := query(t.Context(), w.client(t, true)); !errors.Is(err, want) {
			t.Errorf("a server that sends %q: error %v, want %v", says, err, want)
		}
	}
}

// TestSecondConnectionResumes the session of the first, over HTTP/1.1 also where
// the server offers HTTP/2.
func TestSecondConnectionResumes(t *testing.T) {
	for name, tt := range map[string]struct {
		server  *tls.Config
		version uint16
	}{
		"TLS 1.3": {speaksTLS(), tls.VersionTLS13},
		"TLS 1.2": {speaksTLS(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }), tls.VersionTLS12},
		"offers HTTP/2": {speaksTLS(func(c *tls.Config) { c.NextProtos = []string{"h2", "http/1.1"} }),
			tls.VersionTLS13},
	} {
		t.Run(name, func(t *testing.T) {
			states := make(chan tls.ConnectionState, 2)
			w := newWire(t, false, tt.server, func(c *wireConn) {
				if c.next() {
					states <- c.Conn.(*tls.Conn).ConnectionState()
					c.say(result(c.number))
				}
				c.answerAll()
			})
			c := w.client(t, true)
			for _, resumed := range []bool{false, true} {
				if _, err := query(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				c.CloseIdleConnections()
				s := <-states
				if s.DidResume != resumed || s.Version != tt.version || s.ServerName != "isales.example.com" ||
					s.NegotiatedProtocol == "h2" {
					t.Errorf("resumed %t, version %x, name %q, protocol %q; want %t and %x",
						s.DidResume, s.Version, s.ServerName, s.NegotiatedProtocol, resumed, tt.version)
				}
			}
		})
	}
}
