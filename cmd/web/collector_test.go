package main

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	collectorpb "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// collector takes traces, as a collector of OpenTelemetry does.
type collector struct {
	*httptest.Server
	mu        sync.Mutex
	spans     []*tracepb.Span
	resources map[string]bool
}

func newCollector(t testing.TB) *collector {
	c := &collector{resources: map[string]bool{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		request := new(collectorpb.ExportTraceServiceRequest)
		if err = cmp.Or(err, proto.Unmarshal(body, request)); err != nil || r.URL.Path != "/v1/traces" || r.Method != "POST" {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		said.addText(string(body))
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, of := range request.ResourceSpans {
			c.resources[fmt.Sprint(attributes(of.Resource.Attributes))] = true
			for _, in := range of.ScopeSpans {
				c.spans = append(c.spans, in.Spans...)
			}
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// setenv sends the traces of consoles that the test starts to the collector.
func (c *collector) setenv(t *testing.T) { t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.URL) }

func attributes(list []*commonpb.KeyValue) map[string]string {
	m := map[string]string{}
	for _, a := range list {
		switch v := a.Value.Value.(type) {
		case *commonpb.AnyValue_StringValue:
			m[a.Key] = v.StringValue
		case *commonpb.AnyValue_IntValue:
			m[a.Key] = "#" + strconv.FormatInt(v.IntValue, 10)
		default:
			m[a.Key] = fmt.Sprint(v)
		}
	}
	return m
}

// traces are the spans by trace, each in the order of their beginnings, as
// "parent > name: status attributes".
func (c *collector) traces() map[string][]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortFunc(c.spans, func(a, b *tracepb.Span) int { return cmp.Compare(a.StartTimeUnixNano, b.StartTimeUnixNano) })
	names := map[string]string{}
	for _, s := range c.spans {
		names[string(s.SpanId)] = s.Name
	}
	traces := map[string][]string{}
	for _, s := range c.spans {
		set := attributes(s.Attributes)
		delete(set, "network.peer.port") // is another one each time
		parent := names[string(s.ParentSpanId)]
		if parent == "" {
			parent = hex.EncodeToString(s.ParentSpanId)
		}
		traces[hex.EncodeToString(s.TraceId)] = append(traces[hex.EncodeToString(s.TraceId)],
			fmt.Sprintf("%s > %s %s: %s%q %v", parent, strings.TrimPrefix(s.Kind.String(), "SPAN_KIND_"), s.Name,
				strings.TrimPrefix(s.GetStatus().GetCode().String(), "STATUS_CODE_"), s.GetStatus().GetMessage(), set))
	}
	return traces
}
