package users

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/argon2"
)

const maxVDN = 9999

// openUsers opens a users file with a text.
func openUsers(t testing.TB, text string) (*File, string, *bytes.Buffer, error) {
	t.Helper()
	path, log := filepath.Join(t.TempDir(), "users"), new(bytes.Buffer)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := Open(path, maxVDN, slog.New(slog.NewJSONHandler(log, nil)))
	return file, path, log, err
}

// cheapHash is an argon2id hash at the lowest cost.
func cheapHash(password string) string {
	key := argon2.IDKey([]byte(password), []byte("saltsalt"), 1, 8, 1, 16)
	return fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version,
		base64.RawStdEncoding.EncodeToString([]byte("saltsalt")), base64.RawStdEncoding.EncodeToString(key))
}

// TestUsersFile reads every kind of line.
func TestUsersFile(t *testing.T) {
	long := strings.Repeat("𠀀", 64)
	text := "\ufeff# who may sign in\r\n\r\n" +
		"alice:" + bcryptOf(t, "$2y$", "one") + "\r\n" +
		"   \n\t\n#bob:not read\n" +
		"bob b.:" + bcryptOf(t, "$2b$", "two") + ":40,100-199\n" +
		"卡罗尔:" + bcryptOf(t, "$2a$", "three") + ":1-9999\r\n" +
		long + ":" + cheapHash("four") + ": 7 , 8 \n" +
		"Alice:" + cheapHash("five")
	users, _, log, err := openUsers(t, text)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{"alice": {"one", "all"}, "bob b.": {"two", "40,100-199"},
		"卡罗尔": {"three", "1-9999"}, long: {"four", "7,8"}, "Alice": {"five", "all"}}
	prints := map[string]bool{}
	for name, w := range want {
		u := users.Lookup(name)
		if u == nil || u.Name != name || u.VDNs.String() != w[1] || !u.hash.matches(w[0]) {
			t.Errorf("%q: %+v, want the VDNs %s", name, u, w[1])
			continue
		}
		prints[u.Fingerprint] = len(u.Fingerprint) == 16
	}
	for _, name := range []string{"", "#bob", "bob", "ALICE", "alice ", "\ufeff# who may sign in"} {
		if u := users.Lookup(name); u != nil {
			t.Errorf("%q is %s", name, u.Name)
		}
	}
	if len(users.set.Get().list) != 5 || len(prints) != 5 ||
		!strings.Contains(log.String(), `"users":["alice","bob b.","卡罗尔","`+long+`","Alice"]`) {
		t.Errorf("%d users, %d fingerprints, log %q", len(users.set.Get().list), len(prints), log)
	}
}

// TestUsersFileComplaints: one start names every line that is wrong, and no hash.
func TestUsersFileComplaints(t *testing.T) {
	hash := cheapHash("x")
	lines := []struct{ line, complaint string }{
		{"alice:" + hash, ""},
		{"", ""},
		{"# comment", ""},
		{"alice", "want name:hash or name:hash:VDNs, got 1 fields"},
		{"alice:" + hash + ":40:41", "want name:hash or name:hash:VDNs, got 4 fields"},
		{"alice:" + hash, `user "alice" is there twice`},
		{":" + hash, "the user name is empty"},
		{"  :" + hash, "the user name is empty"},
		{" alice\u00a0:" + hash, `user "alice" is there twice`},
		{"\u200bze\u0301:" + hash + " \t", ""},
		{"z\u00e9:" + hash, "user \"z\u00e9\" is there twice"},
		{strings.Repeat("b", 65) + ":" + hash, `user name "` + strings.Repeat("b", 65) +
			`" is longer than 64 characters or has a colon or an invisible character`},
		{"b\u200bob:" + hash, `user name "b\u200bob" is longer than 64 characters or has a colon or an invisible character`},
		{"b\tob:" + hash, `user name "b\tob" is longer than 64 characters or has a colon or an invisible character`},
		{"b\xffob:" + hash, `user name "b\xffob" is longer than 64 characters or has a colon or an invisible character`},
		{"bob:", `user "bob": unknown kind of password hash: want bcrypt ($2y$, $2b$) or argon2id; “web passwd NAME” makes one`},
		{"bob:SECRETHASH", `user "bob": unknown kind of password hash: want bcrypt ($2y$, $2b$) or argon2id; “web passwd NAME” makes one`},
		{"bob:$2y$10$SECRETHASH", `user "bob": broken bcrypt hash`},
		{"bob:$argon2id$v=19$m=8,t=1,p=1$SECRETHASH$SECRETHASH$x",
			`user "bob": broken argon2id hash: want $argon2id$v=19$m=…,t=…,p=…$salt$key`},
		{"bob:" + hash + ":", `user "bob": "" is neither a VDN ID from 1 to 9999 nor a range like 100-199`},
		{"bob:" + hash + ":40,x", `user "bob": "x" is neither a VDN ID from 1 to 9999 nor a range like 100-199`},
		{"carol:" + hash, ""},
	}
	var text, want strings.Builder
	const path = "PATH"
	for i, l := range lines {
		text.WriteString(l.line + "\n")
		if l.complaint != "" {
			fmt.Fprintf(&want, "%s: line %d: %s\n", path, i+1, l.complaint)
		}
	}
	_, file, _, err := openUsers(t, text.String())
	if err == nil {
		t.Fatal("no error")
	}
	got := strings.ReplaceAll(err.Error(), file, path) + "\n"
	if diff := cmp.Diff(want.String(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if strings.Contains(got, "SECRETHASH") || strings.Contains(got, hash[30:]) {
		t.Errorf("a hash in the error: %s", got)
	}
}

// TestNoUsers: a file without users is a mistake, and so is none.
func TestNoUsers(t *testing.T) {
	for _, text := range []string{"", "\n", "\ufeff", "# nobody\n\n"} {
		_, path, _, err := openUsers(t, text)
		if want := path + ": no user in it; “web passwd NAME” makes a line"; err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none")} {
		if users, err := Open(path, maxVDN, slog.New(slog.DiscardHandler)); err == nil ||
			!strings.Contains(err.Error(), path) || users != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestCheckName is what “web passwd” asks.
func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"a": true, "bob b.": true, "a#": true, "王": true, strings.Repeat("𠀀", 64): true, "a@b.example": true,
		`<"&'>`: true,
		"":      false, " ": false, "#a": false, "a:b": false, "a\n": false, "a\nb": false, "a\x00b": false,
		strings.Repeat("a", 65): false, "\u200b": false, "a\u202eb": false, "\xff": false,
	} {
		if err := CheckName(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// FuzzParseUser: a line is a usable user or an error, which never has the hash.
//
//	go test ./users -fuzz FuzzParseUser
func FuzzParseUser(f *testing.F) {
	for _, line := range []string{"alice:" + cheapHash("x"), "bob:" + cheapHash("x") + ":40,100-199",
		"a:" + bcryptOf(f, "$2y$", "x"), "a:$2y$10$SECRETHASH", "a:SECRETHASH:40",
		"a:$argon2id$v=19$m=99999999,t=1,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA", "a:b:c:SECRETHASH", "SECRETHASH",
		"::", "a:$argon2id$v=19$m=8,t=1,p=1$$", ":" + cheapHash("x"), "#a:" + cheapHash("x")} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		u, err := parseUser(line, maxVDN)
		fields := strings.Split(line, ":")
		if err != nil {
			// What a hash ends with is the secret; a name may well be shown.
			secret := ""
			if len(fields) > 1 {
				secret = fields[1][strings.LastIndexByte(fields[1], '$')+1:]
			}
			if u != nil || len(secret) >= 16 && !strings.Contains(fields[0], secret) && strings.Contains(err.Error(), secret) {
				t.Errorf("%q: user %v, error %v", line, u, err)
			}
			return
		}
		if CheckName(u.Name) != nil || u.Name != CleanName(fields[0]) || u.hash == nil ||
			len(u.Fingerprint) != 16 || strings.Contains(fields[1], u.Fingerprint) {
			t.Errorf("%q: not usable: %+v", line, u)
		}
		if len(fields) == 3 && (u.VDNs == nil) != (strings.TrimSpace(fields[2]) == "*") || len(fields) == 2 && u.VDNs != nil {
			t.Errorf("%q: limits %s", line, u.VDNs)
		}
		switch h := u.hash.(type) {
		case argonHash:
			if h.memory > maxArgonMemory || h.time > maxArgonTime || h.time < 1 || h.threads < 1 ||
				len(h.key) < 16 || len(h.salt) < 8 {
				t.Errorf("%q: cost %+v", line, h)
			}
		case bcryptHash:
			if len(h) != 60 {
				t.Errorf("%q: a hash of %d bytes", line, len(h))
			}
		}
	})
}
