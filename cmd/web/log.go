package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"isales-console/safetext"
)

// newLoggers returns the log, and the audit log, whose records stand beside it
// whatever the level of the log is. Each record is one write, at once, so that it is
// there however the process ends.
func newLoggers(w *logWriter, c *config) (log, audit *slog.Logger) {
	text := c.logFormat == "text" || c.logFormat == "auto" && onTerminal(w.to)
	handler := func(w io.Writer, level slog.Level) slog.Handler {
		w = escaped{w}
		if text {
			return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})
		}
		return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})
	}
	direct := handler(w.to, slog.LevelInfo)
	w.onDropped(func(n logCount) error {
		r := slog.NewRecord(time.Now(), slog.LevelWarn, "nobody read the log: records were dropped", 0)
		r.AddAttrs(slog.Int("log_records", n.log), slog.Int("audit_records", n.audit))
		return direct.Handle(context.Background(), r)
	})
	return slog.New(handler(w, c.logLevel)), slog.New(handler(auditWriter{w}, slog.LevelInfo))
}

// escaped writes records, whose texts slog has escaped for JSON or quoted, without the control characters that JSON
// allows in texts: a terminal would obey them.
type escaped struct{ io.Writer }

func (e escaped) Write(record []byte) (int, error) {
	if _, err := io.WriteString(e.Writer, safetext.JSON(string(record))); err != nil {
		return 0, err
	}
	return len(record), nil
}
