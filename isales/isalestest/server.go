package isalestest

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"isales-console/isales/background"
)

// Server is a running simulator. All methods are safe for concurrent use.
type Server struct {
	// URL is the address to configure a client with: scheme, host, port and
	// base path, without a trailing slash.
	URL string
	// AccessKey and SecretKey are the key pair that the server accepts.
	AccessKey, SecretKey string

	basePath string
	verifier verifier
	caPEM    []byte
	client   *http.Client
	srv      *http.Server
	stop     chan struct{} // closed by Close; ends every wait
	once     sync.Once

	// running counts handlers, connections and the accept loop, so that Close
	// leaves no goroutine behind.
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
	control
	forget   bool
	requests []Request
}

// NewServer starts a server that is closed when the test ends. It fails the test
// when the server cannot be started.
func NewServer(t TB, opts Options) *Server {
	t.Helper()
	s, err := Start(opts)
	if err != nil {
		t.Fatalf("%v", err)
		return nil
	}
	t.Cleanup(s.Close)
	return s
}

// Start starts a server. The caller must Close it.
func Start(opts Options) (*Server, error) {
	s, err := start(opts)
	if err != nil {
		return nil, fmt.Errorf("start isales simulator: %w", err)
	}
	return s, nil
}

func start(opts Options) (*Server, error) {
	opts, err := opts.resolve()
	if err != nil {
		return nil, err
	}
	cert, caPEM, roots, err := newCertificate()
	if err != nil {
		return nil, err
	}
	// ListenConfig with MPTCP off: "reset" needs a plain TCP connection to
	// set its linger time.
	lc := net.ListenConfig{}
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := newServer(opts)
	s.URL = "https://" + ln.Addr().String() + opts.BasePath
	s.caPEM = caPEM
	s.client = &http.Client{Transport: &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost: 16,
	}}
	s.srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	s.running.Go(background.Safe(func() {
		// Always http.ErrServerClosed or the listener's end: an error without a reader.
		_ = s.srv.ServeTLS(ln, "", "")
	}))
	return s, nil
}

func newServer(opts Options) *Server {
	s := &Server{
		AccessKey: DemoAccessKey,
		SecretKey: DemoSecretKey,
		basePath:  opts.BasePath,
		verifier: verifier{
			accessKey: DemoAccessKey,
			secretKey: DemoSecretKey,
			now:       opts.Now,
			maxSkew:   opts.MaxSkew,
			signing:   opts.Signing,
		},
		stop:    make(chan struct{}),
		control: control{fault: opts.Fault, store: newStore(opts.Data)},
		forget:  opts.ForgetRequests,
	}
	s.srv = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ConnState:         s.connState,
		ErrorLog:          log.New(io.Discard, "", 0),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		Protocols:         new(http.Protocols),
	}
	// HTTP/1 only, as the platform is: "reset" and "close" are about a whole
	// connection, which HTTP/2 shares between requests.
	s.srv.Protocols.SetHTTP1(true)
	return s
}

// CertificatePEM returns the certificate of the authority to trust. The authority
// lives as long as the server and has signed its certificate only, which is for
// 127.0.0.1, ::1 and localhost.
func (s *Server) CertificatePEM() []byte {
	return append([]byte(nil), s.caPEM...)
}

// Client returns a client that trusts the server's certificate. It does not sign
// requests. Its idle connections are closed by Close.
func (s *Server) Client() *http.Client {
	return s.client
}

// Close stops the server, closes all connections and waits until its goroutines
// have ended. It does not wait for answers: a hanging one is cut off. Closing
// twice is allowed.
func (s *Server) Close() {
	s.once.Do(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		close(s.stop)
		_ = s.srv.Close()
		s.client.CloseIdleConnections()
	})
	s.running.Wait()
}

// connState keeps Close waiting for the goroutines of connections.
func (s *Server) connState(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.running.Add(1)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.closed {
			// Accepted while Close went through the connections it knew.
			_ = conn.Close()
		}
	case http.StateClosed, http.StateHijacked:
		s.running.Done()
	}
}
