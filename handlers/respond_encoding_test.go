package handlers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"isales-console/isales/isalestest"
	"isales-console/static"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// unzipped reads an answer as a browser does. Nothing may follow the stream.
func unzipped(t testing.TB, rec *httptest.ResponseRecorder) string {
	t.Helper()
	if got := rec.Header().Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("Content-Encoding %q, want gzip", got)
	}
	body := bytes.NewReader(rec.Body.Bytes())
	z, err := gzip.NewReader(body)
	if err != nil {
		t.Fatal(err)
	}
	z.Multistream(false)
	content, err := io.ReadAll(z)
	if err != nil || body.Len() != 0 {
		t.Fatalf("%v; %d bytes follow the stream", err, body.Len())
	}
	return string(content)
}

// wantBody compares an answer with the text that a reader is to see.
func wantBody(t testing.TB, rec *httptest.ResponseRecorder, zipped bool, want string) {
	t.Helper()
	got, encoding := rec.Body.String(), rec.Header().Get("Content-Encoding")
	if n := rec.Header().Get("Content-Length"); n != strconv.Itoa(len(got)) && (n != "" || !zipped) {
		t.Errorf("Content-Length %s for %d bytes", n, len(got))
	}
	if zipped != (encoding == "gzip") || !zipped && rec.Header()["Content-Encoding"] != nil {
		t.Errorf("Content-Encoding %q, want gzip: %v", encoding, zipped)
	}
	if encoding == "gzip" {
		got = unzipped(t, rec)
	}
	if got != want {
		t.Errorf("%d bytes, want these %d: %s", len(got), len(want), cmp.Diff(want, got))
	}
}

// TestAcceptEncoding asks for pages and assets in all ways.
func TestAcceptEncoding(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	tests := []struct {
		lines []string
		gzip  bool
	}{
		{nil, false}, {[]string{""}, false}, {[]string{"identity"}, false}, {[]string{"br"}, false},
		{[]string{"deflate, zstd"}, false},
		{[]string{"gzip"}, true}, {[]string{"GZIP"}, true}, {[]string{" gzip "}, true},
		{[]string{"gzip;q=0"}, false}, {[]string{"gzip; q=0.000"}, false}, {[]string{"GZIP ; Q=0"}, false},
		{[]string{"*;q=0"}, false},
		{[]string{"gzip;q=0.001"}, true}, {[]string{"br, gzip;q=0.5"}, true}, {[]string{"br;q=1.0,gzip;q=0.8,*;q=0.1"}, true},
		{[]string{"gzip;q=0, *"}, false}, {[]string{"*, gzip;q=0"}, false}, {[]string{"*;q=0, gzip"}, true},
		{[]string{"identity;q=1, *;q=0"}, false},
		{[]string{"gzip, identity;q=0"}, true}, {[]string{"gzip, deflate, br, zstd"}, true},
		{[]string{"br", "deflate"}, false}, {[]string{"*", "gzip;q=0"}, false},
		{[]string{"gzipped"}, false}, {[]string{"gzi p"}, false},
	}
	for _, path := range []string{"/codes", "/codes.json", "/codes.csv", examplePath, "/nowhere",
		static.URL("app.css"), static.URL("app.js")} {
		plain := get(t, console, path)
		for _, test := range tests {
			r := newRequest(t, http.MethodGet, path)
			r.Header["Accept-Encoding"] = test.lines
			rec := serve(console, r)
			t.Run(fmt.Sprintf("%s %q", path, test.lines), func(t *testing.T) {
				wantBody(t, rec, test.gzip, plain.Body.String())
			})
			if rec.Code != plain.Code || rec.Header().Get("Vary") != plain.Header().Get("Vary") ||
				rec.Header().Get("Content-Type") != plain.Header().Get("Content-Type") {
				t.Errorf("%s, %q: status %d, %v", path, test.lines, rec.Code, rec.Header())
			}
			if tag := rec.Header().Get("Etag"); !strings.HasPrefix(path, static.Prefix) && tag != plain.Header().Get("Etag") {
				t.Errorf("%s, %q: ETag %s, uncompressed it is %s", path, test.lines, tag, plain.Header().Get("Etag"))
			}
		}
	}
}
