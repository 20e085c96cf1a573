package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/platform"
)

// Buckets of the histograms, in seconds.
var (
	requestBuckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25}
	callBuckets    = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25}
)

// metrics are those of the console for Prometheus. Labels have fixed sets of
// values: no ID, no name, nothing that a visitor typed.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	lookups   *prometheus.CounterVec
	calls     *prometheus.CounterVec
	callTime  prometheus.Histogram
	panics    prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isales_console_requests_total",
			Help: "Answered requests by route pattern, method and HTTP status."}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "isales_console_request_duration_seconds",
			Help: "Time to answer a request, by route pattern.", Buckets: requestBuckets}, []string{"route"}),
		lookups: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isales_console_lookups_total",
			Help: "Look-ups of external results by how they were answered."}, []string{"cache"}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isales_console_upstream_calls_total",
			Help: "Calls to the platform by how they ended."}, []string{"outcome"}),
		callTime: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "isales_console_upstream_call_duration_seconds",
			Help: "Time of a call to the platform, without the wait for its turn.", Buckets: callBuckets}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{Name: "isales_console_background_panics_total",
			Help: "Panics beside the requests; the log has each with its stack."}),
	}
	m.registry.MustRegister(m.requests, m.durations, m.lookups, m.calls, m.callTime, m.panics, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	// Counters with few values are shown from the start, as 0.
	origins := []platform.Origin{platform.Hit, platform.Miss, platform.Shared, platform.Stale}
	for _, origin := range append(origins, "error", "canceled") {
		m.lookups.WithLabelValues(string(origin))
	}
	for _, outcome := range platform.Outcomes() {
		m.calls.WithLabelValues(outcome)
	}
	m.registry.MustRegister(m.gauge("isales_console_build_info", "Always 1; the labels say what runs.",
		prometheus.Labels{"version": version, "go": runtime.Version()}, func() float64 { return 1 }))
	return m
}

func (m *metrics) gauge(name, help string, labels prometheus.Labels,
	value func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, value)
}

// watch adds the state of the look-ups and of the calls to the platform, of which
// at most limit may be in flight.
func (m *metrics) watch(layer *platform.Layer, client *isales.Client, breaker *platform.Breaker, limit int) {
	load := func(pick func(inFlight, waiting int) int) func() float64 {
		return func() float64 { return float64(pick(client.Load())) }
	}
	m.registry.MustRegister(
		m.gauge("isales_console_lookups_waiting", "Look-ups that wait for an answer of the platform.", nil,
			func() float64 { return float64(layer.Waiting()) }),
		m.gauge("isales_console_upstream_in_flight", "Calls to the platform in flight.", nil,
			load(func(n, _ int) int { return n })),
		m.gauge("isales_console_upstream_waiting", "Calls that wait for their turn.", nil,
			load(func(_, n int) int { return n })),
		m.gauge("isales_console_upstream_limit", "Calls that may be in flight at once.", nil,
			func() float64 { return float64(limit) }))
	for _, state := range []string{"closed", "half-open", "open"} {
		m.registry.MustRegister(m.gauge("isales_console_upstream_breaker_state",
			"1 for the state in which the circuit breaker is.",
			prometheus.Labels{"state": state}, func() float64 {
				if breaker.State() == state {
					return 1
				}
				return 0
			}))
	}
}

// watchLog adds the records that were dropped because nobody read the log.
func (m *metrics) watchLog(l *logWriter) {
	for kind, pick := range map[string]func(logCount) int{
		"log":   func(n logCount) int { return n.log },
		"audit": func(n logCount) int { return n.audit },
	} {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "isales_console_log_dropped_records_total", Help: "Records that were dropped because nobody read the log.",
			ConstLabels: prometheus.Labels{"kind": kind}}, func() float64 { return float64(pick(l.drops())) }))
	}
}

// watchPanics counts and logs panics beside the requests.
func (m *metrics) watchPanics(log *slog.Logger) {
	background.OnPanic(func(err error) {
		m.panics.Inc()
		log.Error("a panic beside the requests", "error", err.Error())
	})
}

// Request implements handlers.Observer.
func (m *metrics) Request(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(route).Observe(took.Seconds())
}

// Lookup implements platform.Observer.
func (m *metrics) Lookup(outcome string) { m.lookups.WithLabelValues(outcome).Inc() }

// Call implements platform.Observer.
func (m *metrics) Call(outcome string, took time.Duration) {
	m.calls.WithLabelValues(outcome).Inc()
	m.callTime.Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// serveMetrics serves /metrics and the profiler on a listener of their own,
// until it is stopped; for no address it serves nothing.
func serveMetrics(addr string, m *metrics, log *slog.Logger) (stop func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.handler())
	// Without the command line, which may hold the secret key.
	mux.HandleFunc("GET /debug/pprof/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/debug/pprof/cmdline" {
			http.NotFound(w, r)
			return
		}
		pprof.Index(w, r)
	})
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("-metrics-addr: %w", err)
	}
	// A profile takes as long as it is asked to: no write timeout.
	server := &http.Server{Handler: mux, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		IdleTimeout: idleTimeout, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	log.Info("metrics", "addr", listener.Addr().String())
	var ended sync.WaitGroup
	ended.Go(background.Safe(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics: the listener failed", "error", err.Error())
		}
	}))
	return func() {
		_ = server.Close()
		ended.Wait()
	}, nil
}
