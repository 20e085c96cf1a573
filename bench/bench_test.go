package bench

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"
)

var (
	sliceTime = flag.Duration("slice", 0, "length of a slice of load; 0 for 200ms, or 30ms with -benchtime 1x")
	procs     = flag.Int("procs", 1, "CPUs of each server (its GOMAXPROCS)")
)

// usualRounds is the -benchtime of who names none.
const usualRounds = "9x"

// quick says that benchmarks run once, to see that they work.
var quick bool

func TestMain(m *testing.M) {
	if r := os.Getenv(roleVariable); r != "" {
		if err := play(r); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.benchtime" })
	if !given {
		if err := flag.Set("test.benchtime", usualRounds); err != nil {
			panic(err)
		}
	}
	quick = flag.Lookup("test.benchtime").Value.String() == "1x"
	if *sliceTime == 0 {
		*sliceTime = 200 * time.Millisecond
		if quick {
			*sliceTime = 30 * time.Millisecond
		}
	}
	code := m.Run()
	printTable(os.Stdout, *sliceTime, finished)
	os.Exit(code)
}

// mode is a way to ask for an external result.
type mode struct {
	name   string
	kept   bool   // always the same result, which the console keeps
	suffix string // of the path
	gzip   bool
	since  bool // with the tag of the last answer
	peers  []string
}

var modes = []mode{
	{name: "fresh", peers: []string{proxyRole}},
	{name: "fresh-gzip", gzip: true, peers: []string{proxyRole}},
	{name: "fresh-json", suffix: ".json", peers: []string{proxyRole}},
	{name: "cached", kept: true, peers: []string{handlerRole, proxyRole}},
	{name: "cached-gzip", kept: true, gzip: true, peers: []string{handlerRole}},
	{name: "cached-json", kept: true, suffix: ".json", peers: []string{handlerRole}},
	{name: "not-modified", kept: true, since: true, peers: []string{handlerRole}},
}

// status is what the console answers.
func (m mode) status() int {
	if m.since {
		return http.StatusNotModified
	}
	return http.StatusOK
}

// setup is one case.
type setup struct {
	mode
	conns, mappings int
	latency         time.Duration
}

func (s setup) String() string {
	return fmt.Sprintf("%s/conns=%d/latency=%s/mappings=%d", s.name, s.conns, s.latency, s.mappings)
}

// setups are all cases, or those of a quick run.
func setups(quick bool) (list []setup) {
	for _, m := range modes {
		for _, latency := range []time.Duration{0, 20 * time.Millisecond} {
			for _, conns := range []int{1, 16, 128} {
				for _, mappings := range mappingCounts {
					s := setup{m, conns, mappings, latency}
					slow := m.name == "fresh" && conns == 128 && latency > 0 && mappings == 200
					switch {
					case m.kept && latency > 0: // nothing kept waits for the platform
					case quick && !slow && (conns != 16 || latency > 0):
					default:
						list = append(list, s)
					}
				}
			}
		}
	}
	return list
}

// BenchmarkConsole compares; see the package's comment.
func BenchmarkConsole(b *testing.B) {
	w, err := newWorld(*sliceTime)
	if err != nil {
		b.Fatal(err)
	}
	defer w.close()
	for _, s := range setups(quick) {
		b.Run(s.String(), func(b *testing.B) {
			record, err := w.compare(s, b.Loop)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(0, "ns/op") // that of a round says nothing
			for _, f := range record.figures() {
				b.ReportMetric(f.middle, f.unit)
			}
			finished = append(finished, record)
		})
	}
}
