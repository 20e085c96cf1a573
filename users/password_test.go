package users

import (
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// bcryptOf makes a bcrypt hash with another prefix than $2a$.
func bcryptOf(t testing.TB, prefix, password string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return prefix + string(hash[len("$2a$"):])
}

// TestPasswords compares passwords with hashes of each kind.
func TestPasswords(t *testing.T) {
	long := strings.Repeat("x", 72)
	kinds := map[string]func(password string) string{
		"$2a$":  func(p string) string { return bcryptOf(t, "$2a$", p) },
		"$2b$":  func(p string) string { return bcryptOf(t, "$2b$", p) },
		"$2y$":  func(p string) string { return bcryptOf(t, "$2y$", p) },
		"argon": cheapHash,
	}
	for kind, hashed := range kinds {
		for _, right := range []string{"密码:#", long} {
			hash, err := parseHash(hashed(right))
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			if !hash.matches(right) {
				t.Errorf("%s: %.20q does not match", kind, right)
			}
			for _, wrong := range []string{"", right + "\x00", right[1:]} {
				if hash.matches(wrong) {
					t.Errorf("%s: %.20q matches %.20q", kind, wrong, right)
				}
			}
		}
	}
	// bcrypt would take every password with the same first 72 bytes.
	hash, err := parseHash(bcryptOf(t, "$2y$", long))
	if err != nil || hash.matches(long+"y") || !hash.matches(long) {
		t.Errorf("bcrypt: a password of 73 bytes matches one of 72 (%v)", err)
	}
}

// TestHashPassword makes hashes that the users file takes, another one each time.
func TestHashPassword(t *testing.T) {
	const password = "correct horse battery staple"
	first, second := HashPassword(password), HashPassword(password)
	if first == second || !strings.HasPrefix(first, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hashes %s and %s", first, second)
	}
	hash, err := parseHash(first)
	if err != nil || !hash.matches(password) || hash.matches(password+" ") {
		t.Errorf("the hash does not do: %v", err)
	}
}

// TestParseHash refuses what is broken or costs too much.
func TestParseHash(t *testing.T) {
	b64 := base64.RawStdEncoding.EncodeToString
	salt, key := b64(make([]byte, 8)), b64(make([]byte, 16))
	argon := func(version, params, salt, key string) string {
		return "$argon2id$" + version + "$" + params + "$" + salt + "$" + key
	}
	const (
		unknown = "unknown kind of password hash: want bcrypt ($2y$, $2b$) or argon2id; “web passwd NAME” makes one"
		broken  = "broken argon2id parameters: want m=…,t=…,p=…"
		outside = "argon2id parameters are outside m=8..262144,t=1..16,p=1..255"
		shape   = "broken argon2id hash: want $argon2id$v=19$m=…,t=…,p=…$salt$key"
	)
	tests := map[string]string{
		bcryptOf(t, "$2y$", "x"):                                  "",
		bcryptOf(t, "$2y$", "x") + " ":                            "broken bcrypt hash",
		bcryptOf(t, "$2y$", "x")[:59]:                             "broken bcrypt hash",
		bcryptOf(t, "$2x$", "x"):                                  unknown,
		"$2y$15$" + strings.Repeat("a", 53):                       "",
		"$2y$16$" + strings.Repeat("a", 53):                       "bcrypt cost 16 is above 15",
		"$2y$31$" + strings.Repeat("a", 53):                       "bcrypt cost 31 is above 15",
		"$2y$03$" + strings.Repeat("a", 53):                       "broken bcrypt hash",
		"$2y$32$" + strings.Repeat("a", 53):                       "broken bcrypt hash",
		"$2y$xx$" + strings.Repeat("a", 53):                       "broken bcrypt hash",
		"":                                                        unknown,
		"secret":                                                  unknown,
		"{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=":                       unknown,
		"$apr1$x$y":                                               unknown,
		"$argon2i$v=19$m=8,t=1,p=1$" + salt + "$" + key:           unknown,
		argon("v=19", "m=8,t=1,p=1", salt, key):                   "",
		argon("v=19", "m=262144,t=16,p=255", salt, key):           "",
		argon("v=16", "m=8,t=1,p=1", salt, key):                   shape,
		argon("v=19", "m=8,t=1,p=1", salt, key+"$"):               shape,
		"$argon2id$":                                              shape,
		argon("v=19", "m=7,t=1,p=1", salt, key):                   outside,
		argon("v=19", "m=15,t=1,p=2", salt, key):                  outside,
		argon("v=19", "m=262145,t=1,p=1", salt, key):              outside,
		argon("v=19", "m=4294967295,t=1,p=1", salt, key):          outside,
		argon("v=19", "m=8,t=0,p=1", salt, key):                   outside,
		argon("v=19", "m=8,t=17,p=1", salt, key):                  outside,
		argon("v=19", "m=8,t=1,p=0", salt, key):                   outside,
		argon("v=19", "m=8,t=1,p=256", salt, key):                 broken,
		argon("v=19", "m=4294967304,t=1,p=1", salt, key):          broken,
		argon("v=19", "m=08,t=1,p=1", salt, key):                  broken,
		argon("v=19", "m=-8,t=1,p=1", salt, key):                  broken,
		argon("v=19", "m=8,t=1,p=1,x=1", salt, key):               broken,
		argon("v=19", "t=1,m=8,p=1", salt, key):                   broken,
		argon("v=19", "m=8,t=1,p=1", b64(make([]byte, 7)), key):   "broken argon2id salt",
		argon("v=19", "m=8,t=1,p=1", "%%%", key):                  "broken argon2id salt",
		argon("v=19", "m=8,t=1,p=1", salt, b64(make([]byte, 15))): "broken argon2id key",
		argon("v=19", "m=8,t=1,p=1", salt, b64(make([]byte, 65))): "broken argon2id key",
		argon("v=19", "m=8,t=1,p=1", salt, key+"="):               "broken argon2id key",
	}
	for text, want := range tests {
		hash, err := parseHash(text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want || (hash == nil) != (want != "") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
