package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// The write timeout is longer than any call to the platform (longestTimeout):
// a page that waited for one can still be sent.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 120 * time.Second
	maxHeaderBytes    = 32 << 10
)

// serve runs the console until ctx ends.
func serve(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	c, err := parseConfig(args, environ, stdout)
	if err != nil {
		return err
	}
	if len(c.positional) > 0 {
		return &usageError{[]string{fmt.Sprintf("%q: no such command (web -h lists them)", c.positional[0])}}
	}
	log, audit := newLoggers(stderr, c)

	if c.demo {
		platform, err := startDemo(c)
		if err != nil {
			return err
		}
		defer platform.Close()
	}
	client, err := c.client()
	if err != nil {
		return err
	}
	console, err := newConsole(c, client, log, audit)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.addr)
	if err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	scheme := "http"
	var tlsConfig *tls.Config
	if c.certFile != "" {
		own, err := openCertificate(c.certFile, c.keyFile, log)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		scheme, tlsConfig = "https", own.config()
	}
	announce(c, scheme, listener.Addr().String(), stdout, log)
	return listenUntil(ctx, listener, tlsConfig, console, c.timeout, log)
}

func newConsole(c *config, client *isales.Client, log, audit *slog.Logger) (*handlers.Console, error) {
	direct := handlers.NewDirect(client)
	h := handlers.Config{
		Results:         direct,
		CodeLists:       direct,
		Browser:         direct,
		Log:             log,
		Audit:           audit,
		SessionSecrets:  c.sessionSecrets,
		SessionLifetime: c.sessionLifetime,
		PublicURL:       c.publicURL,
		LoopbackOnly:    c.loopbackOnly(),
		TrustedProxies:  c.trustedProxies,
		HTTPS:           c.certFile != "",
		Version:         version,
		Demo:            c.demo,
	}
	if c.usersFile != "" {
		users, err := handlers.OpenUsers(c.usersFile, log)
		if err != nil {
			return nil, err
		}
		h.Users = users
	}
	return handlers.New(h)
}

// announce prints the address, and the configuration into the log.
func announce(c *config, scheme, addr string, stdout io.Writer, log *slog.Logger) {
	address := scheme + "://" + addr
	if c.publicURL != "" {
		address = c.publicURL
	}
	fmt.Fprintf(stdout, "iSales Console %s: %s/\n", version, address)
	log.Info("starting", "version", version, "addr", addr, "public_url", c.publicURL, "tls", c.certFile != "", "users_file", c.usersFile,
		"own_session_keys", len(c.sessionSecrets), "session_lifetime", c.sessionLifetime.String(), "trusted_proxies", c.trustedProxies, "demo", c.demo,
		"platform", hostOf(c.isalesURL), "ak", c.ak, "timeout", c.timeout.String(), "own_ca", c.roots != nil,
		"timestamp_millis", c.signing.TimestampMillis, "empty_query_line", c.signing.EmptyQueryLine, "signed_headers", c.signing.SignedHeaders)
	if !c.loopbackOnly() && c.certFile == "" && !strings.HasPrefix(c.publicURL, "https://") {
		log.Warn("passwords travel unencrypted: serve https (-tls-cert-file), or name the https address of the proxy in front (-public-url)")
	}
	if c.usersFile != "" && len(c.sessionSecrets) == 0 {
		log.Info("no -session-key-file: everyone is signed out when the console restarts")
	}
}

// listenUntil serves until ctx ends, then lets look-ups in flight finish.
func listenUntil(ctx context.Context, listener net.Listener, tlsConfig *tls.Config, console *handlers.Console, longestCall time.Duration, log *slog.Logger) error {
	server := &http.Server{
		Handler:           console,
		TLSConfig:         tlsConfig,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() {
		if tlsConfig != nil {
			served <- server.ServeTLS(listener, "", "")
		} else {
			served <- server.Serve(listener)
		}
	}()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	console.Drain()
	log.Info("shutting down", "wait_at_most", (longestCall + time.Second).String())
	deadline, cancel := context.WithTimeout(context.Background(), longestCall+time.Second)
	defer cancel()
	err := server.Shutdown(deadline)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(errors.New("some requests did not end in time and were cut"), server.Close())
	}
	log.Info("stopped")
	return err
}

// startDemo starts a platform with sample data and points the configuration at it.
func startDemo(c *config) (*isalestest.Server, error) {
	platform, err := isalestest.Start(isalestest.Options{
		KeepRequests: -1, // no one asks for them, and the demo may run for weeks
		Millis:       c.signing.TimestampMillis, EmptyQueryLine: c.signing.EmptyQueryLine,
	})
	if err != nil {
		return nil, err
	}
	c.isalesURL, c.roots = platform.URL, x509.NewCertPool()
	c.roots.AppendCertsFromPEM(platform.CertificatePEM())
	c.ak, c.sk = platform.AccessKey, secret(platform.SecretKey)
	return platform, nil
}

// newLoggers return the log, and the audit log, which has its records beside it
// whatever the level of the log is.
func newLoggers(w io.Writer, c *config) (log, audit *slog.Logger) {
	text := c.logFormat == "text" || c.logFormat == "auto" && isTerminal(w)
	w = &lockedWriter{w: w}
	handler := func(level slog.Level) slog.Handler {
		if text {
			return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})
		}
		return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})
	}
	return slog.New(handler(c.logLevel)), slog.New(handler(slog.LevelInfo))
}

// lockedWriter lets two loggers share a writer.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
