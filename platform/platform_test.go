package platform

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing/iotest"
	"time"
)

// reply is how the platform meets one request; the zero value is a good answer.
type reply struct {
	after  time.Duration // before anything else happens
	hang   bool          // until the request's context ends
	deaf   bool          // does not notice that the request's context ends
	err    error         // instead of an answer
	status int           // 200 when zero
	retry  string        // the Retry-After header
	media  string        // the Content-Type header, JSON when empty
	body   string        // instead of a good answer
	cut    bool          // the connection breaks inside the body
	panics bool          // instead of an answer
}

// Ways in which a connection fails, as package net reports them.
var (
	refused = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	reset   = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
)

// request is a request as the platform saw it.
type request struct {
	at                          time.Time
	path, authorization, locale string
}

// platform stands in for the connections to a platform: nothing leaves the
// process, so that all waits are in a bubble's time.
type platform struct {
	mu        sync.Mutex
	replies   func(n int, r *http.Request) reply // n counts from 1; nil for good answers
	requests  []request
	inFlight  int
	most      int // in flight at once
	abandoned int // requests whose context ended first
}

// behave sets how requests are met from now on.
func (p *platform) behave(replies func(n int, r *http.Request) reply) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replies = replies
}

// always meets all requests the same way from now on.
func (p *platform) always(r reply) { p.behave(func(int, *http.Request) reply { return r }) }

// calls returns how many requests came.
func (p *platform) calls() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.requests)
}

// gaveUp returns how many requests ended before they were answered.
func (p *platform) gaveUp() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.abandoned
}

func (p *platform) RoundTrip(r *http.Request) (*http.Response, error) {
	n, is := p.arrive(r)
	defer p.depart()
	if is.hang {
		is.after = 1000 * time.Hour
	}
	if is.deaf {
		time.Sleep(is.after)
	} else if is.after > 0 {
		timer := time.NewTimer(is.after)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			p.mu.Lock()
			defer p.mu.Unlock()
			p.abandoned++
			return nil, r.Context().Err()
		}
	}
	if is.panics {
		panic("platform")
	}
	if is.err != nil {
		return nil, is.err
	}
	return is.response(n, r), nil
}

func (p *platform) arrive(r *http.Request) (n int, is reply) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, request{time.Now(), r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("Locale")})
	p.inFlight++
	p.most = max(p.most, p.inFlight)
	if n = len(p.requests); p.replies != nil {
		is = p.replies(n, r)
	}
	return n, is
}

func (p *platform) depart() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inFlight--
}

func (is reply) response(n int, r *http.Request) *http.Response {
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r}
	if is.status != 0 {
		resp.StatusCode = is.status
	}
	if is.retry != "" {
		resp.Header.Set("Retry-After", is.retry)
	}
	resp.Header.Set("Content-Type", "application/json;charset=UTF-8")
	if is.media != "" {
		resp.Header.Set("Content-Type", is.media)
	}
	text := is.body
	if text == "" {
		text = good(r, fmt.Sprintf("%s %d", r.Header.Get("Locale"), n))
	}
	var body io.Reader = strings.NewReader(text)
	if is.cut {
		body = io.MultiReader(strings.NewReader(text[:len(text)/2]), iotest.ErrReader(io.ErrUnexpectedEOF))
	}
	resp.Body = io.NopCloser(body)
	return resp
}

// good is an answer about the external result that r asks for.
func good(r *http.Request, display string) string {
	parts := strings.Split(r.URL.Path, "/")
	vdnID, defID := parts[len(parts)-3], parts[len(parts)-2]
	return fmt.Sprintf(`{"resultCode":"0200000","resultDesc":"queryObsResultDetail success","returnCode":"0200000",`+
		`"returnDesc":"queryObsResultDetail success","obResult":{"defId":"%s","displayResult":"%s","vdnId":%s,"resultCode":"006",`+
		`"resultMapList":[{"mapId":"1402245700","defId":"%[1]s","failCode":"00008","vdnId":"%[3]s"}]}}`, defID,
		display, vdnID)
}

// failed is an answer with an API status.
func failed(code string) reply {
	return reply{body: fmt.Sprintf(`{"resultCode":"%s","resultDesc":"refused","returnCode":"%[1]s","returnDesc":"refused"}`, code)}
}

var missing = reply{body: `{"resultCode":"0200000","resultDesc":"queryObsResultDetail success","obResult":null}`}
