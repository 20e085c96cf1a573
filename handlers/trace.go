package handlers

import (
	"context"
	"net/http"
	"strconv"

	attr "go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	oteltrace "go.opentelemetry.io/otel/trace"
)

// traceID returns the ID of the trace that a request is part of; empty when none
// is recorded.
func traceID(ctx context.Context) string {
	span := oteltrace.SpanContextFromContext(ctx)
	if !span.IsSampled() {
		return ""
	}
	return span.TraceID().String()
}

// traceRequest adds to a request's span, if it has one, what only the console
// knows: the route that names it, and how the look-up ended.
func traceRequest(ctx context.Context, e *requestLog, method, route string, status int) {
	span := oteltrace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return
	}
	if route != "" {
		span.SetName(method + " " + route)
		span.SetAttributes(semconv.HTTPRoute(route))
	}
	span.SetAttributes(attr.String("isales.request_id", e.requestID))
	if e.outcome != "" {
		span.SetAttributes(attr.String("isales.outcome", e.outcome))
	}
	if e.origin != "" {
		span.SetAttributes(attr.String("isales.cache", string(e.origin)))
	}
	if status >= http.StatusInternalServerError {
		span.SetAttributes(semconv.ErrorTypeKey.String(strconv.Itoa(status)))
		span.RecordError(e.err)
	}
}
