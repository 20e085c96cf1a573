package handlers

import (
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
			mappingRows(r, 40, nil, &locales[0])
		}
	})
}

// BenchmarkResultAnswer makes the page, the JSON document and the CSV file of an
// answer: rows, view, bytes and tag.
func BenchmarkResultAnswer(b *testing.B) {
	console := newConsole(b, isalestest.Options{}, withoutLog)
	for form, name := range []string{formHTML: "html", formJSON: "json", formCSV: "csv"} {
		b.Run(name, func(b *testing.B) {
			benchmarkSizes(b, func(b *testing.B, n int) {
				v := resultView{query: resultID{vdnID: 40, defID: 1402245659}, form: form, locale: &locales[0],
					found: platform.Copy{ExternalResult: resultWith(n), Origin: platform.Miss}, complete: true}
				r := httptest.NewRequest(http.MethodGet, examplePath, nil)
				r = r.WithContext(context.WithValue(r.Context(), requestLogKey{}, &requestLog{requestID: requestID}))
				for b.Loop() {
					if _, err := console.resultAnswer(r, v); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
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
