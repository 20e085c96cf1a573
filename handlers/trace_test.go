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
	"github.com/google/go-cmp/cmp/cmpopts"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// tracer remembers what it was told.
type tracer struct {
	mu       sync.Mutex
	begun    []string
	answered []Answered
}

type tracerKey struct{}

func (tr *tracer) Begin(r *http.Request) (context.Context, string, func(Answered)) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.begun = append(tr.begun, r.Method+" "+r.URL.Path)
	id := "trace" + strconv.Itoa(len(tr.begun))
	return context.WithValue(r.Context(), tracerKey{}, id), id, func(a Answered) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		tr.answered = append(tr.answered, a)
	}
}

func (tr *tracer) Detached(ctx context.Context) context.Context {
	return context.WithValue(context.Background(), tracerKey{}, ctx.Value(tracerKey{}))
}

func withTracer(tr *tracer) option { return func(w *wiring) { w.config.Tracer = tr } }

// tracedWays notes in whose trace the platform is asked.
type tracedWays struct {
	mu    sync.Mutex
	asked []string
}

func (w *tracedWays) note(ctx context.Context, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id, _ := ctx.Value(tracerKey{}).(string)
	w.asked = append(w.asked, what+" "+id)
}

func (w *tracedWays) ExternalResult(ctx context.Context, q platform.Query) (platform.Copy, error) {
	w.note(ctx, "result")
	if q.DefID == 2 {
		return platform.Copy{}, &isales.TransportError{Kind: isales.ErrUnreachable, Err: errors.New("refused")}
	}
	return platform.Copy{ExternalResult: &isales.ExternalResult{VDNID: q.VDNID, DefID: strconv.FormatInt(q.DefID, 10), Code: "002", Raw: "{}", ReceivedAt: testNow()}, Origin: platform.Miss}, nil
}

func (w *tracedWays) OBSCodes(ctx context.Context, _ int, _ isales.Language) ([]isales.OBSCodeText, error) {
	w.note(ctx, "codes")
	return nil, ctx.Err()
}

// TestTracer: all requests but those that watch the console are traced, with
// what is known in the end; what is done for one is in its trace.
func TestTracer(t *testing.T) {
	tr, ways := new(tracer), new(tracedWays)
	console := newConsole(t, isalestest.Options{}, withTracer(tr), withResults(ways), withCodeLists(ways))
	const result = "/vdns/{vdnId}/results/{defId}"
	tests := []struct {
		method, path string
		want         Answered
	}{
		{"GET", "/vdns/40/results/1", Answered{requestID, result, "GET", 200, 0, "ok", platform.Miss, nil}},
		{"GET", "/vdns/40/results/1.json", Answered{requestID, result + ".json", "GET", 200, 0, "ok", platform.Miss, nil}},
		{"GET", "/vdns/40/results/2", Answered{requestID, result, "GET", 502, 0, "unreachable", "", cmpopts.AnyError}},
		{"GET", "/vdns/40/results/02", Answered{requestID, result, "GET", 301, 0, "", "", nil}},
		{"GET", "/nothing", Answered{requestID, "", "GET", 404, 0, "", "", cmpopts.AnyError}},
		{"BREW", "/", Answered{requestID, "", "other", 405, 0, "", "", cmpopts.AnyError}},
		{"GET", "/codes/00605", Answered{requestID, "/codes/{code}", "GET", 200, 0, "", "", nil}},
	}
	var begun []string
	for i, test := range tests {
		rec := ask(t, console, test.method, test.path)
		test.want.Bytes = int64(rec.Body.Len())
		begun = append(begun, test.method+" "+test.path)
		if len(tr.answered) != i+1 {
			t.Fatalf("%s %s: %d traces have ended", test.method, test.path, len(tr.answered)-i)
		}
		if diff := cmp.Diff(test.want, tr.answered[i], cmpopts.EquateErrors()); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", test.method, test.path, diff)
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		get(t, console, path)
	}
	if diff := cmp.Diff(begun, tr.begun); diff != "" {
		t.Errorf("begun (-want +got)\n%s", diff)
	}
	console.codes.wait(t.Context(), console.codes.begin(t.Context(), 40, isales.English), 40, isales.English, patience)
	slices.Sort(ways.asked)
	if diff := cmp.Diff([]string{"codes trace1", "result trace1", "result trace2", "result trace3"}, ways.asked); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	for i, record := range console.log.records(t) {
		want := any("trace" + strconv.Itoa(i+1))
		if i >= len(tests) {
			want = nil
		}
		if record["trace_id"] != want {
			t.Errorf("log record %d has trace_id %v, want %v", i+1, record["trace_id"], want)
		}
	}
}

// TestTracedCatalog: the readers of a catalogue may leave, and it is in the trace
// of the first one.
func TestTracedCatalog(t *testing.T) {
	tr, ways := new(tracer), new(tracedWays)
	console := newConsole(t, isalestest.Options{Data: isalestest.Generate(7, 3, 2)}, withTracer(tr), withDictionary, func(w *wiring) {
		w.client = append(w.client, isales.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			ways.note(r.Context(), "call")
			return nil, errors.New("refused")
		})))
	})
	get(t, console, "/vdns/7.json")
	for _, asked := range ways.asked {
		if asked != "call trace1" {
			t.Errorf("asked %v", ways.asked)
		}
	}
	if len(ways.asked) == 0 {
		t.Error("the platform was not asked")
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRepeatsAreTraced: with traces, each request has one.
func TestRepeatsAreTraced(t *testing.T) {
	tr := new(tracer)
	p := newRepeating(t, withoutLog, withTracer(tr))
	v := p.visitor(t, "127.0.0.1")
	asked := p.asked.Load()
	for range 3 {
		v.send(t, usualRequest, 1)
	}
	if got := p.asked.Load() - asked; got != 3 {
		t.Errorf("asked %d times, want 3", got)
	}
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if len(tr.begun) != 3 {
		t.Errorf("traces %v", tr.begun)
	}
}
