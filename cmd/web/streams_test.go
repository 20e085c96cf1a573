package main

import (
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestSlowLookUpHoldsUpNoOtherPage asks for a page on the same HTTP/2 connection
// as a look-up that the platform does not answer.
func TestSlowLookUpHoldsUpNoOtherPage(t *testing.T) {
	platform := holdPlatform(t, isalestest.Sample())
	p := newPair(t, "own")
	c := start(t, nil, append(platformFlags(t, platform.Server), "-addr=127.0.0.1:0", "-tls-cert-file="+p.cert,
		"-tls-key-file="+p.key, "-isales-timeout=25s")...)
	b := newBrowser(t, c)
	trust(t, b, p)
	b.get(t, "/") // opens the connection
	slow := make(chan lookedUp, 1)
	go func() { slow <- lookUp(b.client, c.url+resultPath) }()
	<-platform.arrived

	var reused bool
	r, err := http.NewRequest(http.MethodGet, c.url+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused }}
	resp, err := b.client.Do(r.WithContext(httptrace.WithClientTrace(t.Context(), trace)))
	if err != nil {
		t.Fatalf("/ was held up by the look-up: %v", err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.ProtoMajor != 2 || !reused {
		t.Errorf("/: status %d by %s, on the same connection: %t", resp.StatusCode, resp.Proto, reused)
	}
	select {
	case got := <-slow:
		t.Errorf("the look-up ended before the platform answered: %+v", got)
		slow <- got
	default:
	}
	platform.release()
	if got := <-slow; got.err != nil || got.status != http.StatusOK || !strings.Contains(got.body, resultHeading) {
		t.Errorf("the look-up got %+v, want the result", got)
	}
	c.stop(t)
}
