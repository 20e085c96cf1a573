package isales_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// network connects a client to a platform, in memory, and can forget
// connections as firewalls do: what is sent over them comes nowhere.
type network struct {
	handler   atomic.Value // http.HandlerFunc
	accepted  chan net.Conn
	closed    chan struct{}
	dialled   atomic.Int64
	forgotten atomic.Int64 // so many of the first connections
}

type numbered struct {
	net.Conn
	number int64
}

func (n *network) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	n.accepted <- numbered{theirs, n.dialled.Add(1)}
	return ours, nil
}

// Accept, Addr and Close make a listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.accepted:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}
func (n *network) Addr() net.Addr { return &net.TCPAddr{} }
func (n *network) Close() error   { close(n.closed); return nil }

func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Context().Value(numbered{}).(int64) <= n.forgotten.Load() {
		<-r.Context().Done()
		return
	}
	w.Header().Set("Content-Type", "application/json")
	n.handler.Load().(http.HandlerFunc)(w, r)
}

func found(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, `{"resultCode":"0200000","obResult":{"displayResult":"x"}}`)
}

// newNetwork returns a network that keeps so many connections, and a client with
// a time-out of 7 s. It wants a bubble.
func newNetwork(t *testing.T, connections int) (*network, *isales.Client) {
	t.Helper()
	n := &network{accepted: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: n, ConnContext: func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, numbered{}, c.(numbered).number)
	}}
	go server.Serve(n)
	transport := isales.NewTransport(nil, connections)
	transport.DialContext = n.dial
	c, err := isales.New("http://127.0.0.1:1", isales.Credentials{AccessKey: "AK", SecretKey: "SK"},
		isales.WithTransport(transport), isales.WithTimeout(7*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.CloseIdleConnections()
		server.Close()
	})
	n.askTogether(t, c, connections)
	return n, c
}

// askTogether makes so many calls, none of which is answered before all have come.
func (n *network) askTogether(t *testing.T, c *isales.Client, calls int) {
	t.Helper()
	var came, ended sync.WaitGroup
	came.Add(calls)
	n.handler.Store(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came.Done()
		came.Wait()
		found(w, r)
	}))
	for range calls {
		ended.Go(func() {
			if _, err := c.QueryExternalResult(t.Context(), 40, 7); err != nil {
				t.Error(err)
			}
		})
	}
	ended.Wait()
	synctest.Wait() // until the transport has put the connections back
	n.handler.Store(http.HandlerFunc(found))
}

// TestAsManyConnectionsAsCallsAreKept for longer than the pause between two clicks,
// and not for ever.
func TestAsManyConnectionsAsCallsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, c := newNetwork(t, 5)
		for _, pause := range []time.Duration{0, 119 * time.Second} {
			time.Sleep(pause)
			n.askTogether(t, c, 5)
			if dialled := n.dialled.Load(); dialled != 5 {
				t.Errorf("after %s: %d connections, want 5", pause, dialled)
			}
		}
		time.Sleep(121 * time.Second)
		ask(t, c, nil, 0)
		if dialled := n.dialled.Load(); dialled != 6 {
			t.Errorf("%d connections, want a new one after all were idle for two minutes", dialled)
		}
	})
}

// ask makes a call that is to end with a kind of error after some time.
func ask(t *testing.T, c *isales.Client, kind error, after time.Duration) {
	t.Helper()
	start := time.Now()
	_, err := c.QueryExternalResult(t.Context(), 40, 7)
	if took := time.Since(start); !errors.Is(err, kind) || took != after {
		t.Errorf("%v after %s, want %v after %s", err, took, kind, after)
	}
	synctest.Wait()
}

// TestForgottenConnectionsCostOneTimeout, not one for each.
func TestForgottenConnectionsCostOneTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, c := newNetwork(t, 5)
		n.forgotten.Store(5)
		ask(t, c, isales.ErrTimeout, 7*time.Second)
		for range 3 {
			ask(t, c, nil, 0)
		}
		if dialled := n.dialled.Load(); dialled != 6 {
			t.Errorf("%d connections, want one after the 5 that were forgotten", dialled)
		}
	})
}

// TestOtherEndsKeepIdleConnections: only a time-out without a byte of an answer
// tells that connections may be forgotten.
func TestOtherEndsKeepIdleConnections(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := map[string]struct {
		handler http.HandlerFunc
		patient time.Duration
		kind    error
	}{
		"the answer stops": {func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, `{"resultCode":`)
			w.(http.Flusher).Flush()
			hang(w, r)
		}, time.Hour, isales.ErrTimeout},
		"a plain answer stops": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, `{"resultCode":`)
			w.(http.Flusher).Flush()
			hang(w, r)
		}, time.Hour, isales.ErrTimeout},
		"the caller gives it up": {hang, time.Second, context.Canceled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n, c := newNetwork(t, 5)
				n.handler.Store(tt.handler)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				defer time.AfterFunc(tt.patient, cancel).Stop()
				if _, err := c.QueryExternalResult(ctx, 40, 7); !errors.Is(err, tt.kind) {
					t.Errorf("error %v, want %v", err, tt.kind)
				}
				n.handler.Store(http.HandlerFunc(found))
				for range 3 {
					ask(t, c, nil, 0)
				}
				if dialled := n.dialled.Load(); dialled != 5 {
					t.Errorf("%d connections, want the first 5 to be kept", dialled)
				}
			})
		})
	}
}
