package isales

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
)

// sentRequests are requests and what a server reads of them.
var sentRequests = map[string]struct {
	http.Request
	url  string
	want string
}{
	"plain":              {http.Request{Method: "GET"}, "http://isales.test/a", "GET /a HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"no method":          {http.Request{}, "http://isales.test/a", "GET /a HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"HEAD":               {http.Request{Method: "HEAD"}, "http://isales.test", "HEAD / HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"empty body":         {http.Request{Method: "GET", Body: http.NoBody}, "http://isales.test/a", "GET /a HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"query and fragment": {http.Request{Method: "GET"}, "http://isales.test/a?b=c%20d&e#f", "GET /a?b=c%20d&e HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"port":               {http.Request{Method: "GET"}, "http://isales.test:8080/", "GET / HTTP/1.1\r\nHost: isales.test:8080\r\nAccept-Encoding: gzip\r\n\r\n"},
	"another host":       {http.Request{Method: "GET", Host: "other.test"}, "http://isales.test/", "GET / HTTP/1.1\r\nHost: other.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"IPv6":               {http.Request{Method: "GET"}, "http://[2001:db8::1]:80/", "GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\nAccept-Encoding: gzip\r\n\r\n"},
	"escaped":            {http.Request{Method: "GET"}, "http://isales.test/a%2Fb%0D%0A", "GET /a%2Fb%0D%0A HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"to be escaped":      {http.Request{Method: "GET"}, "http://isales.test/c d/%0D%0Aü", "GET /c%20d/%0D%0A%C3%BC HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: gzip\r\n\r\n"},
	"sorted header": {http.Request{Method: "GET", Header: http.Header{"X-B": {"2"}, "X-A": {"1", ""}, "Locale": {"zh_CN"}, "User-Agent": {"é"}}}, "http://isales.test/",
		"GET / HTTP/1.1\r\nHost: isales.test\r\nLocale: zh_CN\r\nUser-Agent: é\r\nX-A: 1\r\nX-A: \r\nX-B: 2\r\nAccept-Encoding: gzip\r\n\r\n"},
	"more than fits": {http.Request{Method: "GET", Header: http.Header{"A": {"1"}, "B": {"1"}, "C": {"1"}, "D": {"1"}, "E": {"1"}, "F": {"1"}, "G": {"1"}, "H": {"1"}, "I": {"1"}}}, "http://isales.test/",
		"GET / HTTP/1.1\r\nHost: isales.test\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\nF: 1\r\nG: 1\r\nH: 1\r\nI: 1\r\nAccept-Encoding: gzip\r\n\r\n"},
	"own encoding": {http.Request{Method: "GET", Header: http.Header{"Accept-Encoding": {"br"}}}, "http://isales.test/", "GET / HTTP/1.1\r\nHost: isales.test\r\nAccept-Encoding: br\r\n\r\n"},
	"no encoding":  {http.Request{Method: "GET", Header: http.Header{"Accept-Encoding": {}}}, "http://isales.test/", "GET / HTTP/1.1\r\nHost: isales.test\r\n\r\n"},
}

// TestRequestsAsTheyAreSent compares them byte for byte.
func TestRequestsAsTheyAreSent(t *testing.T) {
	for name, tt := range sentRequests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				heads := make(chan string, 2)
				p := newPuppet(t, "memory", nil, func(c *puppetConn) {
					for range cap(heads) {
						heads <- c.head()
						c.say(okHead("Content-Length: 0"))
					}
				})
				tr := p.transport(t)
				for range cap(heads) {
					r := tt.Request
					var err error
					if r.URL, err = url.Parse(tt.url); err != nil {
						t.Fatal(err)
					}
					if _, err := wholeAnswer(tr, &r); err != nil {
						t.Fatal(err)
					}
					if got := <-heads; got != tt.want {
						t.Errorf("\n got %q\nwant %q", got, tt.want)
					}
				}
			})
		})
	}
}

// TestUnsafeRequestsAreRefused before anything of them is sent, and the
// connection that they would have gone over has the next one.
func TestUnsafeRequestsAreRefused(t *testing.T) {
	with := func(name string, values ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header = http.Header{"X-A": {"1"}, name: values} }
	}
	tests := map[string]func(*http.Request){
		"line in a value":         with("X-B", "1\r\nX-C: 2"),
		"in the second value":     with("X-B", "1", "\n"),
		"carriage return":         with("X-B", "1\r"),
		"NUL":                     with("X-B", "\x00"),
		"DEL":                     with("X-B", "\x7f"),
		"line in a name":          with("X-B: 1\r\nX-C", "2"),
		"line in an unused name":  with("X-B: 1\r\nX-C"),
		"colon in a name":         with("X-B:", "1"),
		"space in a name":         with("X B", "1"),
		"no name":                 with("", "1"),
		"a length":                with("Content-Length", "5"),
		"a length, in small":      with("content-length", "5"),
		"chunks":                  with("Transfer-Encoding", "chunked"),
		"two hosts":               with("Host", "other.test"),
		"line in the method":      func(r *http.Request) { r.Method = "GET / HTTP/1.1\r\nX-B:" },
		"space in the method":     func(r *http.Request) { r.Method = "GET /b" },
		"line in the query":       func(r *http.Request) { r.URL.RawQuery = "b\r\nX-B: 1" },
		"space in the query":      func(r *http.Request) { r.URL.RawQuery = "b HTTP/1.0" },
		"line in an opaque URL":   func(r *http.Request) { r.URL.Opaque = "//isales.test/\r\nX-B: 1" },
		"space in an opaque URL":  func(r *http.Request) { r.URL.Opaque = "/ HTTP/1.0" },
		"line in the host":        func(r *http.Request) { r.Host = "isales.test\r\nX-B: 1" },
		"line in the URL's host":  func(r *http.Request) { r.URL.Host, r.Host = "isales.test\r\nX-B: 1", "" },
		"space in the host":       func(r *http.Request) { r.Host = "isales test" },
		"no host":                 func(r *http.Request) { r.URL.Host, r.Host = "", "" },
		"no host to connect with": func(r *http.Request) { r.URL.Host, r.Host = "", "isales.test" },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPuppet(t, "memory", nil, echoes)
				tr := p.transport(t)
				for n := range 2 {
					r := newGet(t.Context(), p.url("/refused"))
					spoil(r)
					if resp, err := tr.RoundTrip(r); resp != nil || err != errUnsafe || p.dialled() != n {
						t.Errorf("%v, error %v, %d connections, want the error %v and %d", resp, err, p.dialled(), errUnsafe, n)
					}
					p.wantAnswer(t, tr, "/b", "/b on 1")
				}
			})
		})
	}
}

// closing notes that it was closed.
type closing struct {
	io.Reader
	closed int
}

func (c *closing) Close() error { c.closed++; return nil }

func TestRequestWithABodyIsRefused(t *testing.T) {
	p := newPuppet(t, "memory", nil, echoes)
	content := &closing{Reader: strings.NewReader("a=b")}
	r := newGet(t.Context(), p.url("/"))
	r.Body = content
	if resp, err := p.transport(t).RoundTrip(r); resp != nil || err != errBody || content.closed != 1 || p.dialled() != 0 {
		t.Errorf("%v, error %v, closed %d times, %d connections, want the error %v, once and none", resp, err, content.closed, p.dialled(), errBody)
	}
}

func TestWhereConnectionsLead(t *testing.T) {
	tests := map[string]string{
		"http://isales.test/":            "tcp isales.test:80",
		"https://isales.test/":           "tcp isales.test:443",
		"http://isales.test:/":           "tcp isales.test:80",
		"https://isales.test:28080/":     "tcp isales.test:28080",
		"http://192.0.2.10":              "tcp 192.0.2.10:80",
		"https://192.0.2.10:28080":       "tcp 192.0.2.10:28080",
		"http://[2001:db8::1]/":          "tcp [2001:db8::1]:80",
		"https://[2001:db8::1]/":         "tcp [2001:db8::1]:443",
		"https://[2001:db8::1]:28080/":   "tcp [2001:db8::1]:28080",
		"https://[fe80::1%25eth0]:28080": "tcp [fe80::1%eth0]:28080",
		"ftp://isales.test/":             `isales: unsupported scheme "ftp"`,
		"//isales.test/":                 `isales: unsupported scheme ""`,
		"HTTPS://isales.test/":           "tcp isales.test:443",
	}
	for address, want := range tests {
		tr := NewTransport(nil)
		tr.DialContext = func(_ context.Context, network, address string) (net.Conn, error) {
			return nil, errors.New(network + " " + address)
		}
		where, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := tr.RoundTrip(&http.Request{URL: where}); resp != nil || fmt.Sprint(err) != want {
			t.Errorf("%s: %v, error %v, want %s", address, resp, err, want)
		}
	}
}
