package isales

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// fromMemory answers every request with the same text.
type fromMemory string

func (m fromMemory) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(string(m)))}, nil
}

// BenchmarkQuery is a whole call but for the connection.
func BenchmarkQuery(b *testing.B) {
	for name, text := range map[string]string{"2-mappings": documentedExample(b), "200-mappings": manyMappings(b)} {
		b.Run(name, func(b *testing.B) {
			c, err := New("https://192.0.2.10:28080", benchCredentials, WithTransport(fromMemory(text)),
				WithMaxConcurrent(10))
			if err != nil {
				b.Fatal(err)
			}
			c = c.InLanguage(English)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.QueryExternalResult(b.Context(), 40, 1402245659); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
