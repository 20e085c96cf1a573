package isales_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// TestBrokenHTTP: an answer that breaks HTTP is told apart from a connection that
// broke, because asking again would bring the same. The request is sent once.
func TestBrokenHTTP(t *testing.T) {
	const body = `{"resultCode":"0200000","obResult":null}`
	tests := map[string]struct{ answer, want string }{
		"Transfer-Encoding: identity": {okHead("Transfer-Encoding: identity",
			fmt.Sprintf("Content-Length: %d", len(body))) + body,
			`unsupported transfer encoding: "identity"`},
		"two lengths": {okHead("Content-Length: 5", "Content-Length: 4") + "hello",
			`http: message cannot contain multiple Content-Length headers; got ["5" "4"]`},
		"long head": {okHead("X-Long: "+strings.Repeat("x", 70_000), "Content-Length: 0"),
			`net/http: server response headers exceeded 65536 bytes; aborted`},
		"broken chunk": {okHead("Transfer-Encoding: chunked") + "-1\r\nhello", `invalid byte in chunk length`},
		"echo":         {okHead("Transfer-Encoding: auth-v2/AK/x/y/z"), `unsupported transfer encoding: "REDACTED"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, false, nil, func(c *wireConn) {
				for c.next() {
					c.say(tt.answer)
				}
			})
			_, err := query(t.Context(), w.client(t, false))
			e, ok := errors.AsType[*isales.NotJSONError](err)
			if !ok || e.StatusCode != 0 || e.Problem != "broken HTTP: "+tt.want {
				t.Errorf("error %v, want a NotJSONError: broken HTTP: %s", err, tt.want)
			}
			if n := w.asked.Load(); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

// cuts are answers that end too early.
var cuts = map[string]string{
	"no byte":    "",
	"status":     "HTTP/1.1 2",
	"head":       "HTTP/1.1 200 OK\r\nContent-Le",
	"body":       okHead("Content-Length: 99") + `{"resultCode"`,
	"chunk":      okHead("Transfer-Encoding: chunked") + "ff\r\n{",
	"last chunk": okHead("Transfer-Encoding: chunked") + "2\r\n{}\r\n",
	"after 100":  "HTTP/1.1 100 Continue\r\n\r\n",
	"garbage":    "auth-v2/AK/x/y/z",
}

// TestCutAnswerIsInterrupted, whether the connection is closed or reset.
func TestCutAnswerIsInterrupted(t *testing.T) {
	for name, config := range map[string]*tls.Config{"plain": nil, "TLS": speaksTLS()} {
		for cut, answer := range cuts {
			for _, end := range []func(*wireConn){func(c *wireConn) { c.Close() }, (*wireConn).reset} {
				t.Run(name+", "+cut, func(t *testing.T) {
					w := newWire(t, false, config, func(c *wireConn) {
						if c.next() {
							c.say(answer)
						}
						end(c)
					})
					text, err := query(t.Context(), w.client(t, config != nil))
					if !errors.Is(err, isales.ErrInterrupted) || strings.Contains(err.Error(), "auth-v2") {
						t.Errorf("%q, error %v, want ErrInterrupted without a signature", text, err)
					}
				})
			}
		}
	}
}

// TestKeptConnectionThatBreaks: a request that a kept connection gave no byte of
// an answer to is sent again over a new one; no other is.
func TestKeptConnectionThatBreaks(t *testing.T) {
	tests := map[string]struct {
		end   func(*wireConn)
		want  string
		kind  error
		asked int64
	}{
		"closes":              {func(c *wireConn) { c.Close() }, "on 2", nil, 3},
		"resets":              {(*wireConn).reset, "on 2", nil, 3},
		"closes after a byte": {func(c *wireConn) { c.say("H"); c.Close() }, "", isales.ErrInterrupted, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, false, nil, func(c *wireConn) {
				if c.number > 1 {
					c.answerAll()
					return
				}
				c.next()
				c.say(result(1))
				c.next()
				tt.end(c)
			})
			c := w.client(t, false)
			if text, err := query(t.Context(), c); text != "on 1" || err != nil {
				t.Fatalf("first: %q, error %v", text, err)
			}
			text, err := query(t.Context(), c)
			if text != tt.want || !errors.Is(err, tt.kind) || w.asked.Load() != tt.asked {
				t.Errorf("second: %q, error %v, %d requests; want %q, %v, %d", text, err, w.asked.Load(), tt.want,
					tt.kind, tt.asked)
			}
		})
	}
}

// TestEndOfTheCaller at every stage of a call: it is reported at once, as what it is.
func TestEndOfTheCaller(t *testing.T) {
	stages := map[string]struct {
		secure bool
		config *tls.Config
		say    string
	}{
		"handshake": {true, nil, ""},
		"answer":    {false, nil, ""},
		"TLS":       {true, speaksTLS(func(c *tls.Config) { c.SessionTicketsDisabled = true }), ""},
		"head":      {false, nil, cuts["head"]},
		"body":      {false, nil, cuts["body"]},
		"chunk":     {false, nil, cuts["chunk"]},
	}
	for name, s := range stages {
		for _, kind := range []error{context.Canceled, isales.ErrTimeout} {
			t.Run(fmt.Sprint(name, ", ", kind), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWire(t, true, s.config, func(c *wireConn) {
						if !s.secure || s.config != nil {
							c.next()
							c.say(s.say)
						}
						_, _ = io.Copy(io.Discard, c.in)
					})
					ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
					if kind == context.Canceled {
						ctx, cancel = context.WithCancel(t.Context())
						time.AfterFunc(2*time.Second, cancel)
					}
					defer cancel()
					start := time.Now()
					_, err := query(ctx, w.client(t, s.secure))
					if took := time.Since(start); !errors.Is(err, kind) || took != 2*time.Second {
						t.Errorf("error %v after %s, want %v after 2s", err, took, kind)
					}
				})
			})
		}
	}
}

// TestHandshakeHasALimit of its own, shorter than that of the call.
func TestHandshakeHasALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, true, nil, func(c *wireConn) { _, _ = io.Copy(io.Discard, c.in) })
		start := time.Now()
		_, err := query(t.Context(), w.client(t, true))
		if took := time.Since(start); !errors.Is(err, isales.ErrTimeout) || took != 5*time.Second {
			t.Errorf("error %v after %s, want a timeout after 5s", err, took)
		}
	})
}
