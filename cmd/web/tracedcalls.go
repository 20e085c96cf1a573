package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"

	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// tracedTransport makes a span of each call to the platform. The platform is not
// told of it: it is somebody else's, and signed requests have no more headers
// than they need.
type tracedTransport struct {
	*tracing
	to http.RoundTripper
}

// RoundTrip implements http.RoundTripper. The span ends with the answer's body.
func (t *tracedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	port, _ := strconv.Atoi(r.URL.Port())
	// What is asked for is the last part of all paths, and those before are IDs.
	ctx, span := t.tracer.Start(r.Context(), r.Method+" "+path.Base(r.URL.Path), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(r.Method), semconv.URLFull(r.URL.String()),
			semconv.ServerAddress(r.URL.Hostname()), semconv.ServerPort(port)))
	resp, err := t.to.RoundTrip(r.WithContext(ctx))
	if err != nil {
		fail(span, err)
		span.End()
		return nil, err
	}
	span.SetAttributes(semconv.HTTPResponseStatusCode(resp.StatusCode))
	if resp.StatusCode >= http.StatusBadRequest {
		span.SetAttributes(semconv.ErrorTypeKey.String(strconv.Itoa(resp.StatusCode)))
		span.SetStatus(codes.Error, "")
	}
	resp.Body = &tracedBody{resp.Body, span}
	return resp, nil
}

// CloseIdleConnections is what the client calls when connections lead nowhere.
func (t *tracedTransport) CloseIdleConnections() {
	if c, ok := t.to.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

type tracedBody struct {
	io.ReadCloser
	span trace.Span
}

func (b *tracedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		fail(b.span, err)
	}
	return n, err
}

func (b *tracedBody) Close() error {
	defer b.span.End()
	return b.ReadCloser.Close()
}

// fail says why a call failed. That its reader went away is no failure.
func fail(span trace.Span, err error) {
	if errors.Is(err, context.Canceled) {
		span.SetAttributes(semconv.ErrorTypeKey.String("canceled"))
		return
	}
	span.SetAttributes(semconv.ErrorType(err))
	span.SetStatus(codes.Error, err.Error())
}
