package handlers

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// audited are the audit records, without their time.
func (g *guarded) audited(t *testing.T) []map[string]any {
	t.Helper()
	records := g.audits.records(t)
	for _, r := range records {
		delete(r, "time")
	}
	return records
}

// trace is an audit record; names and values of what is special alternate.
func trace(action, user string, more ...any) map[string]any {
	r := map[string]any{"level": "INFO", "msg": "audit", "action": action, "user": user, "address": "192.0.2.1",
		"request_id": requestID}
	for i := 0; i < len(more); i += 2 {
		r[more[i].(string)] = more[i+1]
	}
	return r
}

// TestAudit compares the whole trace of a day.
func TestAudit(t *testing.T) {
	console := newGuarded(t)
	b := newBrowser(t, console)
	var want []map[string]any
	step := func(what string, do func(), records ...map[string]any) {
		t.Helper()
		do()
		want = append(want, records...)
		if diff := cmp.Diff(want, console.audited(t)); diff != "" {
			t.Fatalf("%s (-want +got)\n%s", what, diff)
		}
	}
	get := func(path string, header ...string) func() { return func() { b.get(path, header...) } }
	result := func(outcome string) map[string]any {
		return trace("look-up", "bob", "vdn_id", 40.0, "def_id", "1402245659", "outcome", outcome)
	}
	step("the form", get("/login"))
	step("signed out", get(examplePath))
	step("wrong password", func() { b.try("bob", "wrong", "/") }, trace("sign-in refused", "bob"))
	step("password as name", func() { b.try(passwordOf("bob"), "", "/") }, trace("sign-in refused", "unknown user"))
	step("broken form", func() { b.post("/login", "%zz") })
	step("sign-in", func() { b.signIn("bob") }, trace("sign-in", "bob"))
	step("pages", func() { b.get("/"); b.get("/codes"); b.get("/nowhere") })
	step("page", get(examplePath), result("ok"))
	records := console.log.records(t)
	if got := records[len(records)-1]["user"]; got != "bob" {
		t.Errorf("the record of the request names the user %v, want bob", got)
	}
	step("JSON", get(examplePath+".json"), result("ok"))
	step("CSV", get(examplePath+".csv"), result("ok"))
	step("HEAD", func() { b.do("HEAD", examplePath, "") }, result("ok"))
	step("redirect", get("/vdns/040/results/1402245659"))
	step("largest", get("/vdns/40/results/9223372036854775807"),
		trace("look-up", "bob", "vdn_id", 40.0, "def_id", "9223372036854775807", "outcome", "result_not_found"))
	step("platform refuses", get("/vdns/40/results/1003"), trace("look-up", "bob", "vdn_id", 40.0, "def_id", "1003",
		"outcome", "unauthorized"))
	step("compared", get("/vdns/40/compare?id=1402245659&id=6"),
		trace("look-up", "bob", "vdn_id", 40.0, "def_ids", []any{1402245659.0, 6.0}, "outcome", "result_not_found"))
	step("batch", get("/vdns/40/batch.json?id=1402245659&id=140&id=x"),
		trace("look-up", "bob", "vdn_id", 40.0, "def_ids", []any{1402245659.0, 140.0}, "outcome", "batch"))
	step("VDN refused", get("/vdns/41/results/1"), trace("look-up refused", "bob", "vdn_id", 41.0))
	step("VDN refused in JSON", get("/vdns/041/results/1.json"), trace("look-up refused", "bob", "vdn_id", 41.0))
	step("VDN refused in the codes", get("/codes?vdnId=41"), trace("look-up refused", "bob", "vdn_id", 41.0))
	step("VDN refused of a code", get("/codes/00008?vdnId=41"), trace("look-up refused", "bob", "vdn_id", 41.0))
	step("clearing", func() { b.post("/recent/clear", "") })
	step("from another site", func() { b.post("/logout", "", "Sec-Fetch-Site", "cross-site") })
	step("sign-out", func() { b.post("/logout", "") }, trace("sign-out", "bob"))
	step("once more", func() { b.post("/logout", "") })
	for range triesByUser {
		want = append(want, trace("sign-in refused", "bob"))
	}
	step("guesses", func() {
		for range triesByUser {
			b.try("bob", "guess", "/")
		}
	})
	step("throttled", func() { b.try("bob", passwordOf("bob"), "/") }, trace("sign-in throttled", "bob"))
}

// TestNoSecretsAnywhere signs in, fails, and reads everything that left: no
// password, hash or cookie is in a log, a page or a header other than its own.
func TestNoSecretsAnywhere(t *testing.T) {
	console := newGuarded(t)
	b := newBrowser(t, console)
	var seen strings.Builder
	secrets := []string{passwordOf("alice"), url.QueryEscape(passwordOf("alice")), "saltsalt", "c2FsdHNhbHRzYWx0",
		"$argon2id", "typed-secret",
		console.Users.Lookup("alice").Fingerprint, console.platform.SecretKey}
	keep := func() {
		if value := b.cookies["isales-session"]; value != "" {
			secrets = append(secrets, value)
			id := console.sessions.Load(b.request("/")).ID
			secrets = append(secrets, id)
		}
	}
	for _, step := range []func() *httptest.ResponseRecorder{
		func() *httptest.ResponseRecorder { return b.try("alice", "typed-secret", "/") },
		func() *httptest.ResponseRecorder { return b.try("alice", passwordOf("alice")+"typed-secret", "/") },
		func() *httptest.ResponseRecorder { return b.post("/login", "user=alice&password=typed-secret&x=%") },
		func() *httptest.ResponseRecorder { return b.post("/login", "user=alice&password=typed-secret;") },
		func() *httptest.ResponseRecorder {
			return b.post("/login", "password=typed-secret"+strings.Repeat("x", maxBody))
		},
		func() *httptest.ResponseRecorder {
			return b.post("/login", `{"password":"typed-secret"}`, "Content-Type", "application/json")
		},
		func() *httptest.ResponseRecorder { return b.try("alice", passwordOf("alice"), "/") },
		func() *httptest.ResponseRecorder { return b.get("/") },
		func() *httptest.ResponseRecorder { return b.get(examplePath) },
		func() *httptest.ResponseRecorder { return b.get("/vdns/40/results/1003") },
		func() *httptest.ResponseRecorder { return b.get("/nowhere") },
		func() *httptest.ResponseRecorder { return b.post("/recent/clear", "") },
		func() *httptest.ResponseRecorder { return b.post("/logout", "") },
	} {
		rec := step().Result()
		rec.Header.Del("Set-Cookie")
		var body strings.Builder
		if err := rec.Write(&body); err != nil {
			t.Fatal(err)
		}
		seen.WriteString(body.String())
		keep()
	}
	if len(secrets) < 16 {
		t.Fatalf("only %d secrets to look for", len(secrets))
	}
	for what, text := range map[string]string{"answers": seen.String(), "log": console.log.String(),
		"audit": console.audits.String()} {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in the %s", secret, what)
			}
		}
	}
}

// assetVary: an asset is the same for everybody but for its encoding; a page that
// says that there is none is kept by nobody.
var assetVary = []string{"Accept-Encoding"}
