package isalestest

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	detailPath = campaignsPath + "40/1402245659/queryObsResultDetail"
	jsonHeader = "application/json;charset=UTF-8"
)

// testClock is the clock of servers whose timestamps are written in tests.
func testClock() time.Time {
	return time.Date(2023, 9, 27, 0, 0, 0, 0, time.UTC)
}

// sign signs r with the verifier's own steps, which the vendor's vectors pin.
func sign(t *testing.T, r *http.Request, v verifier, timestamp, signedHeaders string) {
	t.Helper()
	auth := authorization{accessKey: v.accessKey, timestamp: timestamp, signedHeaders: signedHeaders}
	canonical, err := v.canonicalRequest(r, signedHeaders, nil)
	if err != nil {
		t.Fatalf("canonicalRequest: %v", err)
	}
	r.Header.Set("Authorization", auth.prefix()+"/"+signature(signingKey(v.secretKey, auth.prefix()), canonical))
}

// newGet returns a request for path, signed by the default rules.
func newGet(t *testing.T, s *Server, path string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatalf("NewRequest: %v", err)
	}
	r.Header.Set("Content-Type", requestType)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	names := []string{"host"}
	for name := range r.Header {
		if r.Header.Get(name) == "" {
			delete(r.Header, name)
			continue
		}
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names)
	v := verifier{accessKey: s.AccessKey, secretKey: s.SecretKey}
	sign(t, r, v, time.Now().UTC().Format(layoutSeconds), strings.Join(names, ";"))
	return r
}

// do sends r, fails on a transport error, and returns the answer and its body.
func do(t *testing.T, s *Server, r *http.Request) (*http.Response, string) {
	t.Helper()
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s: read body: %v", r.Method, r.URL, err)
	}
	return resp, string(body)
}

// get returns the body of a signed request for path.
func get(t *testing.T, s *Server, path string, header ...string) string {
	t.Helper()
	_, body := do(t, s, newGet(t, s, path, header...))
	return body
}

// received returns a request as net/http's server would hand it over.
func received(method, path string, query url.Values, host string, header map[string]string) *http.Request {
	r := &http.Request{
		Method:     method,
		Host:       host,
		URL:        &url.URL{Path: path, RawQuery: strings.ReplaceAll(query.Encode(), "+", "%20")},
		RequestURI: path,
		Header:     http.Header{},
	}
	if r.URL.RawQuery != "" {
		r.RequestURI += "?" + r.URL.RawQuery
	}
	for name, value := range header {
		if strings.EqualFold(name, "host") {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	return r
}
