// Package otlp sends OpenTelemetry spans to a collector, by OTLP over HTTP
// (version 1.11 of the protocol), as the standard OTEL_ variables say. The
// project's own exporter would bring gRPC with it, which takes 4 MB of memory
// from all who send no traces.
package otlp

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Exporter sends spans. It is safe for concurrent use, and one batch is sent
// after the other. It implements trace.SpanExporter.
type Exporter struct {
	settings
	userAgent string
	client    *http.Client
	log       *slog.Logger

	mu     sync.Mutex
	failed bool // the last batch was not taken
	closed bool
}

// New returns an exporter as the environment variables say, which getenv looks
// up ("" for one that is not set); nil when no traces are wanted.
func New(getenv func(string) string, userAgent string, log *slog.Logger) (*Exporter, error) {
	s, err := parse(getenv)
	if err != nil || s.endpoint == "" {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		TLSClientConfig:     s.tls,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 1,
		IdleConnTimeout:     90 * time.Second,
	}
	return &Exporter{settings: s, userAgent: userAgent, log: log, client: &http.Client{
		Transport: transport,
		// The headers may hold a key, which is for nobody else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Host is where the traces go.
func (e *Exporter) Host() string {
	u, err := url.Parse(e.endpoint)
	if err != nil {
		return ""
	}
	return u.Host
}

// ExportSpans sends the spans, several times when that makes sense. What cannot
// be sent is lost. The log says when that begins and when it ends, and not at
// every batch; the error is nil then too.
func (e *Exporter) ExportSpans(ctx context.Context, spans []trace.ReadOnlySpan) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(spans) == 0 || e.closed {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	body, err := e.pack(encode(spans))
	if err != nil {
		return err
	}
	_, _ = backoff.Retry(ctx, func() (_ struct{}, again error) {
		again, err = e.send(ctx, body)
		return struct{}{}, again
	}, backoff.WithBackOff(backoff.NewExponentialBackOff()), backoff.WithMaxElapsedTime(e.timeout))
	switch {
	case err != nil && !e.failed:
		e.log.Warn("traces are lost until they can be sent again", "to", e.Host(), "error", err.Error())
	case err == nil && e.failed:
		e.log.Info("traces can be sent again", "to", e.Host())
	}
	e.failed = err != nil
	return nil
}

// Shutdown closes the connections. What is exported afterwards is lost.
func (e *Exporter) Shutdown(context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	e.client.CloseIdleConnections()
	return nil
}

func (e *Exporter) pack(message []byte) ([]byte, error) {
	if !e.gzip {
		return message, nil
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(message)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// send makes one attempt. again is for backoff: nil after a success, and
// permanent when another attempt would mend nothing.
func (e *Exporter) send(ctx context.Context, body []byte) (again, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.endpoint, bytes.NewReader(body))
	if err != nil {
		return backoff.Permanent(err), err
	}
	r.Header = e.headers.Clone()
	r.Header.Set("Content-Type", "application/x-protobuf")
	r.Header.Set("User-Agent", e.userAgent)
	if e.gzip {
		r.Header.Set("Content-Encoding", "gzip")
	}
	resp, err := e.client.Do(r)
	if err != nil {
		// Without the URL, which may hold a key.
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err
		}
		return err, err
	}
	defer resp.Body.Close()
	// Read, so that the connection can be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if resp.StatusCode/100 == 2 {
		return nil, nil
	}
	err = fmt.Errorf("HTTP status %d", resp.StatusCode)
	return repetition(resp, err), err
}

// repetition says what is to become of a batch that was not taken: OTLP,
// "OTLP/HTTP Response".
func repetition(resp *http.Response, err error) error {
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		if seconds, bad := strconv.ParseUint(resp.Header.Get("Retry-After"), 10, 16); bad == nil && seconds > 0 {
			return &backoff.RetryAfterError{Duration: time.Duration(seconds) * time.Second}
		}
		return err
	}
	return backoff.Permanent(err)
}

// valid is the text as protocol buffers accept it.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
