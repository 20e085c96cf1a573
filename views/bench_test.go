package views

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
)

// BenchmarkResultPage makes the result page in memory that is used again. The goal
// is less than 10 µs for 200 mappings on one core:
//
//	go test ./views -run '^$' -bench ResultPage -cpu 1
func BenchmarkResultPage(b *testing.B) {
	for _, n := range []int{2, 200} {
		p := sampleResult(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var page []byte
			var err error
			b.ReportAllocs()
			for b.Loop() {
				if page, err = AppendResult(page[:0], &p); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(page)))
		})
	}
}

// BenchmarkRows writes 200 rows that are ready, and 200 that are not.
func BenchmarkRows(b *testing.B) {
	made := sampleRows(200)
	ready := make([]ReadyRow, len(made))
	for i, row := range made {
		ready[i] = row.Ready()
	}
	b.Run("ready", func(b *testing.B) { benchmarkRows(b, ready) })
	b.Run("made", func(b *testing.B) { benchmarkRows(b, made) })
}

func benchmarkRows[R tableRow](b *testing.B, rows []R) {
	b.ReportAllocs()
	for b.Loop() {
		if err := mappingRows(rows).Render(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRawText writes answers of the same length: as the platform sends them,
// and with everything to be escaped.
func BenchmarkRawText(b *testing.B) {
	usual := sampleResult(200).Raw
	for name, text := range map[string]string{"usual": usual, "escaped": strings.Repeat("<", len(usual))} {
		b.Run(name, func(b *testing.B) {
			var page []byte
			b.ReportAllocs()
			for b.Loop() {
				page = appendContent(page[:0], text)
			}
			b.SetBytes(int64(len(text)))
		})
	}
}
