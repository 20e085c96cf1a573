package bench

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// once is true once.
func once() func() bool {
	n := 0
	return func() bool { n++; return n == 1 }
}

// TestEachWay compares for a moment in each mode, which asserts what is answered
// and how often the platform is asked.
func TestEachWay(t *testing.T) {
	w := startWorld(t)
	for _, m := range modes {
		for _, mappings := range mappingCounts {
			s := setup{mode: m, conns: 2, mappings: mappings}
			t.Run(s.String(), func(t *testing.T) {
				r, err := w.compare(s, once())
				if err != nil {
					t.Fatal(err)
				}
				for _, role := range append([]string{consoleRole}, m.peers...) {
					if got := r.slices[role]; len(got) != 1 || got[0].answers < 2 || got[0].took < time.Millisecond {
						t.Errorf("the %s was measured as %v, want one slice of 1 ms with an answer for each connection", role, got)
					}
				}
			})
		}
	}
}

func startWorld(t *testing.T) *world {
	t.Helper()
	w, err := newWorld(time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return w
}

// TestNothingWrongIsMeasured: a comparison ends when an answer is not what it
// should be, before load and during it.
func TestNothingWrongIsMeasured(t *testing.T) {
	w := startWorld(t)
	s := setup{mode: modes[0], conns: 2, mappings: 2}
	want := func(err error, text string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
	compare := func() error {
		_, err := w.compare(s, once())
		return err
	}
	w.platform.SetFault("status=500")
	want(compare(), "before load: the console answers 502, want 200")
	w.platform.SetFault(isalestest.FaultNone)
	w.platform.SetDecider(func(_ isalestest.Request, n int) isalestest.Fault {
		if n <= 2 { // the answers that are looked at before load
			return isalestest.FaultNone
		}
		return "status=500"
	})
	want(compare(), "console: status 502, want 200")
	w.platform.SetDecider(nil)
	want(w.wantContent(s, consoleRole, &answer{Body: []byte("no codes")}), "the answer of the console lacks")

	console := &contender{process: w.servers[consoleRole], role: consoleRole, request: w.page(s.mode, 2, "", ""), status: 200, calls: 2}
	if err := console.connect(1); err != nil {
		t.Fatal(err)
	}
	defer console.hangUp()
	_, err := w.load(s, console)
	want(err, "want 2 calls for each")
}

func TestReadAnswer(t *testing.T) {
	r := bufio.NewReader(strings.NewReader("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello" +
		"HTTP/1.1 304 Not Modified\r\nEtag: \"a\"\r\n\r\n" + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" + "HTTP/1.1 200 OK\r\n\r\n"))
	for _, want := range []string{"200 <nil>", "304 <nil>", "404 <nil>", "0 an answer without Content-Length", "0 EOF"} {
		status, err := readAnswer(r)
		if got := fmt.Sprint(status, " ", err); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for _, broken := range []string{"HTTP\r\n", "HTTP/1.1 abc OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"} {
		if _, err := readAnswer(bufio.NewReader(strings.NewReader(broken))); err == nil || err == io.EOF {
			t.Errorf("%q: error %v", broken, err)
		}
	}
}

// TestFigures: ratios are made within a round, and only then is a median taken.
func TestFigures(t *testing.T) {
	at := func(rate int, cpu time.Duration) measured {
		return measured{answers: rate, took: time.Second, cpu: time.Duration(rate) * cpu}
	}
	us := time.Microsecond
	r := &record{setup{mode: modes[0]}, map[string][]measured{
		consoleRole: {at(100, 10*us), at(400, 20*us), at(300, 5*us)},
		proxyRole:   {at(200, 20*us), at(100, 10*us), at(200, 20*us)},
	}}
	want := "[{req/s 300 100 400} {cpu-us/req 10 5 20} {busy-% 0.15 0.1 0.8} {x-proxy 1.5 0.5 4} {x-cpu-proxy 2 0.5 4}]"
	if got := fmt.Sprint(r.figures()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := newFigure("even", []float64{4, 1, 3, 2}); got != (figure{"even", 2.5, 1, 4}) {
		t.Errorf("%v", got)
	}
	r.slices[consoleRole][1].cpu = 0
	if got, want := fmt.Sprint(r.figures()), "[{req/s 300 100 400} {x-proxy 1.5 0.5 4}]"; got != want {
		t.Errorf("without CPU time %s, want %s", got, want)
	}
	if got := (&record{setup: setup{mode: modes[0]}}).figures(); got != nil {
		t.Errorf("%v of nothing", got)
	}
}

func TestTakingTurns(t *testing.T) {
	a, b, c := &contender{role: "a"}, &contender{role: "b"}, &contender{role: "c"}
	var order string
	for round := range 3 {
		for _, x := range inTurn([]*contender{a, b, c}, round) {
			order += x.role
		}
	}
	if order != "abccbaabc" {
		t.Errorf("the order is %s, want abc, cba, abc", order)
	}
}

// TestSetups: a quick run has each mode, and few cases.
func TestSetups(t *testing.T) {
	all, few := setups(false), setups(true)
	if len(all) != 3*12+4*6 || len(few) != 15 {
		t.Errorf("%d and %d cases, want 60 and 15", len(all), len(few))
	}
	names := map[string]bool{}
	for _, s := range few {
		names[s.name] = true
	}
	if len(names) != len(modes) {
		t.Errorf("a quick run has %v, want all %d modes", names, len(modes))
	}
}

func TestTable(t *testing.T) {
	m := []measured{{answers: 10, took: time.Second, cpu: 100 * time.Millisecond}}
	var out strings.Builder
	printTable(&out, 30*time.Millisecond, []*record{{setup{modes[0], 16, 2, 0}, map[string][]measured{consoleRole: m, proxyRole: m}}})
	want := `
The console by its peers. Rounds: 1, slices: 30ms; medians [least..most]; above 1 the console is ahead.

case   conns  latency  mappings  req/s  cpu-us/req  busy-%  x-handler  x-cpu-handler  x-proxy            x-cpu-proxy
fresh  16     0s       2         10     10000.0     10      -          -              1.00 [1.00..1.00]  1.00 [1.00..1.00]
`
	if got := out.String(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	out.Reset()
	printTable(&out, 0, nil)
	if out.Len() > 0 {
		t.Errorf("%q without a case", out.String())
	}
}
