package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/results"
)

// resultWith returns a result with n mappings of different documented codes.
func resultWith(n int) *isales.ExternalResult {
	codes := isales.OBSCodes()
	r := &isales.ExternalResult{VDNID: 40, DefID: "1402245659", DisplayResult: "6: The call is not answered.", Code: "002", ReceivedAt: testNow()}
	for i := range n {
		r.Mappings = append(r.Mappings, isales.Mapping{MapID: fmt.Sprint(1059886898 + i), OBSCode: codes[i%len(codes)].Code, DefID: r.DefID, VDNID: 40})
	}
	return r
}

// benchmarkSizes runs f for small and large results.
func benchmarkSizes(b *testing.B, f func(b *testing.B, mappings int)) {
	for _, n := range []int{2, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			f(b, n)
		})
	}
}

// BenchmarkMappingRows maps an answer to the rows of its page.
func BenchmarkMappingRows(b *testing.B) {
	benchmarkSizes(b, func(b *testing.B, n int) {
		r := resultWith(n)
		for b.Loop() {
			mappingRows(r, 40, nil, &tongues[0])
		}
	})
}

// BenchmarkMakeDocument makes the page, the JSON document and the CSV file of an
// answer: rows, view and bytes.
func BenchmarkMakeDocument(b *testing.B) {
	console := newConsole(b, isalestest.Options{}, withoutLog)
	for form, name := range []string{formHTML: "html", formJSON: "json", formCSV: "csv"} {
		b.Run(name, func(b *testing.B) {
			benchmarkSizes(b, func(b *testing.B, n int) {
				v := resultView{query: resultQuery{vdnID: 40, defID: 1402245659}, form: form, tongue: &tongues[0],
					found: results.Copy{ExternalResult: resultWith(n), Origin: results.Asked}, complete: true}
				r := httptest.NewRequest(http.MethodGet, examplePath, nil)
				r = r.WithContext(context.WithValue(r.Context(), eventKey{}, &event{requestID: requestID}))
				for b.Loop() {
					if _, err := console.makeDocument(r, v); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkPackDocument compresses a page for its first reader, and puts it
// together for all others.
func BenchmarkPackDocument(b *testing.B) {
	console := newConsole(b, isalestest.Options{}, withoutLog)
	page := func(b *testing.B, n int) *document {
		v := resultView{query: resultQuery{vdnID: 40, defID: 1402245659}, tongue: &tongues[0], found: results.Copy{ExternalResult: resultWith(n)}, complete: true}
		d, err := console.makeDocument(httptest.NewRequest(http.MethodGet, examplePath, nil), v)
		if err != nil {
			b.Fatal(err)
		}
		return d
	}
	b.Run("first", func(b *testing.B) {
		benchmarkSizes(b, func(b *testing.B, n int) {
			d := page(b, n)
			b.SetBytes(int64(len(d.before)))
			for b.Loop() {
				pack(d.before, true)
			}
		})
	})
	b.Run("again", func(b *testing.B) {
		benchmarkSizes(b, func(b *testing.B, n int) {
			d := page(b, n)
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				d.appendPacked(&out, requestID)
			}
		})
	})
}

// BenchmarkSessionCookie writes and reads the cookie of a session with as many
// recent look-ups as it remembers.
func BenchmarkSessionCookie(b *testing.B) {
	store, err := newSessionStore([][]byte{randomSecret()}, false, idleTime, testNow)
	if err != nil {
		b.Fatal(err)
	}
	s := store.fresh()
	for i := range mostRecent {
		s.remember(resultQuery{vdnID: 40, defID: int64(1402245659 + i)}, testNow())
	}
	r := httptest.NewRequest(http.MethodGet, examplePath, nil)
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := store.save(httptest.NewRecorder(), r, s); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		rec := httptest.NewRecorder()
		if err := store.save(rec, r, s); err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Cookie", rec.Header().Get("Set-Cookie"))
		b.ReportAllocs()
		for b.Loop() {
			if got := store.load(r); len(got.Recent) != mostRecent {
				b.Fatalf("%d recent look-ups, want %d", len(got.Recent), mostRecent)
			}
		}
	})
}

// BenchmarkResult answers a whole request but for the platform.
func BenchmarkResult(b *testing.B) {
	for _, n := range []int{2, 200} {
		console := newConsole(b, isalestest.Options{}, withResults(answering(*resultWith(n))), withoutLog)
		for _, suffix := range []string{"", ".json", ".csv"} {
			b.Run(fmt.Sprint(n, suffix), func(b *testing.B) {
				r := httptest.NewRequest(http.MethodGet, examplePath+suffix, nil)
				w := httptest.NewRecorder()
				b.ReportAllocs()
				for b.Loop() {
					w.Body.Reset()
					console.ServeHTTP(w, r)
				}
			})
		}
	}
}
