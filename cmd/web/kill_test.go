package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestLogSurvivesKill: what was answered is in the log, and in the audit log,
// however the process ends.
func TestLogSurvivesKill(t *testing.T) {
	url, command, stderr := asProcess(t, nil, "-demo",
		"-users-file="+file(t, userLine(t, "alice", "password of alice", "")))
	b := newBrowser(t, &console{url: url})
	b.signIn(t, "alice", "password of alice")
	a := b.get(t, resultPath)
	b.get(t, "/healthz") // on the same connection, so that all of the request before is done
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // killed, which is an error
	if a.StatusCode != http.StatusOK {
		t.Errorf("status %d, want 200", a.StatusCode)
	}
	found := map[any]int{}
	for decoder := json.NewDecoder(strings.NewReader(stderr.String())); ; {
		var record map[string]any
		if err := decoder.Decode(&record); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if record["request_id"] == a.Header.Get("X-Request-Id") {
			found[record["msg"]]++
		}
	}
	if len(found) != 2 || found["request"] != 1 || found["audit"] != 1 {
		t.Errorf("records of the last request: %v, want one of the request and one of the audit", found)
	}
}
