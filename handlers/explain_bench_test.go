package handlers

import (
	"bytes"
	"net/http"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// BenchmarkExplain explains whole reports, 200,000 rows of CSV and 50,000 of XLSX, and compares what comes back. It
// prints the processor time and the largest heap. With -short the reports are short.
//
//	go test ./handlers -run '^$' -bench Explain
func BenchmarkExplain(b *testing.B) {
	for _, test := range []struct {
		name  string
		rows  int
		write func(testing.TB, [][]string) string
	}{{"CSV", 200000, gbReport}, {"XLSX", 50000, xlsxReport}} {
		b.Run(test.name, func(b *testing.B) {
			console := newWhole(b, generated(), withoutLog)
			length := test.rows
			if testing.Short() {
				length /= 100
			}
			rows := callRows(length)
			content := test.write(b, rows)
			var peak *peakWriter
			n, before := 0, processorTime()
			for b.Loop() {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				r := report(b, content, "", "1")
				peak = &peakWriter{header: http.Header{}, base: m.HeapAlloc}
				if console.ServeHTTP(peak, r); peak.status != http.StatusOK {
					b.Fatal(peak.status)
				}
				n++
			}
			b.ReportMetric((processorTime()-before).Seconds()/float64(n), "cpu-s/op")
			b.ReportMetric(float64(peak.heap>>20), "MiB-heap")
			checkExplained(b, rows, peak.file.Bytes())
		})
	}
}

// processorTime is what the process has used.
func processorTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used) // its only error is another constant
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// peakWriter holds an answer and remembers the largest heap that it saw beside it and base.
type peakWriter struct {
	header http.Header
	status int
	heap   uint64
	base   uint64 // the heap before the request
	file   bytes.Buffer
}

func (p *peakWriter) Header() http.Header { return p.header }

func (p *peakWriter) WriteHeader(status int) { p.status = status }

func (p *peakWriter) Write(b []byte) (int, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.heap = max(p.heap, m.HeapAlloc-p.base-uint64(p.file.Cap()))
	return p.file.Write(b)
}
