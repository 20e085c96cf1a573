package handlers

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
	"isales-console/static"
)

// sendTo answers a reader with a document; header names and values alternate.
func sendTo(t testing.TB, d *document, id string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := newRequest(t, http.MethodGet, "/", header...)
	r = r.WithContext(context.WithValue(r.Context(), eventKey{}, &event{requestID: id}))
	rec := httptest.NewRecorder()
	sendDocument(rec, r, eventOf(r).requestID, http.StatusOK, d)
	return rec
}

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
	if n := rec.Header().Get("Content-Length"); n != strconv.Itoa(len(got)) {
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

// random is text that gzip cannot make smaller.
func random(n int) string {
	source, b := rand.New(rand.NewPCG(1, 2)), make([]byte, n)
	for i := range b {
		b[i] = byte(source.Uint32())
	}
	return string(b)
}

// documentBodies are what stands before and after the mark.
var documentBodies = map[string][2]string{
	"nothing":        {"", ""},
	"nothing before": {"", strings.Repeat("x", 2000)},
	"999 bytes":      {strings.Repeat("x", 999), "\n"},
	"1000 bytes":     {strings.Repeat("x", 1000), "\n"},
	"nothing after":  {strings.Repeat("y", 1001), ""},
	"60 KB":          {strings.Repeat("0123456789", 6000), "</code></footer></html>"},
	"1 MB":           {strings.Repeat("<tr><td>00605</td></tr>\n", 44000), "</html>"},
	"random":         {random(70000), random(100)},
	"text":           {strings.Repeat("外显结果 1402245659: 6: The call is not answered.\n", 50), "尾"},
	"two marks":      {strings.Repeat("what someone typed: "+idMark+"\n", 60), "end"},
	"long rest":      {strings.Repeat("z", 1000), random(60000)},
}

// TestDocuments sends each body with several IDs: compressed and not, it is the
// same, and so it is the second time.
func TestDocuments(t *testing.T) {
	for name, body := range documentBodies {
		t.Run(name, func(t *testing.T) {
			zips := len(body[0]) >= 1000
			d := newDocument(htmlMedia, []byte(body[0]+idMark+body[1]))
			for _, id := range []string{"ABCDEFGHIJKLMNOP", "2", "", "ABCDEFGHIJKLMNOP", strings.Repeat("I", 5000)} {
				want := body[0] + id + body[1]
				wantBody(t, sendTo(t, d, id), false, want)
				rec := sendTo(t, d, id, "Accept-Encoding", "gzip")
				if zips {
					checkWithGzip(t, rec.Body.Bytes())
				}
				wantBody(t, rec, zips, want)
			}
		})
	}
}

// checkWithGzip has the system's own program look at a stream, where there is one.
func checkWithGzip(t *testing.T, stream []byte) {
	t.Helper()
	program, err := exec.LookPath("gzip")
	if err != nil {
		return
	}
	command := exec.Command(program, "-t")
	command.Stdin = bytes.NewReader(stream)
	if says, err := command.CombinedOutput(); err != nil || len(says) != 0 {
		t.Errorf("gzip -t: %v: %s", err, says)
	}
}

// TestDocumentsWithoutID: what is no page or document of ours has no place for
// the ID, whatever stands in it.
func TestDocumentsWithoutID(t *testing.T) {
	for _, body := range []string{strings.Repeat("x", 999), strings.Repeat("x", 1000)} {
		d := newDocument(htmlMedia, []byte(body))
		wantBody(t, sendTo(t, d, "ID"), false, body)
		wantBody(t, sendTo(t, d, "ID", "Accept-Encoding", "gzip"), len(body) == 1000, body)
		list := newDocument(csvMedia, []byte(body+idMark))
		wantBody(t, sendTo(t, list, "ID"), false, body+idMark)
		wantBody(t, sendTo(t, list, "ID", "Accept-Encoding", "gzip"), true, body+idMark)
	}
}

// TestDocumentSharedByMany: many readers of one document at once, each with an ID
// of their own.
func TestDocumentSharedByMany(t *testing.T) {
	for range 20 { // of which each is packed for the first time
		before := strings.Repeat("0123456789", 200)
		d := newDocument(htmlMedia, []byte(before+idMark+"end"))
		var readers sync.WaitGroup
		for n := range 8 {
			readers.Go(func() {
				id := fmt.Sprint("READER", n)
				for i := range 5 {
					header := []string{"Accept-Encoding", "gzip"}[:2*((n+i)%2)]
					wantBody(t, sendTo(t, d, id, header...), len(header) > 0, before+id+"end")
				}
			})
		}
		readers.Wait()
	}
}

// TestAcceptEncoding asks for pages and assets in all ways.
func TestAcceptEncoding(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	tests := []struct {
		lines []string
		gzip  bool
	}{
		{nil, false}, {[]string{""}, false}, {[]string{"identity"}, false}, {[]string{"br"}, false}, {[]string{"deflate, zstd"}, false},
		{[]string{"gzip"}, true}, {[]string{"GZIP"}, true}, {[]string{"x-gzip"}, true}, {[]string{"*"}, true}, {[]string{" gzip "}, true},
		{[]string{"gzip;q=0"}, false}, {[]string{"gzip; q=0.000"}, false}, {[]string{"GZIP ; Q=0"}, false}, {[]string{"*;q=0"}, false},
		{[]string{"gzip;q=0.001"}, true}, {[]string{"br, gzip;q=0.5"}, true}, {[]string{"br;q=1.0,gzip;q=0.8,*;q=0.1"}, true},
		{[]string{"gzip;q=0, *"}, false}, {[]string{"*, gzip;q=0"}, false}, {[]string{"*;q=0, gzip"}, true}, {[]string{"identity;q=1, *;q=0"}, false},
		{[]string{"gzip, identity;q=0"}, true}, {[]string{"gzip, deflate, br, zstd"}, true},
		{[]string{"br", "gzip"}, true}, {[]string{"br", "deflate"}, false}, {[]string{"*", "gzip;q=0"}, false},
		{[]string{"gzipped"}, false}, {[]string{"gzi p"}, false},
	}
	for _, path := range []string{"/codes", "/codes.json", "/codes.csv", examplePath, "/nowhere", static.URL("app.css"), static.URL("app.js")} {
		plain := get(t, console, path)
		for _, test := range tests {
			r := newRequest(t, http.MethodGet, path)
			r.Header["Accept-Encoding"] = test.lines
			rec := serve(console, r)
			t.Run(fmt.Sprintf("%s %q", path, test.lines), func(t *testing.T) {
				wantBody(t, rec, test.gzip, plain.Body.String())
			})
			if rec.Code != plain.Code || rec.Header().Get("Vary") != plain.Header().Get("Vary") || rec.Header().Get("Content-Type") != plain.Header().Get("Content-Type") {
				t.Errorf("%s, %q: status %d, %v", path, test.lines, rec.Code, rec.Header())
			}
			if tag := rec.Header().Get("Etag"); !strings.HasPrefix(path, static.Prefix) && tag != plain.Header().Get("Etag") {
				t.Errorf("%s, %q: ETag %s, uncompressed it is %s", path, test.lines, tag, plain.Header().Get("Etag"))
			}
		}
	}
}

// FuzzDocument: a body with its last mark replaced by the ID is what every reader
// sees, compressed or not.
func FuzzDocument(f *testing.F) {
	for _, body := range documentBodies {
		if len(body[0])+len(body[1]) < 5000 { // small, to be quick
			f.Add([]byte(body[0]+idMark+body[1]), "ID")
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, id string) {
		want, rest := string(body), 0
		if i := strings.LastIndex(want, idMark); i >= 0 {
			rest = len(id) + len(want) - i - len(idMark)
			want = want[:i] + id + want[i+len(idMark):]
		}
		if rest >= 1<<16 {
			t.Skip("the rest of a page is short")
		}
		d := newDocument(htmlMedia, body)
		zips := len(d.before) >= smallest
		for range 2 {
			wantBody(t, sendTo(t, d, id), false, want)
			wantBody(t, sendTo(t, d, id, "Accept-Encoding", "gzip"), zips, want)
		}
	})
}
