package views

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkResultPage renders the result page into a buffer that is used again.
func BenchmarkResultPage(b *testing.B) {
	for _, n := range []int{2, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkResult(b, sampleResult(n)) })
	}
}

// BenchmarkRawAnswer renders raw answers of the greatest length, in which every
// character must be escaped: twice the length takes twice the time.
func BenchmarkRawAnswer(b *testing.B) {
	for _, n := range []int{512 << 10, 1 << 20} {
		p := sampleResult(0)
		p.Raw = strings.Repeat("<", n)
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkResult(b, p) })
	}
}

func benchmarkResult(b *testing.B, p ResultPage) {
	var page bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		page.Reset()
		if err := Result(p).Render(context.Background(), &page); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(page.Len()))
}
