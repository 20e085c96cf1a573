package main

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLogControls: a terminal that shows the log obeys nothing in it.
func TestLogControls(t *testing.T) {
	for format, want := range map[string]string{
		"json": `"level":"INFO","msg":"m\u0000\u001b\u007f\u009b\u202e\ufffd\n"}` + "\n",
		"text": `level=INFO msg="m\x00\x1b\x7f\u009b\u202e\xff\n"` + "\n",
	} {
		var b bytes.Buffer
		w := newLogWriter(&b)
		log, audit := newLoggers(w, &config{logFormat: format, logLevel: slog.LevelInfo})
		log.Info("m\x00\x1b\x7f\u009b\u202e\xff\n")
		audit.Info("m\x00\x1b\x7f\u009b\u202e\xff\n")
		w.close()
		var got []string
		for _, line := range bytes.SplitAfter(b.Bytes(), []byte("\n")) {
			if _, rest, ok := bytes.Cut(line, []byte(map[string]string{"json": `",`, "text": ` `}[format])); ok {
				got = append(got, string(rest))
			}
		}
		if diff := cmp.Diff([]string{want, want}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", format, diff)
		}
	}
}
