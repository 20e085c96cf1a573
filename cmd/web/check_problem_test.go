package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

func TestCheckAnswersThatSayNo(t *testing.T) {
	const html = `"<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n<body><h1>Request blocked / 请求被拦截</h1><p>Eve"`
	tests := map[string]struct {
		fault isalestest.Fault
		code  int
		lines []string
	}{
		"403": {isalestest.FaultStatus403, 1, []string{
			"FAIL  signing      HTTP 403: the address of this machine is perhaps not on the platform's allow-list; " +
				"ask the platform's administrator"}},
		"503": {isalestest.FaultStatus503, 1, []string{
			`FAIL  signing      no usable answer: isales: HTTP status 503 (Service Unavailable): "503 Service Unavailable\n"`}},
		"HTML": {isalestest.FaultHTML, 1, []string{
			`FAIL  signing      no usable answer: isales: answer is not JSON: content type "text/html; charset=utf-8" ` +
				`(HTTP status 200, content type "text/html; charset=utf-8"): ` + html}},
		"API code": {isalestest.FaultCode, 1, []string{accepted,
			`FAIL  answer       isales: API status "02000007" (The value of a parameter is wrong): "Incorrect parameter value."`}},
		"codes disagree": {isalestest.FaultDisagree, 1, []string{accepted,
			`FAIL  answer       isales: resultCode "0200000" and returnCode "0200001" disagree`}},
		"not found": {isalestest.FaultNotFound, 0, []string{accepted,
			"ok    answer       VDN 40 answers; it has no external result 1402245659", allWell}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			platform := isalestest.NewServer(t, isalestest.Options{Fault: tt.fault})
			wantCheck(t, platform.SecretKey, tt.code, append(platformFlags(t, platform), "40", "1402245659"),
				append([]string{connected, trusted, inTime}, tt.lines...)...)
		})
	}
}

// TestCheckDoesNotRepeatSignatures: a platform may quote what it was sent.
func TestCheckDoesNotRepeatSignatures(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{Fault: isalestest.FaultEcho})
	_, stdout, stderr := runToEnd(t, nil, append(append([]string{"check"}, platformFlags(t, platform)...), "40")...)
	for _, r := range platform.Requests() {
		authorization := r.Header.Get("Authorization")
		signature := authorization[strings.LastIndex(authorization, "/")+1:]
		if signature == "" || strings.Contains(stdout+stderr, signature) {
			t.Errorf("signature %q of a request in\n%s%s", signature, stdout, stderr)
		}
	}
}

func TestCheckConnectionProblems(t *testing.T) {
	const (
		askForCA = "Set: -isales-ca-file=FILE with the certificate of the issuer, from the platform's administrator"
		itIsFor  = `. It is for localhost, 127.0.0.1, ::1, was issued by "CN=isalestest throw-away CA" and is valid until DATE`
	)
	platform, stranger := isalestest.NewServer(t, isalestest.Options{}), isalestest.NewServer(t, isalestest.Options{})
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	tests := map[string]struct {
		flag  string
		lines []string
	}{
		"wrong CA": {"-isales-ca-file=" + file(t, string(stranger.CertificatePEM())), []string{connected,
			`FAIL  certificate  not trusted: x509: certificate signed by unknown authority (possibly because of ` +
				`"x509: ECDSA verification failure" while trying to verify candidate authority certificate ` +
				`"isalestest throw-away CA")` + itIsFor, askForCA}},
		"system's CAs": {"-isales-ca-file=", []string{connected,
			"FAIL  certificate  not trusted: x509: certificate signed by unknown authority" + itIsFor, askForCA}},
		"http to an https port": {"-isales-url=" + strings.Replace(platform.URL, "https", "http", 1), []string{connected,
			"ok    certificate  none needed: plain http to this machine",
			`FAIL  signing      no usable answer: isales: HTTP status 400 (Bad Request): "Client sent an HTTP request to an HTTPS server.\n"`}},
		"https to an http port": {"-isales-url=" + strings.Replace(plain.URL, "http", "https", 1), []string{connected,
			"FAIL  certificate  tls: first record does not look like a TLS handshake: perhaps this is no HTTPS port"}},
		"nothing listens": {"-isales-url=https://" + closedAddr(t), []string{
			"FAIL  connection   dial tcp 127.0.0.1:PORT: connect: connection refused: check -isales-url, the network and the firewalls between"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantCheck(t, platform.SecretKey, 1, append(platformFlags(t, platform), tt.flag), tt.lines...)
		})
	}
}

// TestCheckClock puts a proxy with another clock in front of the platform: the
// simulator's Date header comes from net/http, which has no clock to set.
func TestCheckClock(t *testing.T) {
	const sentence = " the platform: set it by NTP, because requests carry the time"
	tests := map[string]struct {
		ahead time.Duration // the platform's clock
		code  int
		lines []string
	}{
		"a little ahead":  {30 * time.Second, 0, []string{inTime, accepted, notAsked, allWell}},
		"a little behind": {-30 * time.Second, 0, []string{inTime, accepted, notAsked, allWell}},
		"ahead": {5 * time.Minute, 1,
			[]string{"FAIL  clock        this machine is DURATION behind" + sentence, accepted, notAsked}},
		"behind": {-5 * time.Minute, 1,
			[]string{"FAIL  clock        this machine is DURATION ahead of" + sentence, accepted, notAsked}},
		"far too late": {20 * time.Minute, 1, []string{"FAIL  clock        this machine is DURATION behind" + sentence,
			"FAIL  signing      refused (HTTP 401) as configured, accepted with the platform's time: the clock is the cause",
			notAsked}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			clock := func() time.Time { return time.Now().Add(tt.ahead) }
			platform := isalestest.NewServer(t, isalestest.Options{Now: clock})
			proxy := newReverseProxy(t, platform, func(*httputil.ProxyRequest) {}, func(r *http.Response) error {
				r.Header.Set("Date", clock().UTC().Format(http.TimeFormat))
				return nil
			})
			wantCheck(t, platform.SecretKey, tt.code, append(platformFlags(t, platform), "-isales-url="+proxy.URL),
				append([]string{connected, "ok    certificate  none needed: plain http to this machine"}, tt.lines...)...)
		})
	}
}
