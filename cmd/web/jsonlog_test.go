package main

import (
	"bytes"
	"errors"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"
)

// TestJSONLog: whatever is logged looks as slog would have it.
func TestJSONLog(t *testing.T) {
	moment := time.Date(2026, 11, 23, 5, 39, 39, 7_100_000, time.FixedZone("", 8*60*60))
	values := []slog.Value{
		slog.StringValue(""), slog.StringValue("/vdns/{vdnId}/results/{defId}"), slog.StringValue(`a "quoted" word`), slog.StringValue(`a\b`),
		slog.StringValue("two\nlines"), slog.StringValue("忙"), slog.StringValue("\xff"), slog.StringValue("<b>&\u007f"),
		slog.IntValue(0), slog.Int64Value(math.MinInt64), slog.Uint64Value(math.MaxUint64),
		slog.Float64Value(0), slog.Float64Value(math.Copysign(0, -1)), slog.Float64Value(0.001), slog.Float64Value(-17.25), slog.Float64Value(1e-6), slog.Float64Value(9e-7),
		slog.Float64Value(1e20), slog.Float64Value(1e21), slog.Float64Value(math.MaxFloat64), slog.Float64Value(math.Inf(1)), slog.Float64Value(math.NaN()),
		slog.BoolValue(true), slog.DurationValue(time.Second), slog.TimeValue(moment), slog.AnyValue(nil), slog.AnyValue(errors.New("a")),
		slog.GroupValue(), slog.GroupValue(slog.Int("a", 1)), slog.AnyValue(secret("s")),
	}
	for _, value := range values {
		for _, record := range []slog.Record{
			slog.NewRecord(moment, slog.LevelInfo, "request", 0),
			slog.NewRecord(moment, slog.LevelWarn+1, "a \"b\"", 0),
			slog.NewRecord(time.Time{}, slog.LevelError, "", 0),
		} {
			for _, key := range []string{"key", "", `k"y`, "时"} {
				record := record.Clone()
				record.AddAttrs(slog.String("first", "a"), slog.Attr{Key: key, Value: value}, slog.Int("last", 7))
				compareLogs(t, func(h slog.Handler) slog.Handler { return h }, record)
				compareLogs(t, func(h slog.Handler) slog.Handler { return h.WithAttrs([]slog.Attr{slog.Int("before", 1)}) }, record)
				compareLogs(t, func(h slog.Handler) slog.Handler { return h.WithGroup("group") }, record)
			}
		}
	}
	compareLogs(t, func(h slog.Handler) slog.Handler { return h }, slog.NewRecord(moment, slog.LevelDebug, "nothing else", 0))
	if l := newJSONLog(new(bytes.Buffer), slog.LevelWarn); l.Enabled(t.Context(), slog.LevelInfo) || !l.Enabled(t.Context(), slog.LevelWarn) {
		t.Error("not at its level")
	}
}

func compareLogs(t *testing.T, with func(slog.Handler) slog.Handler, r slog.Record) {
	t.Helper()
	var want, got bytes.Buffer
	if err := with(slog.NewJSONHandler(&want, nil)).Handle(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := with(newJSONLog(&got, slog.LevelInfo)).Handle(t.Context(), r); err != nil || got.String() != want.String() {
		t.Errorf("(%v)\n got %s\nwant %s", err, got.String(), want.String())
	}
}

// BenchmarkLogRequest prints the time of a record in that of slog's own handler.
func BenchmarkLogRequest(b *testing.B) {
	r := slog.NewRecord(time.Now(), slog.LevelInfo, "request", 0)
	r.AddAttrs(slog.String("request_id", strings.Repeat("A", 16)), slog.String("method", "GET"), slog.String("route", "/vdns/{vdnId}/results/{defId}"),
		slog.Int("status", 200), slog.Int64("bytes", 6789), slog.Float64("duration_ms", 1.234), slog.String("upstream_outcome", "ok"), slog.Float64("upstream_ms", 0.999))
	for name, h := range map[string]slog.Handler{"slog": slog.NewJSONHandler(new(nowhere), nil), "ours": newJSONLog(new(nowhere), slog.LevelInfo)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := h.Handle(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
