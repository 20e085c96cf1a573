package isales

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// NewTransport returns the transport that [New] uses, to be wrapped and given to
// WithTransport. It trusts roots, or the system's roots when roots is nil. It
// keeps as many connections as there are callers: net/http's default of two
// would make every burst pay for TLS handshakes. One that the network has
// forgotten without a word is found out within half a minute.
func NewTransport(roots *x509.CertPool) *http.Transport {
	dialer := net.Dialer{
		Timeout:         5 * time.Second,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
	}
	return &http.Transport{
		TLSClientConfig: &tls.Config{
			RootCAs:            roots,
			MinVersion:         tls.VersionTLS12,
			ClientSessionCache: tls.NewLRUClientSessionCache(32),
		},
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    5 * time.Second,
		MaxIdleConnsPerHost:    1024,
		IdleConnTimeout:        2 * time.Minute,
		MaxResponseHeaderBytes: 64 << 10,
	}
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
	var op *net.OpError
	switch {
	case deadline.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		kind = ErrTimeout
	case isTLS(err):
		kind = ErrTLS
	case errors.As(err, &op) && op.Op == "dial":
		kind = ErrUnreachable
	}
	return &TransportError{kind, after, err}
}

func isTLS(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		record       tls.RecordHeaderError
		op           *net.OpError
	)
	// crypto/tls reports an alert of either side as such an operation.
	alert := errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error")
	return alert || errors.As(err, &verification) || errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch)
}
