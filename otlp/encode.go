package otlp

import (
	"math"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace"
	oteltrace "go.opentelemetry.io/otel/trace"
	"google.golang.org/protobuf/encoding/protowire"
)

// Field numbers of opentelemetry/proto/collector/trace/v1/trace_service.proto and
// what it is made of (trace, resource and common), version 1.11.
const (
	requestResourceSpans protowire.Number = 1

	resourceSpansResource   protowire.Number = 1
	resourceSpansScopeSpans protowire.Number = 2
	resourceSpansSchema     protowire.Number = 3
	resourceAttributes      protowire.Number = 1

	scopeSpansScope protowire.Number = 1
	scopeSpansSpan  protowire.Number = 2
	scopeName       protowire.Number = 1
	scopeVersion    protowire.Number = 2

	spanTraceID           protowire.Number = 1
	spanSpanID            protowire.Number = 2
	spanTraceState        protowire.Number = 3
	spanParentSpanID      protowire.Number = 4
	spanName              protowire.Number = 5
	spanKind              protowire.Number = 6
	spanStart             protowire.Number = 7
	spanEnd               protowire.Number = 8
	spanAttributes        protowire.Number = 9
	spanDroppedAttributes protowire.Number = 10
	spanStatus            protowire.Number = 15
	spanFlags             protowire.Number = 16
	statusMessage         protowire.Number = 2
	statusCode            protowire.Number = 3

	keyValueKey   protowire.Number = 1
	keyValueValue protowire.Number = 2
	anyString     protowire.Number = 1
	anyBool       protowire.Number = 2
	anyInt        protowire.Number = 3
	anyDouble     protowire.Number = 4
)

// Bits of a span's flags beyond those of the W3C.
const (
	flagKnowsRemote = 1 << 8
	flagRemote      = 1 << 9
)

// encode returns an ExportTraceServiceRequest. Events and links are left out:
// the console makes none.
func encode(spans []trace.ReadOnlySpan) []byte {
	var message []byte
	for len(spans) > 0 {
		first, n := spans[0], 1
		for n < len(spans) && spans[n].Resource() == first.Resource() && spans[n].InstrumentationScope() == first.InstrumentationScope() {
			n++
		}
		message = appendMessage(message, requestResourceSpans, resourceSpans(spans[:n]))
		spans = spans[n:]
	}
	return message
}

// resourceSpans encodes spans of one resource and scope.
func resourceSpans(spans []trace.ReadOnlySpan) []byte {
	var resource, scope, inScope, message []byte
	from := spans[0].Resource()
	resource = appendAttributes(resource, resourceAttributes, from.Attributes())
	scope = appendString(scope, scopeName, spans[0].InstrumentationScope().Name)
	scope = appendString(scope, scopeVersion, spans[0].InstrumentationScope().Version)
	inScope = appendMessage(inScope, scopeSpansScope, scope)
	for _, s := range spans {
		inScope = appendMessage(inScope, scopeSpansSpan, span(s))
	}
	message = appendMessage(message, resourceSpansResource, resource)
	message = appendMessage(message, resourceSpansScopeSpans, inScope)
	return appendString(message, resourceSpansSchema, from.SchemaURL())
}

func span(s trace.ReadOnlySpan) []byte {
	var message, status []byte
	own, parent := s.SpanContext(), s.Parent()
	traceID, spanID, parentID := own.TraceID(), own.SpanID(), parent.SpanID()
	message = appendMessage(message, spanTraceID, traceID[:])
	message = appendMessage(message, spanSpanID, spanID[:])
	message = appendString(message, spanTraceState, own.TraceState().String())
	if parent.HasSpanID() {
		message = appendMessage(message, spanParentSpanID, parentID[:])
	}
	message = appendString(message, spanName, s.Name())
	message = appendNumber(message, spanKind, uint64(s.SpanKind())) // numbered alike
	message = appendFixed64(message, spanStart, uint64(s.StartTime().UnixNano()))
	message = appendFixed64(message, spanEnd, uint64(s.EndTime().UnixNano()))
	message = appendAttributes(message, spanAttributes, s.Attributes())
	message = appendNumber(message, spanDroppedAttributes, uint64(s.DroppedAttributes()))
	if code := s.Status().Code; code != codes.Unset {
		status = appendString(status, statusMessage, s.Status().Description)
		status = appendNumber(status, statusCode, map[codes.Code]uint64{codes.Ok: 1, codes.Error: 2}[code])
		message = appendMessage(message, spanStatus, status)
	}
	message = protowire.AppendTag(message, spanFlags, protowire.Fixed32Type)
	return protowire.AppendFixed32(message, flags(own, parent))
}

func flags(own, parent oteltrace.SpanContext) uint32 {
	f := uint32(own.TraceFlags()) | flagKnowsRemote
	if parent.IsRemote() {
		f |= flagRemote
	}
	return f
}

func appendAttributes(message []byte, field protowire.Number, attributes []attribute.KeyValue) []byte {
	for _, a := range attributes {
		pair := appendString(nil, keyValueKey, string(a.Key))
		pair = appendMessage(pair, keyValueValue, anyValue(a.Value))
		message = appendMessage(message, field, pair)
	}
	return message
}

// anyValue encodes a value; a list, say, as its text. A zero is written, unlike
// that of an ordinary field: without it the value would be of no type.
func anyValue(v attribute.Value) []byte {
	switch v.Type() {
	case attribute.BOOL:
		return protowire.AppendVarint(protowire.AppendTag(nil, anyBool, protowire.VarintType), protowire.EncodeBool(v.AsBool()))
	case attribute.INT64:
		return protowire.AppendVarint(protowire.AppendTag(nil, anyInt, protowire.VarintType), uint64(v.AsInt64()))
	case attribute.FLOAT64:
		return appendFixed64(nil, anyDouble, math.Float64bits(v.AsFloat64()))
	}
	return protowire.AppendString(protowire.AppendTag(nil, anyString, protowire.BytesType), valid(v.String()))
}

func appendMessage(message []byte, field protowire.Number, inner []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(message, field, protowire.BytesType), inner)
}

func appendString(message []byte, field protowire.Number, text string) []byte {
	if text == "" {
		return message
	}
	return protowire.AppendString(protowire.AppendTag(message, field, protowire.BytesType), valid(text))
}

func appendNumber(message []byte, field protowire.Number, n uint64) []byte {
	if n == 0 {
		return message
	}
	return protowire.AppendVarint(protowire.AppendTag(message, field, protowire.VarintType), n)
}

func appendFixed64(message []byte, field protowire.Number, n uint64) []byte {
	return protowire.AppendFixed64(protowire.AppendTag(message, field, protowire.Fixed64Type), n)
}
