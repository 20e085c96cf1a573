package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
	"isales-console/sharedstate"
	"isales-console/users"
)

// The write timeout is longer than any call to the platform (maxTimeout):
// a page that waited for one can still be sent.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 120 * time.Second
	maxHeaderBytes    = 32 << 10
)

// serve runs the console until ctx ends.
func serve(ctx context.Context, args, environ []string, stdout io.Writer, stderr *logWriter) error {
	c, err := parseConfig(args, environ, stdout)
	if err != nil {
		return err
	}
	if len(c.positional) > 0 {
		return unknown(ctx, c.positional, nil, streams{})
	}
	log, audit := newLoggers(stderr, c)

	stopDemo, err := startDemo(c)
	if err != nil {
		return err
	}
	defer stopDemo()
	metrics := newMetrics()
	metrics.watchLog(stderr)
	metrics.watchPanics(log)
	traces := newTracing(c.trustedProxies, log)
	defer traces.close()
	var files rereads
	shared, err := openShared(c, metrics, log)
	if err != nil {
		return err
	}
	if shared != nil {
		defer shared.Close()
	}
	console, err := newConsole(c, metrics, traces, shared, log, audit, &files)
	if err != nil {
		return err
	}
	stopMetrics, err := serveMetrics(c.metrics, metrics, log)
	if err != nil {
		return err
	}
	defer stopMetrics() // after the console, whose shutdown can be watched too
	listener, tlsConfig, err := listen(c, log, &files)
	if err != nil {
		return err
	}
	announce(c, listener.Addr().String(), stdout, log)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	s := service{listener: listener, tlsConfig: tlsConfig, console: console, handler: traces.handler(console),
		maxCall: c.timeout, delay: c.delay, hangup: hangup, reread: files.all, notify: newNotifier(environ), log: log}
	return s.run(ctx)
}

// rereads read the files again that the console serves from.
type rereads []func()

func (r *rereads) add(reread func()) { *r = append(*r, reread) }

func (r rereads) all() {
	for _, reread := range r {
		reread()
	}
}

// listen opens the console's address; tlsConfig is nil without TLS of its own.
func listen(c *config, log *slog.Logger, files *rereads) (listener net.Listener, tlsConfig *tls.Config, err error) {
	if listener, err = net.Listen("tcp", c.addr); err != nil {
		return nil, nil, fmt.Errorf("-addr: %w", err)
	}
	if c.certFile == "" {
		return listener, nil, nil
	}
	if tlsConfig, err = openCertificate(c.certFile, c.keyFile, log, files); err != nil {
		return nil, nil, errors.Join(err, listener.Close())
	}
	return listener, tlsConfig, nil
}

// newPlatform wires client, circuit breaker and cache.
func newPlatform(c *config, metrics *metrics, traces *tracing, log *slog.Logger, files *rereads) (
	client *isales.Client, breaker *platform.Breaker, layer *platform.Layer, err error) {
	breaker = platform.NewBreaker(metrics, func(down bool) {
		if !down {
			log.Info("the platform answers again")
			return
		}
		log.Error("the platform is down: it is tried every few seconds, and pages show copies")
		// What is left of the connections leads nowhere.
		client.CloseIdleConnections()
	})
	var transport closingTransport = isales.NewTransport(c.roots, c.maxCalls)
	if c.caFile != "" {
		if transport, err = openCA(c.caFile, c.maxCalls, log, files); err != nil {
			return nil, nil, nil, err
		}
	}
	traced := isales.WithTransport(traces.transport(transport))
	if client, err = c.client(isales.WithGate(breaker), traced); err != nil {
		return nil, nil, nil, err
	}
	keep := platform.Options{Fresh: c.fresh, Stale: c.stale, Budget: c.timeout}
	if layer, err = platform.New(client, breaker, keep); err != nil {
		return nil, nil, nil, err
	}
	metrics.watch(layer, client, breaker, c.maxCalls)
	return client, breaker, layer, nil
}

// newConsole puts together the console and all that it needs.
func newConsole(c *config, metrics *metrics, traces *tracing, shared *sharedstate.State, log, audit *slog.Logger,
	files *rereads) (*handlers.Console, error) {
	client, breaker, layer, err := newPlatform(c, metrics, traces, log, files)
	if err != nil {
		return nil, err
	}
	direct := platform.NewUncached(client)
	h := handlers.Config{
		Results:         layer,
		CodeLists:       direct,
		Browser:         direct,
		Campaigns:       direct,
		Calls:           direct,
		Log:             log,
		Identity:        c.identity(),
		Audit:           audit,
		SessionSecrets:  c.sessionSecrets,
		SessionLifetime: c.sessionLifetime,
		PublicURL:       c.publicURL,
		LoopbackOnly:    c.loopbackOnly(),
		TrustedProxies:  c.trustedProxies,
		HTTPS:           c.certFile != "",
		HSTSSubDomains:  c.hstsSubDomains,
		Version:         version,
		Contact:         c.contact,
		Demo:            c.demo,
		Observer:        metrics,
		Platform: func() string {
			return platformState(client, breaker, c.maxCalls)
		},
	}
	if shared != nil {
		layer.KeepIn(shared)
		h.Shared, h.Copies = shared, shared
		h.Platform = func() string {
			return platformState(client, breaker, c.maxCalls) + fmt.Sprintf("redis: %s\n", shared.Health())
		}
	}
	if c.metrics == "" {
		h.Metrics = metrics.handler()
	}
	if err := c.openFiles(&h, log, files); err != nil {
		return nil, err
	}
	return handlers.New(h)
}

// openFiles adds notes, users, tokens and single sign-on to a console's configuration, those that there are.
func (c *config) openFiles(h *handlers.Config, log *slog.Logger, files *rereads) (err error) {
	if c.notesFile != "" {
		if h.Notes, err = openNotes(c.notesFile, log, files); err != nil {
			return err
		}
	}
	if c.usersFile != "" {
		people, err := users.Open(c.usersFile, isales.MaxVDNID, log)
		if err != nil {
			return err
		}
		h.Users = people
		files.add(people.Refresh)
	}
	if c.tokensFile != "" {
		tokens, err := users.OpenTokens(c.tokensFile, isales.MaxVDNID, log)
		if err != nil {
			return err
		}
		h.Tokens = tokens
		files.add(tokens.Refresh)
	}
	return c.openSignOn(h, log, files)
}

// platformState says for /readyz how it stands with the platform.
func platformState(client *isales.Client, breaker *platform.Breaker, limit int) string {
	state := "answering"
	if down := breaker.Down(); down != nil {
		state = "not asked before " + down.RetryAt.UTC().Format(time.RFC3339)
	}
	inFlight, waiting := client.Load()
	return fmt.Sprintf("platform: %s\nbreaker: %s\ncalls in flight: %d of %d, waiting: %d\n",
		state, breaker.State(), inFlight, limit, waiting)
}

// identity tells this console from others; replicas have it in common.
func (c *config) identity() string {
	if c.demo { // whose platform has another address each time
		return "demo " + c.publicURL
	}
	return c.isalesURL + " " + c.publicURL
}

// memoryLimit is that of the garbage collector in bytes; 0 for none.
func memoryLimit() int64 {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		return 0
	}
	return limit
}

// announce prints the address, and the configuration into the log.
func announce(c *config, addr string, stdout io.Writer, log *slog.Logger) {
	address := "http://" + addr
	if c.certFile != "" {
		address = "https://" + addr
	}
	if c.publicURL != "" {
		address = c.publicURL
	}
	debug.FreeOSMemory() // what only the start needed
	// Where nobody reads along, the log says it.
	if _, file := stdout.(*os.File); !file || onTerminal(stdout) {
		fmt.Fprintf(stdout, "iSales Console %s: %s/\n", version, address)
	}
	log.Info("starting", "version", version, "url", address, "addr", addr, "public_url", c.publicURL, "tls",
		c.certFile != "",
		"users_file", c.usersFile, "tokens_file", c.tokensFile, "oidc_issuer", c.signOn.issuer,
		"own_session_keys", len(c.sessionSecrets),
		"session_lifetime", c.sessionLifetime.String(), "redis", c.redis.String(),
		"trusted_proxies", c.trustedProxies, "demo", c.demo,
		"platform", hostOf(c.isalesURL), "ak", c.ak, "timeout", c.timeout.String(),
		"cache_ttl", c.fresh.String(), "cache_stale", c.stale.String(), "own_ca", c.roots != nil,
		"timestamp_millis", c.signing.TimestampMillis, "empty_query_line", c.signing.EmptyQueryLine,
		"signed_headers", c.signing.SignedHeaders, "memory_limit", memoryLimit())
	if quoted(c.sk) {
		log.Warn("the secret key is in quotes: leave them out unless they belong to it")
	}
	if !c.loopbackOnly() && c.certFile == "" && !strings.HasPrefix(c.publicURL, "https://") {
		log.Warn("passwords travel unencrypted: serve https (-tls-cert-file), " +
			"or name the https address of the proxy in front (-public-url)")
	}
	if c.hasSignIn() && len(c.sessionSecrets) == 0 {
		log.Info("no -session-key-file: everyone is signed out when the console restarts")
	}
}

// startDemo starts a platform with sample data for -demo, and points the configuration at it, until it is stopped.
func startDemo(c *config) (stop func(), err error) {
	if !c.demo {
		return func() {}, nil
	}
	platform, err := isalestest.Start(isalestest.Options{
		ForgetRequests: true, // no one asks for them, and the demo may run for weeks
		Signing:        isalestest.Signing{Millis: c.signing.TimestampMillis, EmptyQueryLine: c.signing.EmptyQueryLine},
	})
	if err != nil {
		return nil, err
	}
	c.isalesURL, c.roots = platform.URL, x509.NewCertPool()
	c.roots.AppendCertsFromPEM(platform.CertificatePEM())
	c.ak, c.sk = platform.AccessKey, secret(platform.SecretKey)
	return platform.Close, nil
}
