package isales_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"isales-console/isales"
)

// wire is a platform that sends what a test tells it to, byte for byte.
type wire struct {
	*http.Transport // to the platform, whatever the host
	dialed, asked   atomic.Int64
}

// wireConn is a connection to a wire.
type wireConn struct {
	net.Conn // TLS, if the wire speaks it
	below    net.Conn
	in       *bufio.Reader
	number   int64 // from 1
	asked    *atomic.Int64
}

// newWire serves each connection by serve: over loopback, or over pipes in memory
// when it is called in a bubble. config is nil without TLS.
func newWire(t *testing.T, memory bool, config *tls.Config, serve func(*wireConn)) *wire {
	t.Helper()
	_, roots := goodCertificate()
	w := &wire{Transport: isales.NewTransport(roots, 4)}
	var running sync.WaitGroup
	handle := func(below net.Conn) {
		c := &wireConn{Conn: below, below: below, number: w.dialed.Add(1), asked: &w.asked}
		if config != nil {
			c.Conn = tls.Server(below, config)
		}
		c.in = bufio.NewReader(c.Conn)
		running.Go(func() {
			defer c.Close()
			serve(c)
		})
	}
	if memory {
		w.DialContext = func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			handle(server)
			return client, nil
		}
	} else {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
				handle(conn)
			}
		}()
		dial := w.DialContext
		w.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dial(ctx, network, listener.Addr().String())
		}
	}
	t.Cleanup(func() {
		w.CloseIdleConnections()
		running.Wait()
	})
	return w
}

// client asks the platform with a timeout of 7 s; secure says by which scheme.
func (w *wire) client(t *testing.T, secure bool) *isales.Client {
	t.Helper()
	base := "http://127.0.0.1:1"
	if secure {
		base = "https://isales.example.com"
	}
	c, err := isales.New(base, isales.Credentials{AccessKey: "AK", SecretKey: "SK"}, isales.WithTransport(w),
		isales.WithTimeout(7*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// next reads a request; false when the client has closed the connection.
func (c *wireConn) next() bool {
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == "\r\n" {
			c.asked.Add(1)
			return true
		}
	}
}

// say sends texts; the client may have gone.
func (c *wireConn) say(texts ...string) {
	for _, text := range texts {
		_, _ = c.Write([]byte(text))
	}
}

// reset closes the connection by RST.
func (c *wireConn) reset() {
	if tcp, ok := c.below.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	c.below.Close()
}

// answerAll answers each request with the number of the connection.
func (c *wireConn) answerAll() {
	for c.next() {
		c.say(result(c.number))
	}
}

// result is a whole answer whose display text is n.
func result(n int64) string {
	return withLength(fmt.Sprintf(`{"resultCode":"0200000","obResult":{"displayResult":"on %d"}}`, n))
}

func withLength(body string) string {
	return okHead(fmt.Sprintf("Content-Length: %d", len(body))) + body
}

// okHead is the head of an answer with status 200.
func okHead(fields ...string) string {
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	for _, f := range fields {
		head += f + "\r\n"
	}
	return head + "\r\n"
}

// query asks once; the display text stands for a result.
func query(ctx context.Context, c *isales.Client) (text string, err error) {
	r, err := c.QueryExternalResult(ctx, 40, 7)
	if err != nil {
		return "", err
	}
	return r.DisplayResult, nil
}

// speaksTLS is a configuration of a server with the good certificate.
func speaksTLS(changes ...func(*tls.Config)) *tls.Config {
	cert, _ := goodCertificate()
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	for _, change := range changes {
		change(config)
	}
	return config
}

var goodCertificate = sync.OnceValues(func() (tls.Certificate, *x509.CertPool) {
	return newCertificate("isales.example.com", time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
})

// newCertificate signs itself. It is valid in a bubble, too.
func newCertificate(host string, until time.Time) (tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{host}, NotBefore: time.Unix(0, 0),
		NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
