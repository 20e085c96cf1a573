package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
)

// observation is what was seen of the latest call. An abandoned connection may still
// be under way, so its fields are guarded.
type observation struct {
	mu       sync.Mutex
	peer     string        // the address that was connected to; empty for none
	took     time.Duration // to connect
	tls      tls.ConnectionState
	tlsError error
	date     string // Date header of the latest answer
}

// ask makes one signed call.
func (k *checker) ask(ctx context.Context, a attempt) (*isales.ExternalResult, error) {
	transport := isales.NewTransport(k.roots, 1)
	defer transport.CloseIdleConnections()
	transport.DialContext = k.dial(transport.DialContext)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeDone: func(state tls.ConnectionState, err error) {
			k.seen.mu.Lock()
			defer k.seen.mu.Unlock()
			k.seen.tls, k.seen.tlsError = state, err
		},
	})
	as := *k.config
	as.sk = a.sk
	if a.base != "" {
		as.isalesURL = a.base
	}
	now := func() time.Time { return time.Now().Add(-k.skew) }
	client, err := as.client(isales.WithSigning(a.signing), isales.WithClock(now),
		isales.WithTransport(k.roundTrip(a, transport)))
	if err != nil {
		return nil, err
	}
	return client.QueryExternalResult(ctx, max(k.vdnID, 1), k.defID)
}

type dialer func(ctx context.Context, network, addr string) (net.Conn, error)

// dial notes what is connected to.
func (k *checker) dial(dial dialer) dialer {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		start := time.Now()
		conn, err := dial(ctx, network, addr)
		if err == nil {
			k.seen.mu.Lock()
			defer k.seen.mu.Unlock()
			k.seen.peer, k.seen.took = addr, time.Since(start)
		}
		return conn, err
	}
}

// roundTrip sends a request to the platform, whatever address it was signed for, and
// keeps the platform's clock from each answer.
func (k *checker) roundTrip(a attempt, next http.RoundTripper) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		if a.base != "" {
			r = r.Clone(r.Context())
			r.URL.Host, r.Host = k.base.Host, k.base.Host
			r.URL.Path = a.prefix + r.URL.Path
		}
		resp, err := next.RoundTrip(r)
		if err == nil {
			k.seen.mu.Lock()
			defer k.seen.mu.Unlock()
			k.seen.date = resp.Header.Get("Date")
		}
		return resp, err
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func (k *checker) address() string {
	port := k.base.Port()
	if port == "" {
		port = handlers.DefaultPort(k.base.Scheme)
	}
	return net.JoinHostPort(k.base.Hostname(), port)
}

// connection says whether the first call, which ended with err, had a connection.
func (k *checker) connection(err error) bool {
	k.seen.mu.Lock()
	defer k.seen.mu.Unlock()
	proxy, _ := http.ProxyFromEnvironment(&http.Request{URL: k.base})
	if k.seen.peer == "" || errors.Is(err, isales.ErrUnreachable) {
		cause := err
		if e, ok := errors.AsType[*isales.TransportError](err); ok {
			cause = e.Err
		}
		if proxy != nil {
			return k.say(false, "connection", "%v: the way to %s is by the proxy %s; check HTTPS_PROXY and NO_PROXY, "+
				"and what the proxy allows", cause, k.address(), proxy.Host)
		}
		return k.say(false, "connection", "%v: check -isales-url, the network and the firewalls between", cause)
	}
	took := k.seen.took.Round(time.Millisecond)
	if proxy != nil {
		return k.say(true, "connection", "%s answers by the proxy %s (%s)", k.address(), proxy.Host, took)
	}
	return k.say(true, "connection", "%s answers (%s)", k.seen.peer, took)
}

// certificate says whether the first call, which ended with err, met a trusted
// certificate.
func (k *checker) certificate(ctx context.Context, err error) bool {
	if k.base.Scheme == "http" {
		return k.say(true, "certificate", "none needed: plain http to this machine")
	}
	k.seen.mu.Lock()
	failure, chain := k.seen.tlsError, k.seen.tls.PeerCertificates
	k.seen.mu.Unlock()
	if failure == nil && len(chain) == 0 {
		failure = err // of the time before the handshake was complete
	}
	if failure == nil {
		until := chain[0].NotAfter.UTC().Format(time.DateOnly)
		return k.say(true, "certificate", "trusted, for %s, valid until %s", namesOf(chain[0]), until)
	}
	if untrusted, ok := errors.AsType[*tls.CertificateVerificationError](failure); ok {
		return k.untrusted(untrusted)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](failure); !ok {
		if old, ok := k.oldTLS(ctx); ok {
			return k.say(false, "certificate", "%v: an HTTPS port, but its TLS is too old: it speaks %s with %s; "+
				"ask the platform's administrator for TLS 1.2 or later with ECDHE suites",
				failure, tls.VersionName(old.Version), tls.CipherSuiteName(old.CipherSuite))
		}
	}
	if alert, ok := errors.AsType[*net.OpError](failure); ok && alert.Op == "remote error" {
		return k.say(false, "certificate", "%v: an HTTPS port that refuses the console; "+
			"ask the platform's administrator what it asks of clients, such as a certificate of their own", failure)
	}
	return k.say(false, "certificate", "%v: perhaps this is no HTTPS port", failure)
}

// untrusted says what is wrong with a certificate, and the ways out.
func (k *checker) untrusted(failure *tls.CertificateVerificationError) bool {
	leaf, wayOut := failure.UnverifiedCertificates[0], ""
	if _, ok := errors.AsType[x509.UnknownAuthorityError](failure.Err); ok {
		k.advice = append(k.advice,
			"-isales-ca-file=FILE with the certificate of the issuer, from the platform's administrator")
	}
	if _, ok := errors.AsType[x509.HostnameError](failure.Err); ok {
		wayOut = fmt.Sprintf(". It does not name %s: ask the platform's administrator for a certificate that does, "+
			"or use one of its names in -isales-url, which DNS or the hosts file leads there", k.base.Hostname())
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](failure.Err); ok && invalid.Reason == x509.Expired {
		wayOut = ". Ask the platform's administrator for a new one, or set the clock of this machine"
	}
	return k.say(false, "certificate", "not trusted: %v. It is for %s, was issued by %q and is valid until %s%s",
		failure.Err, namesOf(leaf), leaf.Issuer, leaf.NotAfter.UTC().Format(time.DateOnly), wayOut)
}

// errEnough ends a handshake that was made to see what the other side speaks.
var errEnough = errors.New("seen enough")

// oldTLS finds out whether the platform speaks TLS that the console refuses. Nothing
// is sent: the handshake ends before a request.
func (k *checker) oldTLS(ctx context.Context) (seen tls.ConnectionState, ok bool) {
	var suites []uint16
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		suites = append(suites, suite.ID)
	}
	found := make(chan tls.ConnectionState, 1)
	transport := isales.NewTransport(nil, 1)
	transport.TLSClientConfig = &tls.Config{
		MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS12, CipherSuites: suites, InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			found <- state
			return errEnough
		},
	}
	ctx, cancel := context.WithTimeout(ctx, k.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, "https://"+k.base.Host, nil)
	if err != nil {
		return seen, false
	}
	if _, err = transport.RoundTrip(r); !errors.Is(err, errEnough) {
		return seen, false
	}
	seen = <-found
	modern := slices.ContainsFunc(tls.CipherSuites(), func(s *tls.CipherSuite) bool { return s.ID == seen.CipherSuite })
	return seen, seen.Version < tls.VersionTLS12 || !modern
}

func namesOf(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no name at all"
	}
	return strings.Join(names, ", ")
}
