package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"isales-console/handlers"
)

// maxFlush bounds the wait for a collector that does not take the last traces.
const maxFlush = 3 * time.Second

// tracing sends traces of requests and of the calls to the platform to a
// collector; nil sends none.
type tracing struct {
	provider *sdktrace.TracerProvider
	proxies  []netip.Prefix // whose traceparent is followed
	log      *slog.Logger
}

// newTracing returns nil when the process' OTEL_ variables ask for no traces. When
// they are wrong it logs why and returns nil too: the console works without traces.
func newTracing(proxies []netip.Prefix, log *slog.Logger) *tracing {
	endpoint, err := traceEndpoint()
	if endpoint == nil && err == nil {
		return nil
	}
	otel.SetLogger(logr.FromSlogHandler(messagesOnly{log.Handler()}))
	var exporter sdktrace.SpanExporter
	if err == nil {
		exporter, err = otlptracehttp.New(context.Background())
	}
	if err != nil {
		log.Error("no traces are sent: bad settings", "error", err.Error())
		return nil
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		log.Warn("traces were not sent", "error", withoutPath(err, endpoint))
	}))
	of, err := resource.New(context.Background(),
		resource.WithAttributes(semconv.ServiceName("isales-console"), semconv.ServiceVersion(version)),
		resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil {
		log.Warn("traces: some attributes of the resource are missing", "error", err.Error())
	}
	log.Info("traces", "to", endpoint.Host)
	return &tracing{sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(of)), proxies, log}
}

// traceEndpoint returns the collector's URL; nil when no traces are wanted. The
// exporter reads the variables itself, but neither asks whether there is a host nor
// tells which variable is wrong. No error holds a value: a URL may be a secret.
func traceEndpoint() (*url.URL, error) {
	if strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") || os.Getenv("OTEL_TRACES_EXPORTER") == "none" {
		return nil, nil
	}
	endpoint, name := otlpVariable("ENDPOINT")
	if endpoint == "" {
		return nil, nil
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, errors.New(name + ": is not http://host:port or https://host:port")
	}
	if protocol, name := otlpVariable("PROTOCOL"); cmp.Or(protocol, "http/protobuf") != "http/protobuf" {
		return nil, errors.New(name + ": only http/protobuf is spoken")
	}
	return u, nil
}

// otlpVariable returns a setting of the exporter, and the variable that holds it:
// that for traces wins over that for all signals.
func otlpVariable(setting string) (value, name string) {
	for _, prefix := range []string{"OTEL_EXPORTER_OTLP_TRACES_", "OTEL_EXPORTER_OTLP_"} {
		if value = strings.TrimSpace(os.Getenv(prefix + setting)); value != "" {
			return value, prefix + setting
		}
	}
	return "", ""
}

// withoutPath returns the text of an error of the exporter without the endpoint's
// path, which may be a secret.
func withoutPath(err error, endpoint *url.URL) string {
	if strings.Trim(endpoint.Path, "/") == "" {
		return err.Error()
	}
	return strings.ReplaceAll(err.Error(), strings.TrimSuffix(endpoint.Path, "/"), "/…")
}

// messagesOnly logs what OpenTelemetry says about its settings without their
// values, which may be secrets.
type messagesOnly struct{ slog.Handler }

func (h messagesOnly) Handle(ctx context.Context, r slog.Record) error {
	return h.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "OpenTelemetry: "+r.Message, 0))
}

func (h messagesOnly) WithAttrs([]slog.Attr) slog.Handler { return h }

func (h messagesOnly) WithGroup(string) slog.Handler { return h }

// close sends what was not sent yet, and waits for at most maxFlush.
func (t *tracing) close() {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxFlush)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		t.log.Warn("the last traces were not sent", "error", err.Error())
	}
}

// handler makes a span of each request, which the console names by its route; not
// of probes, which would bury the others. A traceparent that does not come from a
// trusted proxy is only linked to: it does not decide what is recorded.
func (t *tracing) handler(console http.Handler) http.Handler {
	if t == nil {
		return console
	}
	return otelhttp.NewHandler(console, "",
		otelhttp.WithTracerProvider(t.provider),
		otelhttp.WithPropagators(propagation.TraceContext{}),
		otelhttp.WithPublicEndpointFn(func(r *http.Request) bool { return !handlers.FromProxy(r, t.proxies) }),
		otelhttp.WithFilter(func(r *http.Request) bool {
			return r.URL.Path != "/healthz" && r.URL.Path != "/readyz" && r.URL.Path != "/metrics"
		}))
}

// tracedTransport makes a span of each call to the platform.
type tracedTransport struct {
	http.RoundTripper
	to closingTransport
}

// closingTransport is what http.Client.CloseIdleConnections looks for.
type closingTransport interface {
	http.RoundTripper
	CloseIdleConnections()
}

// transport wraps the client's transport. The platform gets no traceparent: it is
// a third party, and signed requests have no more headers than they need.
func (t *tracing) transport(to closingTransport) http.RoundTripper {
	if t == nil {
		return to
	}
	return tracedTransport{otelhttp.NewTransport(to,
		otelhttp.WithTracerProvider(t.provider),
		otelhttp.WithPropagators(propagation.NewCompositeTextMapPropagator()),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
			// The operation is the last part of all paths; those before are IDs.
			return r.Method + " " + path.Base(r.URL.Path)
		})), to}
}

// CloseIdleConnections closes those of the transport below, as http.Client does.
func (t tracedTransport) CloseIdleConnections() { t.to.CloseIdleConnections() }
