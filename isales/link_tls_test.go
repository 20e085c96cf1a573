package isales

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"testing"
	"time"
)

// serving is a way to speak TLS.
func serving(change func(*tls.Config)) *tls.Config {
	config := speaksTLS()
	change(config)
	return config
}

func certified(host string, until time.Time) (*tls.Config, *x509.CertPool) {
	cert, roots := newCertificate(host, until)
	return &tls.Config{Certificates: []tls.Certificate{cert}}, roots
}

// TestUntrustedServersGetNoRequest: the handshake fails, as what is told to users.
func TestUntrustedServersGetNoRequest(t *testing.T) {
	_, trusted := goodCertificate()
	otherName, otherRoots := certified("other.test", time.Now().Add(time.Hour))
	expired, expiredRoots := certified("isales.test", time.Now().Add(-time.Hour))
	unknown, _ := certified("isales.test", time.Now().Add(time.Hour))
	tests := map[string]struct {
		server *tls.Config
		roots  *x509.CertPool
		want   string
	}{
		"another name":       {otherName, otherRoots, "tls: failed to verify certificate: x509: certificate is valid for other.test, not isales.test"},
		"expired":            {expired, expiredRoots, "tls: failed to verify certificate: x509: certificate has expired or is not yet valid"},
		"unknown signer":     {unknown, trusted, "tls: failed to verify certificate: x509: certificate signed by unknown authority"},
		"TLS 1.1":            {serving(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }), trusted, "remote error: tls: protocol version not supported"},
		"wants a name of us": {serving(func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }), trusted, "remote error: tls: certificate required"},
		"the same, old":      {serving(func(c *tls.Config) { c.MaxVersion, c.ClientAuth = tls.VersionTLS12, tls.RequireAnyClientCert }), trusted, "remote error: tls: handshake failure"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			heads := make(chan string, 1)
			p := newPuppet(t, "tcp", tt.server, func(c *puppetConn) {
				head := c.head()
				_, _ = io.Copy(io.Discard, c.wire)
				heads <- head
			})
			tr := p.transport(t)
			tr.tls.RootCAs = tt.roots
			resp, err := tr.RoundTrip(newGet(t.Context(), p.url("/")))
			if resp != nil || err == nil || len(err.Error()) < len(tt.want) || err.Error()[:len(tt.want)] != tt.want || !isTLS(err) {
				t.Errorf("%v, error %v, want %s, of TLS", resp, err, tt.want)
			}
			if head := <-heads; head != "" || len(tr.idle) != 0 {
				t.Errorf("the server has read %q, and %v is kept", head, tr.idle)
			}
		})
	}
}

// TestPlainServerBehindHTTPS is recognised whatever it says.
func TestPlainServerBehindHTTPS(t *testing.T) {
	tests := map[string]struct {
		says  string
		isTLS bool
	}{
		"HTTP":    {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", true},
		"garbage": {"\x00\x01\x02\x03\x04\x05\x06\x07", true},
		"nothing": {"", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPuppet(t, "tcp", nil, func(c *puppetConn) {
				_, _ = c.in.Peek(1)
				_, _ = c.in.Discard(c.in.Buffered()) // else the end would be a reset
				c.say(tt.says)
			})
			resp, err := p.transport(t).RoundTrip(newGet(t.Context(), "https://isales.test/"))
			if resp != nil || err == nil || isTLS(err) != tt.isTLS {
				t.Errorf("%v, error %v", resp, err)
			}
			_, record := errors.AsType[tls.RecordHeaderError](err)
			if record != tt.isTLS {
				t.Errorf("error %#v", err)
			}
		})
	}
}

// TestSecondConnectionResumes the session of the first, which saves a certificate
// and its verification.
func TestSecondConnectionResumes(t *testing.T) {
	for name, tt := range map[string]struct {
		server  *tls.Config
		version uint16
	}{
		"TLS 1.3":          {speaksTLS(), tls.VersionTLS13},
		"only TLS 1.3":     {serving(func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }), tls.VersionTLS13},
		"TLS 1.2":          {serving(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }), tls.VersionTLS12},
		"offers HTTP/2":    {serving(func(c *tls.Config) { c.NextProtos = []string{"h2", "http/1.1"} }), tls.VersionTLS13},
		"old and offering": {serving(func(c *tls.Config) { c.MaxVersion, c.NextProtos = tls.VersionTLS12, []string{"h2"} }), tls.VersionTLS12},
	} {
		t.Run(name, func(t *testing.T) {
			states := make(chan tls.ConnectionState, 2)
			p := newPuppet(t, "tcp", tt.server, func(c *puppetConn) {
				head := c.head()
				states <- c.Conn.(*tls.Conn).ConnectionState()
				c.say(lengthy(echo(c, head)))
				echoes(c)
			})
			tr := p.transport(t)
			p.wantAnswer(t, tr, "/a", "/a on 1")
			p.wantAnswer(t, tr, "/b", "/b on 1")
			tr.CloseIdleConnections()
			p.wantAnswer(t, tr, "/c", "/c on 2")
			for _, resumed := range []bool{false, true} {
				s := <-states
				if s.DidResume != resumed || s.Version != tt.version || s.ServerName != "isales.test" || s.NegotiatedProtocol != "" {
					t.Errorf("resumed %t, version %x, name %q, protocol %q, want %t, %x, isales.test and none", s.DidResume, s.Version, s.ServerName, s.NegotiatedProtocol, resumed, tt.version)
				}
			}
		})
	}
}
