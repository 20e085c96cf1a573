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
		if full["address"] == nil {
			full["address"] = "127.0.0.1"
		}
		if fmt.Sprint(record) != fmt.Sprint(map[string]any(full)) {
			t.Errorf("record %d: %v, want %v", i, record, full)
		}
	}
}

// TestAudit does all that is audited, and much that is not, at the level that
// logs least.
func TestAudit(t *testing.T) {
	c, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "40,100-199")}, "-log-level=error")
	b := newBrowser(t, c)
	said.mayNotSay("password typed as a name")
	said.mayNotSay("wrong password")
	b.get(t, "/login")
	b.get(t, "/")
	b.get(t, resultPath)
	b.get(t, "/healthz")
	b.do(t, http.MethodPost, "/login", nil, "Sec-Fetch-Site", "cross-site")
	var answers []answer
	note := func(a answer) { answers = append(answers, a) }
	// What was typed is shown to who typed it, so it is asked for as data.
	note(b.trySignIn(t, "password typed as a name", "wrong password", "Accept", "application/json"))
	note(b.trySignIn(t, "alice", "wrong password"))
	note(b.trySignIn(t, "", ""))
	note(b.signIn(t, "alice", "password of alice"))
	note(b.get(t, resultPath))
	note(b.get(t, "/vdns/40/results/1402245659.json"))
	note(b.get(t, "/vdns/40/results/9223372036854775807"))
	note(b.get(t, "/vdns/41/results/1402245659"))
	note(b.get(t, "/vdns/0042/results/1.csv"))
	b.get(t, "/lookup?vdnId=41&defId=1")
	b.get(t, "/lookup?vdnId=x&defId=1")
	b.get(t, "/codes")
	b.get(t, "/nothing-here")
	note(b.do(t, http.MethodPost, "/logout", nil))
	b.do(t, http.MethodPost, "/logout", nil)
	b.get(t, resultPath)
	c.stop(t)
	wantAudit(t, c, answers,
		audited{"action": "sign-in refused", "user": "unknown user"},
		audited{"action": "sign-in refused", "user": "alice"},
		audited{"action": "sign-in refused", "user": "unknown user"},
		audited{"action": "sign-in", "user": "alice"},
		audited{"action": "look-up", "user": "alice", "vdn_id": 40, "def_id": "1402245659", "outcome": "ok"},
		audited{"action": "look-up", "user": "alice", "vdn_id": 40, "def_id": "1402245659", "outcome": "ok"},
		audited{"action": "look-up", "user": "alice", "vdn_id": 40, "def_id": "9223372036854775807", "outcome": "result_not_found"},
		audited{"action": "look-up refused", "user": "alice", "vdn_id": 41},
		audited{"action": "look-up refused", "user": "alice", "vdn_id": 42},
		audited{"action": "sign-out", "user": "alice"},
	)
}

// TestAuditOfThrottled tries a user and a stranger until it is too much.
func TestAuditOfThrottled(t *testing.T) {
	c, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "")}, "-log-level=error")
	b := newBrowser(t, c)
	var answers []answer
	var want []audited
	for _, who := range []struct{ typed, user string }{{"alice", "alice"}, {"stranger", "unknown user"}} {
		for try := range 12 {
			a := b.trySignIn(t, who.typed, "wrong password")
			status, action := 401, "sign-in refused"
			if try >= 10 {
				status, action = 429, "sign-in throttled"
			}
			if retry := a.Header.Get("Retry-After"); a.StatusCode != status || (retry == "990") != (status == 429) {
				t.Errorf("%s, try %d: status %d, Retry-After %q, want %d", who.typed, try, a.StatusCode, retry, status)
			}
			answers = append(answers, a)
			want = append(want, audited{"action": action, "user": who.user})
		}
	}
	if a := b.trySignIn(t, "alice", "password of alice"); a.StatusCode != 429 {
		t.Errorf("the right password, too late: status %d, want 429", a.StatusCode)
	} else {
		answers, want = append(answers, a), append(want, audited{"action": "sign-in throttled", "user": "alice"})
	}
	c.stop(t)
	wantAudit(t, c, answers, want...)
}

// TestAuditAddress: where someone is is believed of trusted proxies only.
func TestAuditAddress(t *testing.T) {
	tests := map[string]struct {
		flags []string
		want  string
	}{
		"no proxy":          {nil, "127.0.0.1"},
		"another proxy":     {[]string{"-trusted-proxies=10.0.0.0/8"}, "127.0.0.1"},
		"trusted proxy":     {[]string{"-trusted-proxies=127.0.0.1/32"}, "198.51.100.7"},
		"two behind trust":  {[]string{"-trusted-proxies=127.0.0.1/32,198.51.100.0/24"}, "203.0.113.9"},
		"proxies of no one": {[]string{"-trusted-proxies="}, "127.0.0.1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := startWithUsers(t, []string{userLine(t, "alice", "password of alice", "")}, tt.flags...)
			a := newBrowser(t, c).trySignIn(t, "alice", "password of alice", "X-Forwarded-For", "203.0.113.9, 198.51.100.7")
			c.stop(t)
			wantAudit(t, c, []answer{a}, audited{"action": "sign-in", "user": "alice", "address": tt.want})
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
