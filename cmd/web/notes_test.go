package main

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestNotesFile: notes are read again when they change, and bad ones leave the good
// ones in force.
func TestNotesFile(t *testing.T) {
	path := file(t, "00605,,Call again,retry_soon,Wang,2026-03-01\n")
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		notes, err := openNotes(path, slog.New(slog.NewTextHandler(&log, nil)), new(rereads))
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct{ content, text, logged string }{
			{"00605,,Call again,retry_soon,Wang,2026-03-01\n", "Call again", ""},
			{"00605,,Never again,no_retry,Li,2026-03-02\n", "Never again", "notes read again"},
			{"00605,,Broken,perhaps,Li,2026-03-03\n", "Never again", "is no action"},
		} {
			if err := os.WriteFile(path, []byte(step.content), 0o600); err != nil {
				t.Fatal(err)
			}
			time.Sleep(recheckNotes)
			note, _ := notes().Of("00605")
			if note.English != step.text || !strings.Contains(log.String(), step.logged) {
				t.Errorf("note %q, want %q; the log says %s", note.English, step.text, log.String())
			}
		}
	})
}

// TestNotesFileProblem: notes that cannot be used are a problem of the configuration.
func TestNotesFileProblem(t *testing.T) {
	_, err := parseConfig([]string{"-demo", "-notes-file=" + file(t, "00605,,x,perhaps\n")}, nil, io.Discard)
	if err == nil || !strings.HasPrefix(err.Error(), "-notes-file: line 1: 00605: ") {
		t.Errorf("error %v", err)
	}
}
