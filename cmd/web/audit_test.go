package main

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
)

// audited are the fields of an audit record; time and request ID are left out,
// after a look at them.
type audited map[string]any

// wantAudit compares all audit records of a console.
func wantAudit(t *testing.T, c *console, answers []answer, want ...audited) {
	t.Helper()
	got := c.records(t, "audit")
	if len(got) != len(want) || len(answers) != len(want) {
		t.Fatalf("%d audit records for %d answers, want %d:\n%s", len(got), len(answers), len(want), c.stderr)
	}
	for i, record := range got {
		if id := answers[i].Header.Get("X-Request-Id"); id == "" || record["request_id"] != id {
			t.Errorf("record %d: request ID %v, the answer's is %q", i, record["request_id"], id)
		}
		if at, ok := record["time"].(string); !ok || len(at) < len("2026-01-02T15:04:05Z") {
			t.Errorf("record %d: time %v", i, record["time"])
		}
		delete(record, "time")
		delete(record, "request_id")
		full := maps.Clone(want[i])
		full["level"], full["msg"] = "INFO", "audit"
		if fmt.Sprint(record) != fmt.Sprint(map[string]any(full)) {
			t.Errorf("record %d: %v, want %v", i, record, full)
		}
	}
}

// TestAudit: the audit log stands in the log whatever the log's level is, and
// believes an address of trusted proxies only.
func TestAudit(t *testing.T) {
	tests := map[string]struct{ proxies, address string }{
		"no proxy":      {"", "127.0.0.1"},
		"another proxy": {"10.0.0.0/8", "127.0.0.1"},
		"trusted proxy": {"127.0.0.1/32", "198.51.100.7"},
		"two proxies":   {"127.0.0.1/32,198.51.100.0/24", "203.0.113.9"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			users := []string{userLine(t, "alice", "password of alice", "")}
			c, _ := startWithUsers(t, users, "-log-level=error", "-trusted-proxies="+tt.proxies)
			b := newBrowser(t, c)
			said.mayNotSay("wrong password")
			forwarded := []string{"X-Forwarded-For", "203.0.113.9, 198.51.100.7"}
			answers := []answer{
				b.trySignIn(t, "alice", "wrong password", forwarded...),
				b.trySignIn(t, "alice", "password of alice", forwarded...),
				b.get(t, resultPath, forwarded...),
				b.do(t, http.MethodPost, "/logout", nil, forwarded...),
			}
			c.stop(t)
			wantAudit(t, c, answers,
				audited{"action": "sign-in refused", "user": "alice", "address": tt.address},
				audited{"action": "sign-in", "user": "alice", "address": tt.address},
				audited{"action": "look-up", "user": "alice", "address": tt.address,
					"vdn_id": 40, "def_id": "1402245659", "outcome": "ok"},
				audited{"action": "sign-out", "user": "alice", "address": tt.address})
		})
	}
}

// TestAuditWithoutSignIn: a console for one machine knows no names, so that there
// is nothing to record.
func TestAuditWithoutSignIn(t *testing.T) {
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0", "-log-level=error")
	newBrowser(t, c).get(t, resultPath)
	c.stop(t)
	if strings.Contains(c.stderr.String(), "audit") {
		t.Errorf("the log has audit records:\n%s", c.stderr)
	}
}
