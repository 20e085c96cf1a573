package bench

import (
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/results"
)

const (
	callTimeout = 10 * time.Second
	// mostCalls is more than there are connections: a limit would be measured
	// otherwise, and not the console.
	mostCalls = 256
	// keptFresh is longer than any case takes.
	keptFresh = time.Hour
)

// newConsole puts the console together as cmd/web does.
func newConsole(platform platformAddress) (*http.Server, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(platform.CA) {
		return nil, errors.New("no certificate of the platform")
	}
	log := slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelInfo}))
	counts := newFigures()
	guard := results.NewGuard(counts, nil)
	client, err := isales.New(platform.URL, isales.Credentials{AccessKey: isalestest.DemoAccessKey, SecretKey: isalestest.DemoSecretKey},
		isales.WithTimeout(callTimeout), isales.WithTransport(isales.NewTransport(roots)), isales.WithMaxConcurrent(mostCalls), isales.WithGate(guard))
	if err != nil {
		return nil, err
	}
	layer, err := results.New(client, guard, results.Options{Fresh: keptFresh, Stale: 24 * time.Hour, Budget: callTimeout})
	if err != nil {
		return nil, err
	}
	direct := handlers.NewDirect(client)
	console, err := handlers.New(handlers.Config{
		Results: layer, CodeLists: direct, Browser: direct,
		Log: log, Audit: log, Observer: counts,
		LoopbackOnly: true, Version: "bench",
	})
	if err != nil {
		return nil, err
	}
	return &http.Server{Handler: console, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}, nil
}

// hook connects the console's server to its connections, as cmd/web does.
func hook(server *http.Server, listener net.Listener) net.Listener {
	server.Handler.(*handlers.Console).Hooks(server)
	return handlers.Listener(listener)
}

// figures count what those of cmd/web count, at the same cost: a program's main
// package cannot be imported.
type figures struct {
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	pairs     sync.Map // of a request's labels to a pair
	lookups   *prometheus.CounterVec
	calls     *prometheus.CounterVec
	callTime  prometheus.Histogram
}

type labels struct {
	route, method string
	status        int
}

type pair struct {
	count    prometheus.Counter
	duration prometheus.Observer
}

func newFigures() *figures {
	counter := func(name string, of ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name}, of)
	}
	buckets := prometheus.ExponentialBuckets(.0005, 2, 15)
	return &figures{
		requests:  counter("requests", "route", "method", "status"),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "durations", Buckets: buckets}, []string{"route"}),
		lookups:   counter("lookups", "cache"),
		calls:     counter("calls", "outcome"),
		callTime:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "call_time", Buckets: buckets}),
	}
}

// Request implements handlers.Observer.
func (f *figures) Request(route, method string, status int, took time.Duration) {
	key := labels{route, method, status}
	found, ok := f.pairs.Load(key)
	if !ok {
		found, _ = f.pairs.LoadOrStore(key, pair{f.requests.WithLabelValues(route, method, strconv.Itoa(status)), f.durations.WithLabelValues(route)})
	}
	found.(pair).count.Inc()
	found.(pair).duration.Observe(took.Seconds())
}

// Lookup implements results.Observer.
func (f *figures) Lookup(outcome string) { f.lookups.WithLabelValues(outcome).Inc() }

// Call implements results.Observer.
func (f *figures) Call(outcome string, took time.Duration) {
	f.calls.WithLabelValues(outcome).Inc()
	f.callTime.Observe(took.Seconds())
}
