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
	"isales-console/platform"
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

// BenchmarkTag names a page.
func BenchmarkTag(b *testing.B) {
	v := resultView{tongue: &tongues[0], found: platform.Copy{ExternalResult: resultWith(2)}, complete: true, age: "less than a minute ago"}
	b.ReportAllocs()
	for b.Loop() {
		v.tag("alice", "", "https://console.example.com", "1.2.3")
	}
}

// BenchmarkMakeDocument makes the page, the JSON document and the CSV file of an
// answer: rows, view, bytes and tag.
func BenchmarkMakeDocument(b *testing.B) {
	console := newConsole(b, isalestest.Options{}, withoutLog)
	for form, name := range []string{formHTML: "html", formJSON: "json", formCSV: "csv"} {
		b.Run(name, func(b *testing.B) {
			benchmarkSizes(b, func(b *testing.B, n int) {
				v := resultView{query: resultQuery{vdnID: 40, defID: 1402245659}, form: form, tongue: &tongues[0],
					found: platform.Copy{ExternalResult: resultWith(n), Origin: platform.Miss}, complete: true}
				r := httptest.NewRequest(http.MethodGet, examplePath, nil)
				r = r.WithContext(context.WithValue(r.Context(), eventKey{}, &event{requestID: requestID}))
				for b.Loop() {
					if _, err := console.resultDocument(r, v); err != nil {
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
		v := resultView{query: resultQuery{vdnID: 40, defID: 1402245659}, tongue: &tongues[0], found: platform.Copy{ExternalResult: resultWith(n)}, complete: true}
		d, err := console.resultDocument(httptest.NewRequest(http.MethodGet, examplePath, nil), v)
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

// BenchmarkSessionCookie writes and reads the cookie of a session with one recent
// look-up and with as many as it remembers.
func BenchmarkSessionCookie(b *testing.B) {
	store, err := newSessionStore([][]byte{randomSecret()}, false, idleTime, testNow)
	if err != nil {
		b.Fatal(err)
	}
	s := store.fresh()
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, examplePath, nil)
	for i := range mostRecent {
		s.remember(resultQuery{vdnID: 40, defID: int64(1402245659 + i)}, testNow())
		if i > 0 && i < mostRecent-1 {
			continue
		}
		b.Run(fmt.Sprint("encode/", i+1), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				store.save(w, s)
			}
		})
	}
	b.Run("decode", func(b *testing.B) {
		r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
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
