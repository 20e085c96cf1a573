package bench

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"isales-console/isales/isalestest"
)

// answer is what the console answered, for the handler to repeat.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// writer is the handler: it writes the answer that was put to it.
type writer struct{ answer atomic.Pointer[answer] }

func (h *writer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		a := new(answer)
		if err := json.NewDecoder(r.Body).Decode(a); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		h.answer.Store(a)
		return
	}
	a := h.answer.Load()
	maps.Copy(w.Header(), a.Header)
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}

// newProxy returns the proxy: the path is rewritten, the request signed, and the
// answer passed on. It has the connections that the console's client has.
func newProxy(platform platformAddress) (*http.Server, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(platform.CA) {
		return nil, errors.New("no certificate of the platform")
	}
	base, err := url.Parse(platform.URL)
	if err != nil {
		return nil, err
	}
	s := newProxySigner(base.Host)
	return &http.Server{Handler: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			part := strings.Split(r.In.URL.Path, "/") // "", vdns, ID, results, ID
			path := "/rest/isales/v1/openapi/campaigns/" + part[2] + "/" + strings.TrimSuffix(part[4], ".json") + "/queryObsResultDetail"
			r.Out.URL = &url.URL{Scheme: base.Scheme, Host: base.Host, Path: path}
			r.Out.Host = base.Host
			r.Out.Header["Content-Type"] = []string{platformContent}
			r.Out.Header["Authorization"] = []string{s.authorization(path, time.Now())}
		},
		Transport:  &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, MaxIdleConnsPerHost: 1024},
		BufferPool: new(buffers),
	}}, nil
}

// buffers spare the proxy an allocation of 32 KB for each answer.
type buffers struct{ pool sync.Pool }

type buffer [32 << 10]byte

// Get implements httputil.BufferPool.
func (b *buffers) Get() []byte {
	if kept, ok := b.pool.Get().(*buffer); ok {
		return kept[:]
	}
	return new(buffer)[:]
}

// Put implements httputil.BufferPool.
func (b *buffers) Put(p []byte) { b.pool.Put((*buffer)(p)) }

const platformContent = "application/json; charset=UTF-8"

// proxySigner signs a GET without a query in the plainest way.
type proxySigner struct{ headers string }

func newProxySigner(host string) proxySigner {
	escaped := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return proxySigner{"content-type;host\ncontent-type:" + escaped(platformContent) + "\nhost:" + escaped(host) + "\n"}
}

func (s proxySigner) authorization(path string, at time.Time) string {
	prefix := "auth-v2/" + isalestest.DemoAccessKey + "/" + at.UTC().Format("2006-01-02T15:04:05Z") + "/content-type;host"
	key := hexHMAC(isalestest.DemoSecretKey, prefix)
	return prefix + "/" + hexHMAC(key, "GET\n"+path+"\n"+s.headers)
}

func hexHMAC(key, message string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(message))
	return hex.EncodeToString(h.Sum(nil))
}
