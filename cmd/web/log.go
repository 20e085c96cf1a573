package main

import (
	"io"
	"log/slog"
	"os"
)

// newLoggers returns the log, and the audit log, whose records stand beside it
// whatever the level of the log is. w must be safe for concurrent use. Each record
// is one write to it, at once, so that it is there however the process ends.
func newLoggers(w io.Writer, c *config) (log, audit *slog.Logger) {
	text := c.logFormat == "text" || c.logFormat == "auto" && isTerminal(w)
	handler := func(level slog.Level) slog.Handler {
		if text {
			return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})
		}
		return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})
	}
	return slog.New(handler(c.logLevel)), slog.New(handler(slog.LevelInfo))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
