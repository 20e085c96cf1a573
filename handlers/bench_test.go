package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// resultWith returns a result with n mappings of different documented codes.
func resultWith(n int) *isales.ExternalResult {
	codes := isales.OBSCodes()
	r := &isales.ExternalResult{VDNID: 40, DefID: "1402245659", DisplayResult: "6: The call is not answered.",
		Code: "002", ReceivedAt: testNow()}
	for i := range n {
		r.Mappings = append(r.Mappings, isales.Mapping{MapID: fmt.Sprint(1059886898 + i),
			OBSCode: codes[i%len(codes)].Code, DefID: r.DefID, VDNID: 40})
	}
	return r
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
