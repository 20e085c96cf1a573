package views

import (
	"bytes"
	"context"
	"fmt"
	"testing"
)

// BenchmarkResultPage renders the result page into a buffer that is used again,
// as handlers do. The goal is less than 100 µs for 200 mappings on one core:
//
//	go test ./views -run '^$' -bench ResultPage -cpu 1
func BenchmarkResultPage(b *testing.B) {
	for _, n := range []int{2, 200} {
		p := sampleResult(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var page bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				page.Reset()
				if err := Result(p).Render(context.Background(), &page); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(page.Len()))
		})
	}
}
