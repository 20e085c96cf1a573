package isales

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits of the connections to a platform.
const (
	dialTimeout   = 5 * time.Second // and as long again for the TLS handshake
	idleTimeout   = 2 * time.Minute // longer than a pause between two clicks
	maxAnswerHead = 64 << 10        // bytes
	// defaultIdle is how many idle connections are kept without a limit of
	// concurrent calls: as many as the vendor recommends to use at once.
	defaultIdle = 10
)

// NewTransport returns the transport that [New] uses, to be wrapped and given to
// WithTransport. It trusts roots, or the system's roots when roots is nil, speaks
// HTTP/1.1 over TLS 1.2 or later, goes through the proxy that HTTPS_PROXY and
// NO_PROXY name, and keeps maxIdle connections to a host (10 if less than 1),
// which should be the number of concurrent calls. A connection that the network
// has forgotten is found out within half a minute.
func NewTransport(roots *x509.CertPool, maxIdle int) *http.Transport {
	if maxIdle < 1 {
		maxIdle = defaultIdle
	}
	dialer := net.Dialer{
		Timeout:         dialTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		OnProxyConnectResponse: checkProxy,
		DialContext:            dialer.DialContext,
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12,
			ClientSessionCache: tls.NewLRUClientSessionCache(0)},
		TLSHandshakeTimeout:    dialTimeout,
		MaxIdleConnsPerHost:    maxIdle,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxAnswerHead,
		Protocols:              protocols,
	}
}

// checkProxy gives the refusal of a proxy a type: without it net/http returns the
// status text alone.
func checkProxy(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	refused := fmt.Errorf("the proxy answers with HTTP status %s", resp.Status)
	return &net.OpError{Op: "proxyconnect", Net: "tcp", Err: refused}
}

// CloseIdleConnections closes the connections that no call is using, if the
// transport can do so.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// transportError sorts an error of the connection. The caller's own
// cancellation is no failure of the platform and stays recognisable.
func transportError(ctx, deadline context.Context, err error, after time.Duration) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("isales: %w", ctx.Err())
	}
	kind := ErrInterrupted
	var timeout net.Error
	switch {
	case deadline.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		kind = ErrTimeout
	case isTLS(err):
		kind = ErrTLS
	case isDial(err):
		kind = ErrUnreachable
	}
	return &TransportError{kind, after, err}
}

// isDial reports that no connection was made, be it to the platform or to a proxy.
func isDial(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "dial" || op.Op == "proxyconnect")
}

func isTLS(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	// crypto/tls reports an alert of either side as such an operation, and has no
	// type for its other errors of a handshake.
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "remote error" || op.Op == "local error") || strings.HasPrefix(err.Error(), "tls: ")
}

// isNetwork reports that the connection failed, rather than what came over it.
func isNetwork(err error) bool {
	_, ok := errors.AsType[net.Error](err)
	return ok || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
