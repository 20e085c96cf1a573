package main

import (
	"bytes"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// newReverseProxy puts a proxy in front of the platform; it passes on the Host
// header that it gets unless change says otherwise.
func newReverseProxy(t *testing.T, platform *isalestest.Server, change func(*httputil.ProxyRequest),
	answer func(*http.Response) error) *httptest.Server {
	t.Helper()
	target, err := url.Parse(platform.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Transport: platform.Client().Transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // which is signed
			change(r)
		},
		ModifyResponse: answer,
	})
	t.Cleanup(proxy.Close)
	return proxy
}

// TestCheckProxies: a proxy that changes what is signed is the cause, not the key.
func TestCheckProxies(t *testing.T) {
	const plain = "ok    certificate  none needed: plain http to this machine"
	notThere := "FAIL  signing      HTTP 404: the interface is not there; " +
		"check host, port and path of -isales-url, and whether a proxy in between changes the path"
	tests := map[string]struct {
		path   string // of -isales-url
		change func(*httputil.ProxyRequest)
		lines  []string
	}{
		"Host without port": {"", func(r *httputil.ProxyRequest) { r.Out.Host = "127.0.0.1" }, []string{
			`FAIL  signing      refused (HTTP 401) as configured, accepted when signed for the Host "127.0.0.1": a proxy in between ` +
				"changes the Host header, which is signed; it must pass on the one that it gets " +
				"(in nginx: proxy_set_header Host $http_host)", notAsked}},
		"Host of its own": {"", func(r *httputil.ProxyRequest) { r.Out.Host = "isales.internal" }, []string{refused}},
		"path without prefix": {"/gateway/",
			func(r *httputil.ProxyRequest) { r.Out.URL.Path = strings.TrimPrefix(r.Out.URL.Path, "/gateway") }, []string{
				`FAIL  signing      refused (HTTP 401) as configured, accepted when signed for a path without "/gateway": a proxy in between ` +
					"takes it off the path, which is signed; it must pass on the path that it gets", notAsked}},
		"path of its own": {"/a", func(r *httputil.ProxyRequest) { r.Out.URL.Path = "/b" + r.Out.URL.Path },
			[]string{notThere}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			platform := isalestest.NewServer(t, isalestest.Options{})
			proxy := newReverseProxy(t, platform, tt.change, nil)
			wantCheck(t, platform.SecretKey, 1, append(platformFlags(t, platform), "-isales-url="+proxy.URL+tt.path),
				append([]string{connected, plain, inTime}, tt.lines...)...)
		})
	}
}

// TestCheckKeyFiles: an editor's byte order mark is no part of a key; quotes are
// perhaps none.
func TestCheckKeyFiles(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	for name, tt := range map[string]struct {
		before, after string
		code          int
		lines         []string
	}{
		"byte order mark": {"\ufeff", "\r\n", 0, []string{accepted, notAsked, allWell}},
		"quotes": {`"`, `"`, 1, []string{"FAIL  signing      refused (HTTP 401) as configured, " +
			"accepted without the quotes around the secret key: remove them", notAsked}},
	} {
		t.Run(name, func(t *testing.T) {
			key := "-isales-sk-file=" + file(t, tt.before+platform.SecretKey+tt.after)
			wantCheck(t, platform.SecretKey, tt.code, append(platformFlags(t, platform), key),
				append([]string{connected, trusted, inTime}, tt.lines...)...)
		})
	}
}

// TestCheckTLS: servers whose TLS or certificate the console cannot take.
func TestCheckTLS(t *testing.T) {
	const ask = "; ask the platform's administrator for TLS 1.2 or later with ECDHE suites"
	named, own := newPair(t, "platform.example", "platform.example"), newPair(t, "own")
	of := func(p *pair) []tls.Certificate {
		certificate, err := tls.X509KeyPair([]byte(p.certContent), []byte(p.keyContent))
		if err != nil {
			t.Fatal(err)
		}
		return []tls.Certificate{certificate}
	}
	trusted := "-isales-ca-file=" + file(t, named.certContent+own.certContent)
	for name, tt := range map[string]struct {
		config *tls.Config
		line   string
	}{
		"TLS 1.1": {&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
			"remote error: tls: protocol version not supported: " +
				"an HTTPS port, but its TLS is too old: it speaks TLS 1.1 with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" + ask},
		"RSA key exchange": {&tls.Config{MaxVersion: tls.VersionTLS12,
			CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}}, "remote error: tls: handshake failure: " +
			"an HTTPS port, but its TLS is too old: it speaks TLS 1.2 with TLS_RSA_WITH_AES_128_CBC_SHA" + ask},
		"a certificate of the client's": {&tls.Config{Certificates: of(own), MaxVersion: tls.VersionTLS12,
			ClientAuth: tls.RequireAnyClientCert},
			"remote error: tls: handshake failure: an HTTPS port that refuses the console; " +
				"ask the platform's administrator what it asks of clients, such as a certificate of their own"},
		"another name": {&tls.Config{Certificates: of(named)},
			"not trusted: x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs. " +
				`It is for platform.example, was issued by "CN=platform.example" and is valid until DATE. It does not name 127.0.0.1: ` +
				"ask the platform's administrator for a certificate that does, or use " +
				"one of its names in -isales-url, which DNS or the hosts file leads there"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.NotFoundHandler())
			server.TLS, server.Config.ErrorLog = tt.config, log.New(io.Discard, "", 0)
			server.StartTLS()
			t.Cleanup(server.Close)
			wantCheck(t, "sesame-0123", 1, []string{"-isales-url=" + server.URL, "-isales-ak=ak",
				"-isales-sk=sesame-0123", trusted},
				connected, "FAIL  certificate  "+tt.line)
		})
	}
}

// TestCheckByProxy: all steps go the way that HTTPS_PROXY names. net/http reads the
// environment once, so the check is a process of its own.
func TestCheckByProxy(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	for _, tt := range []struct {
		status int
		lines  string
	}{
		{http.StatusOK, "ok    connection   platform.example:28080 answers by the proxy 127.0.0.1:PORT (DURATION)\n" +
			"FAIL  certificate  not trusted: x509: certificate is valid for localhost, not platform.example. It is for localhost, 127.0.0.1, ::1,"},
		{http.StatusForbidden,
			"FAIL  connection   proxyconnect tcp: the proxy answers with HTTP status 403 Forbidden: the way to platform.example:28080 " +
				"is by the proxy 127.0.0.1:PORT; check HTTPS_PROXY and NO_PROXY, and what the proxy allows"},
	} {
		proxy := newConnectProxy(t, platform, tt.status)
		command := exec.Command(os.Args[0], append([]string{"check"},
			append(platformFlags(t, platform), "-isales-url=https://platform.example:28080")...)...)
		command.Env = []string{asProgram + "=1", "HTTPS_PROXY=" + proxy.URL}
		var stdout bytes.Buffer
		command.Stdout = &stdout
		if err := command.Run(); err == nil || command.ProcessState.ExitCode() != 1 {
			t.Errorf("status %d: %v, want exit code 1", tt.status, err)
		}
		if got := normal(stdout.String()); !strings.HasPrefix(got, tt.lines) {
			t.Errorf("status %d prints\n%swant\n%s", tt.status, got, tt.lines)
		}
	}
}

// newConnectProxy leads every host to the platform, or refuses all of them.
func newConnectProxy(t *testing.T, platform *isalestest.Server, status int) *httptest.Server {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status != http.StatusOK {
			w.WriteHeader(status)
			return
		}
		near, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer near.Close()
		far, err := net.Dial("tcp", strings.TrimPrefix(platform.URL, "https://"))
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() {
			_, _ = io.Copy(far, near)
			far.Close()
		}()
		_, _ = io.Copy(near, far)
	}))
	t.Cleanup(proxy.Close)
	return proxy
}
