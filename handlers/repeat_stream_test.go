package handlers

import (
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestRepeatInTheStream: however a request comes in, it gets its own answer and
// no other request does.
func TestRepeatInTheStream(t *testing.T) {
	const form = "POST /codes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
	withBody := strings.Replace(usualRequest, "Accept:", "If-None-Match: *\r\nContent-Length: "+strconv.Itoa(len(usualRequest))+"\r\nAccept:", 1)
	tests := []struct {
		name     string
		writes   []string // each after the answers to the one before
		statuses [][]int
		asked    int32
	}{
		{"one by one", []string{usualRequest, usualRequest, usualRequest}, [][]int{{200}, {200}, {200}}, 1},
		{"two at once", []string{usualRequest + usualRequest}, [][]int{{200, 200}}, 2},
		{"two at once, twice", []string{usualRequest + usualRequest, usualRequest + usualRequest}, [][]int{{200, 200}, {200, 200}}, 4},
		{"then two at once", []string{usualRequest, usualRequest + usualRequest}, [][]int{{200}, {200, 200}}, 3},
		{"then one more", []string{usualRequest + usualRequest, usualRequest}, [][]int{{200, 200}, {200}}, 3},
		{"in halves", []string{usualRequest + usualRequest[:20], usualRequest[20:] + usualRequest[:20], usualRequest[20:], usualRequest}, [][]int{{200}, {200}, {200}, {200}}, 3 + 1},
		{"a byte too many", []string{usualRequest + "G", usualRequest}, [][]int{{200}, {405}}, 1},
		{"a request in a form", []string{usualRequest + form + strconv.Itoa(len(usualRequest)) + "\r\n\r\n", usualRequest + usualRequest}, [][]int{{200}, {405, 200}}, 2},
		{"a request in a body", []string{usualRequest, withBody, usualRequest, usualRequest, withBody, usualRequest}, [][]int{{200}, {}, {304}, {200}, {}, {304}}, 4},
		{"another page in between", []string{usualRequest, strings.Replace(usualRequest, "/vdns/40/results/1", "/codes", 1), usualRequest, usualRequest},
			[][]int{{200}, {200}, {200}, {200}}, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newRepeating(t, withoutLog)
			v := p.visitor(t, "127.0.0.1")
			for i, text := range test.writes {
				asked := p.asked.Load()
				statuses, _, _ := v.send(t, text, len(test.statuses[i]))
				if len(test.statuses[i]) == 0 {
					v.wait(t, func() bool { return p.asked.Load() > asked })
				}
				for j, want := range test.statuses[i] {
					if statuses[j] != want {
						t.Errorf("write %d, answer %d: status %d, want %d", i, j, statuses[j], want)
					}
				}
			}
			if got := p.asked.Load(); got != test.asked {
				t.Errorf("asked for the result %d times, want %d", got, test.asked)
			}
			_ = v.Conn.(*net.TCPConn).CloseWrite()
			if rest, err := io.ReadAll(v.answers); len(rest) > 0 || err != nil {
				t.Errorf("more answers than requests: %q, %v", rest, err)
			}
		})
	}
}

// TestRepeatAheadOfTime: the first byte of the next request, come in while this
// one is answered, is with net/http, and so is the rest.
func TestRepeatAheadOfTime(t *testing.T) {
	p := newRepeating(t, withoutLog)
	v := p.visitor(t, "127.0.0.1")
	*p.meanwhile = func(whole *wholeConn) {
		if _, err := io.WriteString(v, "G"); err != nil {
			t.Error(err)
		}
		for start := time.Now(); whole.reads.Load() < 2 && time.Since(start) < 10*time.Second; {
			runtime.Gosched()
		}
	}
	v.send(t, usualRequest, 1)
	if statuses, _, _ := v.send(t, usualRequest, 1); statuses[0] != http.StatusMethodNotAllowed {
		t.Errorf("GGET got status %d, want 405", statuses[0])
	}
}

// TestAsked: a request is known when it came in one piece.
func TestAsked(t *testing.T) {
	for _, test := range []struct {
		name, request string
		reads         int32
		ok            bool
	}{
		{"in one piece", usualRequest, 1, true},
		{"given before", usualRequest, 0, false},
		{"in two pieces", usualRequest, 2, false},
		{"half", usualRequest[:40], 1, false},
		{"two", usualRequest + usualRequest, 1, false},
		{"nothing", "", 1, false},
	} {
		whole := &wholeConn{peer: "192.0.2.1", reader: reader{request: []byte("192.0.2.1" + test.request)}}
		whole.reads.Store(test.reads)
		if key, ok := whole.asked(); ok != test.ok || whole.usual != test.ok || ok && key != "192.0.2.1"+test.request {
			t.Errorf("%s: %q, %t, want %t", test.name, key, ok, test.ok)
		}
	}
}

// wait waits until what was sent has been taken in, as happened tells, or has an
// answer that it should not have.
func (v visitor) wait(t *testing.T, happened func() bool) {
	t.Helper()
	for start := time.Now(); !happened(); {
		_ = v.SetReadDeadline(time.Now().Add(time.Millisecond))
		if _, err := v.answers.Peek(1); err == nil || time.Since(start) > 10*time.Second {
			t.Error("answered too early, or never asked for")
			break
		}
	}
	_ = v.SetReadDeadline(time.Now().Add(10 * time.Second))
}
