package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// traced makes a span of each request, of which the first has the trace ID 1.
type traced struct {
	http.Handler
	*tracetest.SpanRecorder
	provider *sdktrace.TracerProvider
	n        byte
}

func newTraced(console http.Handler) *traced {
	tr := &traced{Handler: console, SpanRecorder: tracetest.NewSpanRecorder()}
	tr.provider = sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(tr), sdktrace.WithIDGenerator(tr))
	return tr
}

// NewIDs and NewSpanID implement sdktrace.IDGenerator.
func (tr *traced) NewIDs(context.Context) (oteltrace.TraceID, oteltrace.SpanID) {
	tr.n++
	return oteltrace.TraceID{15: tr.n}, oteltrace.SpanID{7: tr.n}
}

func (tr *traced) NewSpanID(context.Context, oteltrace.TraceID) oteltrace.SpanID {
	return oteltrace.SpanID{7: 255}
}

func (tr *traced) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, span := tr.provider.Tracer("").Start(r.Context(), "request")
	defer span.End()
	tr.Handler.ServeHTTP(w, r.WithContext(ctx))
}

// traceNumber is n as a trace ID.
func traceNumber(n byte) string { return oteltrace.TraceID{15: n}.String() }

// tracedWays notes in whose trace the platform is asked.
type tracedWays struct {
	mu    sync.Mutex
	asked []string
}

func (w *tracedWays) note(ctx context.Context, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, what+" "+traceID(ctx))
}

func (w *tracedWays) ExternalResult(ctx context.Context, q platform.Query) (platform.Copy, error) {
	w.note(ctx, "result")
	if q.DefID == 2 {
		return platform.Copy{}, &isales.TransportError{Kind: isales.ErrUnreachable, Err: errors.New("refused")}
	}
	return platform.Copy{ExternalResult: &isales.ExternalResult{VDNID: q.VDNID,
		DefID: strconv.FormatInt(q.DefID, 10), Code: "002",
		Raw: "{}", ReceivedAt: testNow()}, Origin: platform.Miss}, nil
}

func (w *tracedWays) OBSCodes(ctx context.Context, _ int, _ isales.Language) ([]isales.OBSCodeText, error) {
	w.note(ctx, "codes")
	return nil, ctx.Err()
}

// TestTraceRequest: a request's span has the route's name and what is known in the
// end; the log has its trace, and what is done for the request is in it.
func TestTraceRequest(t *testing.T) {
	ways := new(tracedWays)
	console := newConsole(t, isalestest.Options{}, withResults(ways), withCodeLists(ways))
	tr := newTraced(console)
	const result = "/vdns/{vdnId}/results/{defId}"
	type span struct {
		name       string
		attributes []string // sorted
		events     int
	}
	request := "isales.request_id=" + requestID
	tests := []struct {
		method, path string
		want         span
	}{
		{"GET", "/vdns/40/results/1", span{"GET " + result,
			[]string{"http.route=" + result, "isales.cache=miss", "isales.outcome=ok", request}, 0}},
		{"GET", "/vdns/40/results/1.json",
			span{"GET " + result + ".json", []string{"http.route=" + result + ".json", "isales.cache=miss",
				"isales.outcome=ok", request}, 0}},
		{"GET", "/vdns/40/results/2", span{"GET " + result,
			[]string{"error.type=502", "http.route=" + result, "isales.outcome=unreachable", request}, 1}},
		{"GET", "/vdns/40/results/02", span{"GET " + result, []string{"http.route=" + result, request}, 0}},
		{"GET", "/nothing", span{"request", []string{request}, 0}},
		{"BREW", "/", span{"request", []string{request}, 0}},
		{"GET", "/codes/00605", span{"GET /codes/{code}", []string{"http.route=/codes/{code}", request}, 0}},
	}
	for i, test := range tests {
		ask(t, tr, test.method, test.path)
		ended := tr.Ended()[i]
		got := span{name: ended.Name(), events: len(ended.Events())}
		for _, a := range ended.Attributes() {
			got.attributes = append(got.attributes, string(a.Key)+"="+a.Value.String())
		}
		slices.Sort(got.attributes)
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(span{})); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", test.method, test.path, diff)
		}
	}
	get(t, console, "/codes/00605") // without a span
	console.waitForCodes(t.Context())
	slices.Sort(ways.asked)
	want := []string{"codes " + traceNumber(1), "result " + traceNumber(1), "result " + traceNumber(2),
		"result " + traceNumber(3)}
	if diff := cmp.Diff(want, ways.asked); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	for i, record := range console.log.records(t) {
		want := any(traceNumber(byte(i + 1)))
		if i >= len(tests) {
			want = nil
		}
		if record["trace_id"] != want {
			t.Errorf("log record %d has trace_id %v, want %v", i+1, record["trace_id"], want)
		}
	}
}

// TestTracedCatalog: the reading of a catalogue is in the trace of its first
// reader, also when others share it.
func TestTracedCatalog(t *testing.T) {
	ways := new(tracedWays)
	console := newConsole(t, isalestest.Options{Data: isalestest.Generate(7, 3, 2)}, withDictionary, func(w *wiring) {
		w.client = append(w.client, isales.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			ways.note(r.Context(), "call")
			return nil, errors.New("refused")
		})))
	})
	get(t, newTraced(console), "/vdns/7.json")
	for _, asked := range ways.asked {
		if asked != "call "+traceNumber(1) {
			t.Errorf("asked %v", ways.asked)
		}
	}
	if len(ways.asked) == 0 {
		t.Error("the platform was not asked")
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
