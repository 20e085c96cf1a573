package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"isales-console/handlers"
	"isales-console/isales/background"
)

// service is a console on its listener, and how it ends.
type service struct {
	listener  net.Listener
	tlsConfig *tls.Config // nil without TLS of its own
	console   *handlers.Console
	handler   http.Handler // wraps console
	// maxCall is how long requests in flight may take at the end.
	maxCall time.Duration
	// delay is the time from the signal to the end until the listener closes.
	delay time.Duration
	// hangup gets a signal to read the files again, which reread does; both may be nil.
	hangup <-chan os.Signal
	reread func()
	notify notifier
	log    *slog.Logger
}

// run serves until ctx ends, then lets requests in flight finish.
func (s *service) run(ctx context.Context) error {
	requests, cut := context.WithCancelCause(context.Background())
	defer cut(nil)
	silent := &silentConns{since: map[net.Conn]time.Time{}}
	server := &http.Server{
		Handler:           s.handler,
		TLSConfig:         s.tlsConfig,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes - 4096, // net/http reads as much beyond it
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ConnState:         silent.state,
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	served := make(chan error, 1)
	background.Go(func() {
		if s.tlsConfig != nil {
			served <- server.ServeTLS(s.listener, "", "")
		} else {
			served <- server.Serve(s.listener)
		}
	})
	s.notify.ready(ctx, s.log, func(ctx context.Context) error {
		return askHealth(ctx, s.listener.Addr().String(), s.tlsConfig != nil)
	})
	if err := s.wait(ctx, served); err != nil {
		return err
	}
	s.console.Drain()
	s.notify.send("STOPPING=1", s.log)
	s.log.Info("shutting down", "delay", s.delay.String(), "wait_at_most", (s.maxCall + time.Second).String())
	ended, cancel := context.WithTimeout(context.Background(), s.delay)
	defer cancel()
	if err := s.wait(ended, served); err != nil {
		return err
	}
	return s.shutDown(server, silent, cut)
}

// wait returns when ctx ends, or with the error of the listener.
func (s *service) wait(ctx context.Context, served <-chan error) error {
	for {
		select {
		case err := <-served:
			return err
		case <-s.hangup:
			s.log.Info("SIGHUP: reading the files again")
			s.reread()
		case <-ctx.Done():
			return nil
		}
	}
}

// shutDown closes the listener and waits for requests in flight. Those that are left
// a second before the end are told by their context, so that they can say so.
func (s *service) shutDown(server *http.Server, silent *silentConns, cut context.CancelCauseFunc) error {
	defer time.AfterFunc(s.maxCall, background.Safe(func() { cut(handlers.ErrShutdown) })).Stop()
	deadline, cancel := context.WithTimeout(context.Background(), s.maxCall+time.Second)
	defer cancel()
	silent.close()
	err := server.Shutdown(deadline)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(errors.New("some requests did not end in time and were cut"), server.Close())
	}
	s.log.Info("stopped")
	return err
}

// maxSilence is how long after its opening a connection may send nothing and still be
// waited for at the end: its request may be on the way.
const maxSilence = 200 * time.Millisecond

// silentConns are the connections that sent no request yet; http.Server would wait
// seconds for each. It is safe for concurrent use.
type silentConns struct {
	mu      sync.Mutex
	since   map[net.Conn]time.Time
	closing bool
}

// state is a hook of http.Server.
func (s *silentConns) state(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state != http.StateNew {
		delete(s.since, conn)
		return
	}
	s.since[conn] = time.Now()
	if s.closing {
		s.closeSilent(conn)
	}
}

// close closes the connections, and those that come later.
func (s *silentConns) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing = true
	for conn := range s.since {
		s.closeSilent(conn)
	}
}

// closeSilent closes a connection at the end of its silence; s.mu is held.
func (s *silentConns) closeSilent(conn net.Conn) {
	time.AfterFunc(maxSilence-time.Since(s.since[conn]), background.Safe(func() {
		s.mu.Lock()
		_, silent := s.since[conn]
		s.mu.Unlock()
		if silent {
			_ = conn.Close()
		}
	}))
}
