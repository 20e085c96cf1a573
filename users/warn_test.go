package users

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestLosses: what a change of the file takes away is said, and half a line allows
// nothing.
func TestLosses(t *testing.T) {
	hash := HashPassword("battery staple")
	alice, bob := "alice:"+hash+":40\n", "bob:"+hash+":1-9,40\n"
	tests := map[string]struct {
		text string
		want []string // level, message, user, before, after
		bob  string   // the VDNs that bob may see
	}{
		"nothing": {alice + bob, nil, "1-9,40"},
		"a user":  {alice, []string{"WARN a user is gone from the users file: bob 1-9,40 no VDN"}, "gone"},
		"a limit": {alice + "bob:" + hash + "\n",
			[]string{"WARN a user's limit is gone from the users file: bob 1-9,40 all"}, "all"},
		"a limit, in words": {alice + "bob:" + hash + ":*\n",
			[]string{"WARN a user's limit is gone from the users file: bob 1-9,40 all"}, "all"},
		"the end of a limit": {alice + "bob:" + hash + ":1-9",
			[]string{unfinished, "WARN a user is gone from the users file: bob 1-9,40 no VDN"}, "gone"},
		"the limit's line": {alice + "bob:" + hash, []string{unfinished,
			"WARN a user is gone from the users file: bob 1-9,40 no VDN"}, "gone"},
		"the end of a hash": {alice + "bob:" + hash[:40], []string{unfinished,
			"WARN a user is gone from the users file: bob 1-9,40 no VDN"}, "gone"},
		"all but the start": {"ali",
			[]string{"ERROR the users file cannot be used; the last good one is kept:   "}, "1-9,40"},
		"another limit": {alice + "bob:" + hash + ":41\n", nil, "41"},
		"a weak hash": {alice + bob + "carol:" + cheapHash("x") + "\n", []string{
			"WARN password hashes in the users file are weak: make new ones with “web passwd”:   "}, "1-9,40"},
	}
	for name, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			// At the start a last line without a line end is taken.
			file, path, log, err := openUsers(t, alice+strings.TrimSpace(bob))
			if err != nil || log.String() != "" || file.Lookup("bob") == nil {
				t.Fatal(err, log)
			}
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			time.Sleep(recheck)
			vdns := "gone"
			if u := file.Lookup("bob"); u != nil {
				vdns = u.VDNs.String()
			}
			var got []string
			for line := range strings.Lines(log.String()) {
				var r struct{ Level, Msg, User, Before, After string }
				if err := json.Unmarshal([]byte(line), &r); err != nil {
					t.Fatal(err)
				}
				if r.Level != "INFO" {
					got = append(got, r.Level+" "+r.Msg+": "+r.User+" "+r.Before+" "+r.After)
				}
			}
			if diff := cmp.Diff(append(tt.want[:len(tt.want):len(tt.want)], tt.bob), append(got, vdns)); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
			}
		})
	}
}

const unfinished = "WARN the last line of the users file has no line end and is not taken: it may be half written:   "
