package otlp

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"
	collector "go.opentelemetry.io/proto/slim/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	proto "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	pb "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
)

// decode reads a message with the code that is made from OTLP's own definition.
func decode(t testing.TB, message []byte) *collector.ExportTraceServiceRequest {
	t.Helper()
	request := new(collector.ExportTraceServiceRequest)
	if err := pb.Unmarshal(message, request); err != nil {
		t.Fatal(err)
	}
	return request
}

func spanContext(t testing.TB, trace byte, span byte, remote bool) oteltrace.SpanContext {
	t.Helper()
	state, err := oteltrace.ParseTraceState("vendor=1")
	if err != nil {
		t.Fatal(err)
	}
	return oteltrace.NewSpanContext(oteltrace.SpanContextConfig{TraceID: oteltrace.TraceID{trace, 15: 1}, SpanID: oteltrace.SpanID{span, 7: 2},
		TraceFlags: oteltrace.FlagsSampled, TraceState: state, Remote: remote})
}

func text(key, value string) *common.KeyValue {
	return &common.KeyValue{Key: key, Value: &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: value}}}
}

// stubs are a span with all that there can be, and one with as little.
func stubs(t testing.TB) tracetest.SpanStubs {
	began := time.Unix(1700000000, 5)
	from := resource.NewWithAttributes("https://example.test/schema", attribute.String("service.name", "console"))
	scope := instrumentation.Scope{Name: "tests", Version: "2"}
	return tracetest.SpanStubs{
		{
			Name: "GET /外显/\xff", SpanContext: spanContext(t, 7, 8, false), Parent: spanContext(t, 7, 9, true), SpanKind: oteltrace.SpanKindServer,
			StartTime: began, EndTime: began.Add(time.Second), DroppedAttributes: 3, Status: trace.Status{Code: codes.Error, Description: "what it was"},
			Attributes: []attribute.KeyValue{attribute.String("text", "外\xff"), attribute.String("empty", ""), attribute.Bool("yes", true), attribute.Bool("no", false),
				attribute.Int("zero", 0), attribute.Int64("least", -1<<63), attribute.Float64("half", .5), attribute.StringSlice("list", []string{"a", "b"})},
			Resource: from, InstrumentationScope: scope,
		},
		{
			Name: "call", SpanContext: spanContext(t, 7, 10, false), Parent: spanContext(t, 7, 8, false), SpanKind: oteltrace.SpanKindClient,
			StartTime: began, EndTime: began, Status: trace.Status{Code: codes.Ok}, Resource: from, InstrumentationScope: scope,
		},
		{
			Name: "other", SpanContext: spanContext(t, 8, 11, false), SpanKind: oteltrace.SpanKindInternal,
			StartTime: began, EndTime: began, Resource: from, InstrumentationScope: instrumentation.Scope{Name: "others"},
		},
	}
}

func TestEncode(t *testing.T) {
	id := func(first byte, length int, last byte) []byte {
		b := make([]byte, length)
		b[0], b[length-1] = first, last
		return b
	}
	const began = 1700000000_000000005
	of := func(value *common.AnyValue, key string) *common.KeyValue {
		return &common.KeyValue{Key: key, Value: value}
	}
	first := &proto.Span{
		TraceId: id(7, 16, 1), SpanId: id(8, 8, 2), TraceState: "vendor=1", ParentSpanId: id(9, 8, 2), Flags: 0x301,
		Name: "GET /外显/\uFFFD", Kind: proto.Span_SPAN_KIND_SERVER, StartTimeUnixNano: began, EndTimeUnixNano: began + 1e9, DroppedAttributesCount: 3,
		Status: &proto.Status{Code: proto.Status_STATUS_CODE_ERROR, Message: "what it was"},
		Attributes: []*common.KeyValue{text("text", "外\uFFFD"), text("empty", ""),
			of(&common.AnyValue{Value: &common.AnyValue_BoolValue{BoolValue: true}}, "yes"),
			of(&common.AnyValue{Value: &common.AnyValue_BoolValue{BoolValue: false}}, "no"),
			of(&common.AnyValue{Value: &common.AnyValue_IntValue{IntValue: 0}}, "zero"),
			of(&common.AnyValue{Value: &common.AnyValue_IntValue{IntValue: -1 << 63}}, "least"),
			of(&common.AnyValue{Value: &common.AnyValue_DoubleValue{DoubleValue: .5}}, "half"),
			text("list", `["a","b"]`)},
	}
	second := &proto.Span{
		TraceId: id(7, 16, 1), SpanId: id(10, 8, 2), TraceState: "vendor=1", ParentSpanId: id(8, 8, 2), Flags: 0x101,
		Name: "call", Kind: proto.Span_SPAN_KIND_CLIENT, StartTimeUnixNano: began, EndTimeUnixNano: began, Status: &proto.Status{Code: proto.Status_STATUS_CODE_OK},
	}
	third := &proto.Span{
		TraceId: id(8, 16, 1), SpanId: id(11, 8, 2), TraceState: "vendor=1", Flags: 0x101,
		Name: "other", Kind: proto.Span_SPAN_KIND_INTERNAL, StartTimeUnixNano: began, EndTimeUnixNano: began,
	}
	from := func(scope *common.InstrumentationScope, spans ...*proto.Span) *proto.ResourceSpans {
		return &proto.ResourceSpans{Resource: resourceOf("console"), SchemaUrl: "https://example.test/schema",
			ScopeSpans: []*proto.ScopeSpans{{Scope: scope, Spans: spans}}}
	}
	want := &collector.ExportTraceServiceRequest{ResourceSpans: []*proto.ResourceSpans{
		from(&common.InstrumentationScope{Name: "tests", Version: "2"}, first, second),
		from(&common.InstrumentationScope{Name: "others"}, third),
	}}
	if diff := cmp.Diff(want, decode(t, encode(stubs(t).Snapshots())), protocmp.Transform()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
