package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"isales-console/handlers"
	"isales-console/otlp"
)

// lastTraces bounds the wait for a receiver that does not take the last traces.
const lastTraces = 3 * time.Second

// tracing makes traces of requests and of the calls to the platform. Names and
// attributes are those of OpenTelemetry's semantic conventions for HTTP, and some
// of our own, isales.*.
type tracing struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
	proxies  []netip.Prefix // whose traces are gone on with
}

// newTracing returns nil when the OTEL_ variables ask for no traces. When they
// are wrong the log says so, and there are none either: the console is of use
// without.
func newTracing(environ []string, proxies []netip.Prefix, log *slog.Logger) *tracing {
	getenv := func(name string) string {
		value, _ := lookupEnv(environ, name)
		return value
	}
	exporter, err := otlp.New(getenv, "isales-console/"+version, log)
	if err != nil {
		log.Error("no traces are sent: bad settings", "error", err.Error())
		return nil
	}
	if exporter == nil {
		return nil
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("traces", "error", err.Error()) }))
	log.Info("traces", "to", exporter.Host())
	return newTracer(sdktrace.WithBatcher(exporter), proxies, log)
}

func newTracer(to sdktrace.TracerProviderOption, proxies []netip.Prefix, log *slog.Logger) *tracing {
	of, err := resource.New(context.Background(),
		resource.WithAttributes(semconv.ServiceName("isales-console"), semconv.ServiceVersion(version)),
		resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil {
		log.Warn("traces: not all is said of where they are from", "error", err.Error())
	}
	provider := sdktrace.NewTracerProvider(to, sdktrace.WithResource(of))
	return &tracing{provider, provider.Tracer("isales-console", trace.WithInstrumentationVersion(version)), proxies}
}

// close sends what was not sent yet.
func (t *tracing) close(log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), lastTraces)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		log.Warn("the last traces were not sent", "error", err.Error())
	}
}

// Begin implements handlers.Tracer.
func (t *tracing) Begin(r *http.Request) (ctx context.Context, traceID string, end func(handlers.Answered)) {
	ctx = r.Context()
	if t.fromProxy(r) {
		ctx = propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(r.Header))
	}
	scheme := "http" // by which the request came here, be it from a proxy
	if r.TLS != nil {
		scheme = "https"
	}
	ctx, span := t.tracer.Start(ctx, "request", trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(semconv.URLScheme(scheme), semconv.URLPath(r.URL.Path)))
	if span.IsRecording() {
		traceID = span.SpanContext().TraceID().String()
	}
	return ctx, traceID, func(a handlers.Answered) { endRequest(span, a) }
}

// fromProxy reports that a request comes from a proxy that is trusted. Anyone
// else could have all that he asks for recorded, in traces of his choice.
func (t *tracing) fromProxy(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(t.proxies, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) })
}

func endRequest(span trace.Span, a handlers.Answered) {
	defer span.End()
	if !span.IsRecording() {
		return
	}
	name := a.Method
	if a.Route != "" {
		name += " " + a.Route
		span.SetAttributes(semconv.HTTPRoute(a.Route))
	}
	span.SetName(name)
	span.SetAttributes(semconv.HTTPRequestMethodKey.String(a.Method), semconv.HTTPResponseBodySize(int(a.Bytes)),
		attribute.String("isales.request_id", a.RequestID))
	const gone = 499 // no status was sent
	if a.Status != gone {
		span.SetAttributes(semconv.HTTPResponseStatusCode(a.Status))
	}
	if a.Outcome != "" {
		span.SetAttributes(attribute.String("isales.outcome", a.Outcome))
	}
	if a.Cache != "" {
		span.SetAttributes(attribute.String("isales.cache", string(a.Cache)))
	}
	if a.Status >= http.StatusInternalServerError {
		var why string
		if a.Err != nil {
			why = a.Err.Error()
		}
		span.SetAttributes(semconv.ErrorTypeKey.String(strconv.Itoa(a.Status)))
		span.SetStatus(codes.Error, why)
	}
}

// Detached implements handlers.Tracer.
func (t *tracing) Detached(ctx context.Context) context.Context {
	return trace.ContextWithSpanContext(context.Background(), trace.SpanContextFromContext(ctx))
}
