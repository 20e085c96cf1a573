package handlers

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// keeping are Results with one copy, and how often it was asked for.
type keeping struct {
	copy      *atomic.Pointer[isales.ExternalResult]
	asked     *atomic.Int32
	meanwhile *func(*wholeConn) // while it is asked for; nil for nothing
}

func (k keeping) ExternalResult(ctx context.Context, _ platform.Query) (platform.Copy, error) {
	k.asked.Add(1)
	if *k.meanwhile != nil {
		(*k.meanwhile)(ctx.Value(connKey{}).(*wholeConn))
	}
	return platform.Copy{ExternalResult: k.copy.Load(), Origin: platform.Hit}, nil
}

func (k keeping) Keeps(_ platform.Query, r *isales.ExternalResult) bool { return r == k.copy.Load() }

// repeating is a console behind a real server, with a clock and request IDs of
// its own.
type repeating struct {
	*testConsole
	keeping
	address string
	clock   atomic.Int64
	ids     atomic.Int64
}

func newRepeating(t *testing.T, options ...option) *repeating {
	t.Helper()
	p := &repeating{keeping: keeping{new(atomic.Pointer[isales.ExternalResult]), new(atomic.Int32), new(func(*wholeConn))}}
	p.copy.Store(&isales.ExternalResult{VDNID: 40, DefID: "1", DisplayResult: "用户忙", Code: "002", Raw: "{}", ReceivedAt: testNow()})
	p.testConsole = newConsole(t, isalestest.Options{}, append([]option{withResults(p.keeping)}, options...)...)
	p.Now = func() time.Time { return testNow().Add(time.Duration(p.clock.Load())) }
	p.NewRequestID = func() string { return "ID" + strconv.FormatInt(1e13+p.ids.Add(1), 10) }
	srv := httptest.NewUnstartedServer(p.Console)
	srv.Listener = Listener(srv.Listener)
	p.Hooks(srv.Config)
	srv.Start()
	t.Cleanup(srv.Close)
	p.address = srv.Listener.Addr().String()
	return p
}

// visitor is a connection of a browser.
type visitor struct {
	net.Conn
	answers *bufio.Reader
}

func (p *repeating) visitor(t *testing.T, from string) visitor {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	conn, err := dialer.Dial("tcp", p.address)
	if err != nil {
		t.Skipf("no address %s on this machine: %v", from, err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second)) // a test that fails must end
	return visitor{conn, bufio.NewReader(conn)}
}

// send writes text at once and reads as many answers as are wanted.
func (v visitor) send(t *testing.T, text string, answers int) (statuses []int, last *http.Response, body string) {
	t.Helper()
	if _, err := io.WriteString(v, text); err != nil {
		t.Fatal(err)
	}
	for range answers {
		resp, err := http.ReadResponse(v.answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		statuses, last, body = append(statuses, resp.StatusCode), resp, string(content)
	}
	return statuses, last, body
}

const usualRequest = "GET /vdns/40/results/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n"

// TestRepeat: what is repeated is what net/http sent before to the same request
// from the same place, but for the ID of the request; whatever may have changed
// is not repeated.
func TestRepeat(t *testing.T) {
	p := newRepeating(t, withoutLog)
	with := func(header string) string {
		return strings.Replace(usualRequest, "Accept:", header+"\r\nAccept:", 1)
	}
	etag := p.etag(t)
	tests := []struct {
		name, request string
		before        func()
		status        int
		asked         int32 // by the second of two requests on one connection
	}{
		{"the same", usualRequest, nil, 200, 0},
		{"another language", with("Accept-Language: zh-CN"), nil, 200, 0},
		{"with a cookie", with("Cookie: a=b"), nil, 200, 0},
		{"compressed", with("Accept-Encoding: gzip"), nil, 200, 0},
		{"not changed", with("If-None-Match: " + etag), nil, 304, 0},
		{"behind a proxy", with("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https"), nil, 200, 0},
		{"as data", strings.Replace(usualRequest, "/1 ", "/1.json ", 1), nil, 200, 0},
		{"as a table", strings.Replace(usualRequest, "/1 ", "/1.csv ", 1), nil, 200, 0},
		{"forced reload", with("Cache-Control: no-cache"), nil, 200, 1},
		{"with a query", strings.Replace(usualRequest, "/1 ", "/1?lang=en ", 1), nil, 200, 1},
		{"without an end to lines", strings.ReplaceAll(usualRequest, "\r\n", "\n"), nil, 200, 1},
		{"after a form", usualRequest, func() { post(t, p, "/preferences", "lang=en") }, 200, 1},
		{"after a dictionary", usualRequest, func() { p.codes.changed() }, 200, 1},
		{"after a newer answer", usualRequest, func() { newer := *p.copy.Load(); p.copy.Store(&newer) }, 200, 1},
		{"after a second", usualRequest, func() { p.clock.Add(int64(time.Second)) }, 200, 1},
		{"while shutting down", usualRequest, func() { p.Drain() }, 200, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := p.visitor(t, "127.0.0.1")
			_, first, firstBody := v.send(t, test.request, 1)
			if test.before != nil {
				test.before()
			}
			asked, id := p.asked.Load(), p.ids.Load()
			_, again, body := v.send(t, test.request, 1)
			if first.StatusCode != test.status || again.StatusCode != test.status {
				t.Errorf("status %d, then %d, want %d", first.StatusCode, again.StatusCode, test.status)
			}
			if got := p.asked.Load() - asked; got != test.asked {
				t.Errorf("asked for the result %d times, want %d", got, test.asked)
			}
			if want := "ID" + strconv.FormatInt(1e13+id+1, 10); again.Header.Get("X-Request-Id") != want {
				t.Errorf("request ID %q, want %q", again.Header.Get("X-Request-Id"), want)
			}
			if got, want := unmarked(again, body), unmarked(first, firstBody); test.asked == 0 && got != want {
				t.Errorf("sent again:\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// etag is the entity tag of the page.
func (p *repeating) etag(t *testing.T) string {
	_, resp, _ := p.visitor(t, "127.0.0.1").send(t, usualRequest, 1)
	return resp.Header.Get("Etag")
}

var (
	idsAndDates     = regexp.MustCompile(`ID1[0-9]{13}|Date: .*|isales-session=[^;]*`)
	cookiesAndDates = regexp.MustCompile(`(Date|Set-Cookie): [^\r]*\r\n`)
)

// unmarked is an answer as text, without what differs each time.
func unmarked(resp *http.Response, body string) string {
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(strings.NewReader(body))
		if err != nil {
			return err.Error()
		}
		plain, err := io.ReadAll(z) // with the checksum
		if err != nil {
			return err.Error()
		}
		body = string(plain)
	}
	var b strings.Builder
	b.WriteString(resp.Proto + " " + resp.Status + "\n")
	_ = resp.Header.Write(&b)
	return idsAndDates.ReplaceAllString(b.String()+"\n"+body, "")
}

// TestRepeatFromElsewhere: another address gets an answer of its own, since the
// audit log names addresses; and a connection goes through net/http, which has
// deadlines, from time to time.
func TestRepeatFromElsewhere(t *testing.T) {
	p := newRepeating(t, withoutLog)
	here, beside, there := p.visitor(t, "127.0.0.1"), p.visitor(t, "127.0.0.1"), p.visitor(t, "127.0.0.2")
	for i, step := range []struct {
		visitor
		later time.Duration
		asked int32 // so far
	}{{here, 0, 1}, {here, 0, 1}, {there, 0, 2}, {there, 0, 2}, {here, 0, 2},
		{beside, repeatUntil, 3}, {beside, 0, 3}, {here, 0, 4}, {here, 0, 4}} {
		p.clock.Add(int64(step.later))
		step.send(t, usualRequest, 1)
		if got := p.asked.Load(); got != step.asked {
			t.Errorf("step %d: asked for the result %d times so far, want %d", i, got, step.asked)
		}
	}
}

// TestRepeatIsLogged: a repeated answer has records of its own, like any other.
func TestRepeatIsLogged(t *testing.T) {
	p := newRepeating(t)
	v := p.visitor(t, "127.0.0.1")
	v.send(t, usualRequest, 1)
	_, _, body := v.send(t, usualRequest, 1)
	records := p.log.records(t)
	if len(records) != 2 {
		t.Fatalf("%d records, want 2: %v", len(records), records)
	}
	for key, want := range map[string]any{"msg": "request", "level": "INFO", "request_id": "ID10000000000002", "method": "GET", "route": "/vdns/{vdnId}/results/{defId}",
		"status": 200.0, "bytes": float64(len(body)), "upstream_outcome": "ok", "cache": "hit"} {
		if records[1][key] != want {
			t.Errorf("%s: %v, want %v", key, records[1][key], want)
		}
	}
	if len(records[1]) != len(records[0]) {
		t.Errorf("a repeated answer has other attributes: %v, want those of %v", records[1], records[0])
	}
}

func post(t *testing.T, h http.Handler, path, form string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.ServeHTTP(httptest.NewRecorder(), r)
}
