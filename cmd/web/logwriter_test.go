package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// TestUnreadLog runs the program with a log in a pipe that nobody reads: pages are
// answered, records that were dropped are counted to the last, and SIGTERM ends it.
func TestUnreadLog(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "log")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	log, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-demo", "-addr=127.0.0.1:0", "-log-level=debug") // which has probes too
	command.Env, command.Stderr = []string{asProgram + "=1"}, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Process.Kill()
	lines := bufio.NewReader(log)
	url, client := loggedURL(t, lines), newClient(t)
	const pages = 2000 // more than the pipe and the queue hold
	ask := func(n int) {
		t.Helper()
		for range n {
			if status, _ := get(t, client, url+"/healthz"); status != http.StatusOK {
				t.Fatalf("status %d, want 200", status)
			}
		}
	}
	ask(pages)
	written, dropped := 0, 0
	for dropped == 0 {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var record struct {
			Msg     string
			Dropped int `json:"log_records"`
		}
		if err := json.Unmarshal(line, &record); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		dropped = record.Dropped
		if record.Msg == "request" {
			written++
		}
	}
	if written+dropped != pages || written < maxLogQueue/400 {
		t.Errorf("%d records in the log and %d dropped, want %d and many of them in the log", written, dropped, pages)
	}
	ask(500) // more than a pipe of 64 KiB holds
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// stalling is a writer whose reader reads, or does not, or is gone.
type stalling struct {
	text strings.Builder
	read chan struct{} // nil while the reader reads; closed when it reads again
	err  error
}

func (s *stalling) Write(b []byte) (int, error) {
	if s.read != nil {
		<-s.read
	}
	if s.err != nil {
		return 0, s.err
	}
	return s.text.Write(b)
}

// TestLogWriter: records of the audit are the last to be dropped, what was in the
// queue comes in order, and a failed write is a dropped record.
func TestLogWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reader := &stalling{}
		l := newLogWriter(reader)
		var told []logCount
		l.onDropped(func(n logCount) error { told = append(told, n); return nil })
		log := func(text string) { _, _ = l.Write([]byte(text)) }
		audit := func(text string) { _, _ = auditWriter{l}.Write([]byte(text)) }

		log("a")
		if got := reader.text.String(); got != "a" {
			t.Errorf("%q is written when Write returns, want a", got)
		}
		reader.read = make(chan struct{})
		log(strings.Repeat("b", maxLogQueue)) // waits until the reader has stalled
		log("dropped")
		audit("c")
		audit(strings.Repeat("d", maxAuditQueue-maxLogQueue-1))
		audit("dropped")
		if got, want := l.drops(), (logCount{1, 1}); got != want {
			t.Errorf("dropped while the reader stalls: %+v, want %+v", got, want)
		}
		close(reader.read)
		synctest.Wait()
		reader.err = errors.New("gone")
		log("dropped")
		log("dropped")
		reader.err = nil
		audit("e")
		l.close()
		want := "a" + strings.Repeat("b", maxLogQueue) + "c" + strings.Repeat("d", maxAuditQueue-maxLogQueue-1) + "e"
		if got := reader.text.String(); got != want {
			t.Errorf("%d bytes written, want %d: %.10q…", len(got), len(want), got)
		}
		if diff := cmp.Diff([]logCount{{1, 1}, {2, 0}}, told, cmp.AllowUnexported(logCount{})); diff != "" {
			t.Errorf("told of dropped records (-want +got)\n%s", diff)
		}
	})
}
