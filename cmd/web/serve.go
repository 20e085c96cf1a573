package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
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
	log := newLogger(stderr, c)

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
	console, err := handlers.New(handlers.Config{
		Results: client.InLanguage(isales.English),
		Log:     log,
		Version: version,
		Demo:    c.demo,
	})
	if err != nil {
		return err
	}

	listener, err := net.Listen("tcp", c.addr)
	if err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	fmt.Fprintf(stdout, "iSales Console %s: http://%s/\n", version, listener.Addr())
	log.Info("starting", "version", version, "addr", listener.Addr().String(), "demo", c.demo,
		"platform", hostOf(c.isalesURL), "ak", c.ak, "timeout", c.timeout, "own_ca", c.roots != nil,
		"timestamp_millis", c.signing.TimestampMillis, "empty_query_line", c.signing.EmptyQueryLine, "signed_headers", c.signing.SignedHeaders)
	return listenUntil(ctx, listener, console, c.timeout, log)
}

// listenUntil serves until ctx ends, then lets look-ups in flight finish.
func listenUntil(ctx context.Context, listener net.Listener, console *handlers.Console, longestCall time.Duration, log *slog.Logger) error {
	server := &http.Server{
		Handler:           console,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	console.Drain()
	log.Info("shutting down", "wait_at_most", longestCall+time.Second)
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

func newLogger(w io.Writer, c *config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.logLevel}
	if c.logFormat == "text" || c.logFormat == "auto" && isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
