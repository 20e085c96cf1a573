package isales

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// spoken is a connection on which all has been said already, in pieces.
type spoken struct {
	net.Conn // nil
	rest     []byte
	piece    int
}

func (s *spoken) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.rest[:min(s.piece, len(s.rest))])
	s.rest = s.rest[n:]
	return n, nil
}

func (s *spoken) Write(p []byte) (int, error) { return len(p), nil }
func (s *spoken) Close() error                { return nil }

// reading is what comes of an answer.
type reading struct {
	answered bool
	status   int
	header   http.Header
	length   int64
	body     string
	broken   bool
}

// naively reads an answer with net/http alone.
func naively(data []byte, r *http.Request) reading {
	in := bufio.NewReader(bytes.NewReader(data))
	for range 1 + most1xx {
		resp, err := http.ReadResponse(in, r)
		if err != nil {
			return reading{}
		}
		if resp.StatusCode < 100 || resp.StatusCode > 199 || resp.StatusCode == 101 {
			body, err := io.ReadAll(resp.Body)
			out := reading{true, resp.StatusCode, resp.Header, resp.ContentLength, string(body), err != nil}
			if r.Header["Accept-Encoding"] == nil && resp.Body != http.NoBody && strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
				out.unzip(err)
			}
			return out
		}
	}
	return reading{}
}

// unzip does so for a reading that ended with an error, or nil.
func (o *reading) unzip(end error) {
	o.header.Del("Content-Encoding")
	o.header.Del("Content-Length")
	o.length = -1
	var from io.Reader = strings.NewReader(o.body)
	if end != nil {
		from = io.MultiReader(from, failing{end})
	}
	zip, err := gzip.NewReader(from)
	o.body = ""
	if err == nil {
		var text []byte
		text, err = io.ReadAll(zip)
		o.body = string(text)
	}
	o.broken = err != nil && err != io.EOF
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzAnswers: a Transport reads from any bytes what net/http reads from them, and
// a connection that it keeps has nothing left of them in its memory.
//
//	go test -run '^$' -fuzz FuzzAnswers ./isales
func FuzzAnswers(f *testing.F) {
	for _, a := range []string{"with a length", "with trailers", "gzip in chunks", "100 before", "a status below 100", "a second answer", "half a head"} {
		f.Add([]byte(answers()[a].answer), uint16(4096), false, false)
		f.Add([]byte(answers()[a].answer), uint16(7), true, true)
	}
	f.Fuzz(func(t *testing.T, data []byte, piece uint16, unzips, onlyHead bool) {
		if len(data) > mostHead {
			return // for the limit there are tests of their own
		}
		r := newGet(t.Context(), "http://isales.test/")
		if !unzips {
			r.Header.Set("Accept-Encoding", "identity")
		}
		if onlyHead {
			r.Method = http.MethodHead
		}
		conn := &spoken{rest: bytes.Clone(data), piece: 1 + int(piece)}
		tr := NewTransport(nil)
		tr.DialContext = func(context.Context, string, string) (net.Conn, error) { return conn, nil }
		defer tr.CloseIdleConnections()
		var got reading
		if resp, err := tr.RoundTrip(r); err == nil {
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			got = reading{true, resp.StatusCode, resp.Header, resp.ContentLength, string(body), err != nil}
		}
		want := naively(data, r)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("\n got %+v\nwant %+v", got, want)
		}
		if l := tr.take(origin{"http", "isales.test"}); l != nil && (!got.answered || got.status < 200 || l.in.Buffered() > 0) {
			t.Errorf("%s, of which %d bytes are left, is kept", fmt.Sprint(got), l.in.Buffered())
		}
	})
}
