package main

import (
	"context"
	"io"
	"log/slog"
	"math"
	"strconv"
	"sync"
	"time"
)

// jsonLog writes records as slog.JSONHandler does. Those of requests have nothing
// but numbers and plain text, which it writes by itself: encoding/json, to which
// the other passes each fraction, takes as long as finding what to log about. All
// else it leaves to that handler.
type jsonLog struct {
	slog.Handler
	w io.Writer
}

func newJSONLog(w io.Writer, level slog.Level) slog.Handler {
	return jsonLog{slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}), w}
}

var logLines = sync.Pool{New: func() any { return new(make([]byte, 0, 512)) }}

// Handle implements slog.Handler.
func (l jsonLog) Handle(ctx context.Context, r slog.Record) error {
	line := logLines.Get().(*[]byte)
	defer logLines.Put(line)
	b := append((*line)[:0], `{"time":"`...)
	b = r.Time.Round(0).AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","level":"`...)
	b = append(b, r.Level.String()...)
	b = append(b, `","msg":"`...)
	b = append(b, r.Message...)
	b = append(b, '"')
	plain := plainText(r.Message) && !r.Time.IsZero()
	r.Attrs(func(a slog.Attr) bool {
		plain = plain && a.Key != "" && plainText(a.Key)
		b = append(append(append(b, `,"`...), a.Key...), `":`...)
		var ok bool
		b, ok = appendPlain(b, a.Value)
		plain = plain && ok
		return plain
	})
	if !plain {
		return l.Handler.Handle(ctx, r)
	}
	b = append(b, "}\n"...)
	*line = b
	_, err := l.w.Write(b)
	return err
}

// appendPlain writes a number or a plain text; it reports false for others.
func appendPlain(b []byte, v slog.Value) ([]byte, bool) {
	switch v.Kind() {
	case slog.KindString:
		text := v.String()
		return append(append(append(b, '"'), text...), '"'), plainText(text)
	case slog.KindInt64:
		return strconv.AppendInt(b, v.Int64(), 10), true
	case slog.KindFloat64:
		f := v.Float64()
		size := math.Abs(f)
		return strconv.AppendFloat(b, f, 'f', -1, 64), size == 0 || size >= 1e-6 && size < 1e21 // others have an exponent
	}
	return b, false
}

// plainText reports whether a text stands in JSON as it is.
func plainText(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
