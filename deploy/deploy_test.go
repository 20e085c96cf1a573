// Package deploy_test holds that the files here name what the console has.
package deploy_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"isales-console/platform"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// vocabulary is what queries may name.
type vocabulary struct {
	metrics map[string][]string // label names by metric
	values  map[string][]string // of the labels that have few
}

var (
	vecPattern       = regexp.MustCompile(`prometheus\.New(Counter|Histogram)Vec\(prometheus\.\w+\{Name: "(isales_console_\w+)",[^}]*\}, \[\]string\{([^}]*)\}`)
	histogramPattern = regexp.MustCompile(`prometheus\.NewHistogram\(prometheus\.HistogramOpts\{Name: "(isales_console_\w+)"`)
	countersPattern  = regexp.MustCompile(`m\.counters\("(isales_console_\w+)", "[^"]*", "(\w+)"`)
	gaugePattern     = regexp.MustCompile(`m\.gauge\("(isales_console_\w+)", "[^"]*",\s*(nil|prometheus\.Labels\{[^}]*\})`)
	namePattern      = regexp.MustCompile(`"(isales_console_\w+)"`)
	statesPattern    = regexp.MustCompile(`\[\]string\{("closed"[^}]*)\}`)
	quotedPattern    = regexp.MustCompile(`"([^"]*)"`)
	routePattern     = regexp.MustCompile(`r\.(?:Get|Post)\("(/[^"]*)"`)
	belowPattern     = regexp.MustCompile(`r\.Route\("(/[^"]*)"`)
)

func quoted(text string) (list []string) {
	for _, m := range quotedPattern.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// consoleVocabulary reads what the console serves out of its source, and what
// Prometheus' client adds from its collectors.
func consoleVocabulary(t *testing.T) *vocabulary {
	t.Helper()
	v := &vocabulary{metrics: map[string][]string{"up": nil}, values: map[string][]string{}}
	source := read(t, "../cmd/web/metrics.go")
	histogram := func(name string, labels ...string) {
		v.metrics[name+"_bucket"] = append(slices.Clone(labels), "le")
		v.metrics[name+"_sum"], v.metrics[name+"_count"] = labels, labels
	}
	found := map[string]bool{}
	for _, m := range vecPattern.FindAllStringSubmatch(source, -1) {
		found[m[2]] = true
		if m[1] == "Histogram" {
			histogram(m[2], quoted(m[3])...)
		} else {
			v.metrics[m[2]] = quoted(m[3])
		}
	}
	for _, m := range histogramPattern.FindAllStringSubmatch(source, -1) {
		found[m[1]] = true
		histogram(m[1])
	}
	for _, m := range countersPattern.FindAllStringSubmatch(source, -1) {
		found[m[1]], v.metrics[m[1]] = true, []string{m[2]}
	}
	for _, m := range gaugePattern.FindAllStringSubmatch(source, -1) {
		found[m[1]], v.metrics[m[1]] = true, quoted(m[2])
	}
	for _, m := range namePattern.FindAllStringSubmatch(source, -1) {
		if !found[m[1]] {
			t.Fatalf("metrics.go: this test does not understand how %s is made", m[1])
		}
	}
	v.addCollectors(t)
	v.values["cache"] = []string{string(platform.Miss), string(platform.Shared), string(platform.Hit), string(platform.Stale), "error"}
	v.values["outcome"] = platform.Outcomes()
	if m := statesPattern.FindStringSubmatch(source); m != nil {
		v.values["state"] = quoted(m[1])
	}
	v.values["route"] = routes(t)
	return v
}

func (v *vocabulary) addCollectors(t *testing.T) {
	t.Helper()
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		v.metrics[f.GetName()] = nil
	}
}

// routes are the patterns of handlers/routes.go: those below another one come
// after it.
func routes(t *testing.T) (list []string) {
	t.Helper()
	below := ""
	for line := range strings.Lines(read(t, "../handlers/routes.go")) {
		if m := belowPattern.FindStringSubmatch(line); m != nil {
			below = m[1]
		}
		if m := routePattern.FindStringSubmatch(line); m != nil {
			list = append(list, below+m[1])
		}
	}
	return list
}

func TestVocabulary(t *testing.T) {
	v := consoleVocabulary(t)
	for name, labels := range map[string][]string{
		"isales_console_requests_total":                  {"route", "method", "status"},
		"isales_console_request_duration_seconds_bucket": {"route", "le"},
		"isales_console_lookups_total":                   {"cache"},
		"isales_console_upstream_breaker_state":          {"state"},
		"isales_console_upstream_waiting":                {},
		"process_resident_memory_bytes":                  {},
	} {
		if got, ok := v.metrics[name]; !ok || strings.Join(got, ",") != strings.Join(labels, ",") {
			t.Errorf("%s has the labels %v (known: %t), want %v", name, got, ok, labels)
		}
	}
	if got := strings.Join(v.values["state"], " "); got != "closed half-open open" {
		t.Errorf("the states are %s", got)
	}
	for _, route := range []string{"/codes", "/healthz", "/vdns/{vdnId}/results/{defId}"} {
		if !slices.Contains(v.values["route"], route) {
			t.Errorf("the route %s is not among %v", route, v.values["route"])
		}
	}
}
