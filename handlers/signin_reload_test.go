package handlers

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lines are the log records about the users file, in short.
func (g *guarded) userLog(t *testing.T) (lines []string) {
	t.Helper()
	for _, r := range g.log.records(t)[1:] { // the first is about the cheap hashes of the tests
		if message := text(r["msg"]); message != "request" {
			lines = append(lines,
				strings.ReplaceAll(fmt.Sprintf("%s %s %s %v%v", r["level"], message, r["file"], r["users"],
					r["error"]), g.file, "FILE"))
		}
	}
	return lines
}

const (
	readAgain = "INFO users file read again FILE "
	cannot    = "ERROR the users file cannot be used; the last good one is kept FILE <nil>"
	weakHash  = "WARN password hashes in the users file are weak: make new ones with “web passwd” %!s(<nil>) "
	nobody    = "303 /login?next=%2Fcodes"
)

// TestReload follows a users file through everything that happens to one.
func TestReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		alice, bob := newBrowser(t, g).signIn("alice"), newBrowser(t, g).signIn("bob")
		n := 0
		step := func(what string, change func(), wantAlice, wantBob string, log ...string) {
			t.Helper()
			before := len(g.userLog(t))
			change()
			for range 3 { // seconds, so that a record for each look would be seen
				time.Sleep(time.Second)
				if got := []string{outcome(alice.get("/codes")), outcome(bob.get("/codes"))}; got[0] != wantAlice ||
					got[1] != wantBob {
					t.Errorf("%s: alice and bob get %q", what, got)
				}
			}
			if diff := cmp.Diff(log, g.userLog(t)[before:]); diff != "" {
				t.Errorf("%s: the log (-want +got)\n%s", what, diff)
			}
		}
		write := func(lines ...string) func() {
			return func() {
				n++ // a size of its own: the clock of the file system is coarse
				g.writeUsers(t, append(lines, "#"+strings.Repeat("x", n))...)
			}
		}
		broken := cannot + "FILE: line 2: want name:hash or name:hash:VDNs, got 1 fields"
		step("nothing", func() {}, "200", "200")
		step("rewritten", write(staff...), "200", "200", readAgain+"2<nil>")
		step("broken", write(staff[0], "bob"), "200", "200", broken)
		step("broken otherwise", write(staff[0], "bob:x:y:z"), "200", "200",
			cannot+"FILE: line 2: want name:hash or name:hash:VDNs, got 4 fields")
		step("empty", func() { g.writeUsers(t) }, "200", "200",
			cannot+"FILE: no user in it; “web passwd NAME” makes a line")
		step("good again", write(staff...), "200", "200", readAgain+"2<nil>")
		step("removed", func() {
			if err := os.Remove(g.file); err != nil {
				t.Fatal(err)
			}
		}, "200", "200", cannot+"stat FILE: no such file or directory")
		step("re-created without bob", write(staff[0]), "200", nobody, readAgain+"1<nil>",
			"WARN a user is gone from the users file %!s(<nil>) <nil><nil>")
		step("a directory", func() {
			if err := os.Remove(g.file); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(g.file, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "200", nobody, cannot+"read FILE: is a directory")
		if err := os.Remove(g.file); err != nil {
			t.Fatal(err)
		}
		step("bob is back", write(staff...), "200", "200", readAgain+"2<nil>", weakHash+"[bob]<nil>")
		step("alice has another password", write("alice:"+cheapHash("another"), staff[1]), nobody, "200",
			readAgain+"2<nil>", weakHash+"[alice]<nil>")
		if rec := alice.try("alice", passwordOf("alice"), "/codes"); rec.Code != 401 {
			t.Errorf("the former password: status %d", rec.Code)
		}
		if rec := alice.try("alice", "another", "/codes"); rec.Code != 303 || alice.get("/codes").Code != 200 {
			t.Errorf("the new password: status %d", rec.Code)
		}
		step("bob has other VDNs", write("alice:"+cheapHash("another"), userLine("bob", "7")), "200", "200",
			readAgain+"2<nil>")
		for path, want := range map[string]int{"/vdns/40/results/1": 403, "/vdns/7/results/1": 200} {
			if rec := bob.get(path); rec.Code != want {
				t.Errorf("%s: status %d, want %d", path, rec.Code, want)
			}
		}
		if containsAny(g.log.String(), "$argon2id", "saltsalt", "c2FsdHNhbHRzYWx0") {
			t.Errorf("a hash in the log:\n%s", g.log)
		}
	})
}
