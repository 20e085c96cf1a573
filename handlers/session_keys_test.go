package handlers

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// decodeLoosely decodes the base64 parts of a text.
func decodeLoosely(text []byte) []byte {
	var all []byte
	for part := range strings.SplitSeq(string(text), "|") {
		b, err := base64.URLEncoding.DecodeString(part)
		if err != nil {
			b = []byte(part)
		}
		all = append(append(all, b...), '|')
	}
	return all
}

// withKeys sets the secrets of the sessions.
func withKeys(keys ...string) option {
	return func(w *wiring) {
		w.config.SessionSecrets = nil
		for _, key := range keys {
			w.config.SessionSecrets = append(w.config.SessionSecrets, []byte(key))
		}
	}
}

// TestKeyRotation: the newest key writes, the older ones still read, and one
// that was taken out opens nothing.
func TestKeyRotation(t *testing.T) {
	older, newer := strings.Repeat("o", 32), strings.Repeat("n", 32)
	before, during, after := newTimed(t, withKeys(older)), newTimed(t, withKeys(newer, older)), newTimed(t, withKeys(newer))
	opens := func(c *guarded, b *browser) bool {
		b = b.copied()
		b.h = c
		return b.get("/codes").Code == 200
	}
	check := func(what string, b *browser, want ...bool) {
		t.Helper()
		if diff := cmp.Diff(want, []bool{opens(before, b), opens(during, b), opens(after, b), opens(newTimed(t), b)}); diff != "" {
			t.Errorf("%s, in consoles with the older key, both, the newer and another (-want +got)\n%s", what, diff)
		}
	}
	check("a cookie of the older key", newBrowser(t, before).signIn("alice"), true, true, false, false)
	check("a cookie of both", newBrowser(t, during).signIn("alice"), false, true, true, false)
	check("a cookie of the newer key", newBrowser(t, after).signIn("alice"), false, true, true, false)
	moved := newBrowser(t, before).signIn("alice")
	moved.h = during
	moved.get((resultQuery{40, 1}).path()) // is written again
	check("a cookie that was written again", moved, false, true, true, false)
}

// TestRandomKey: without a key two consoles do not know each other's sessions.
func TestRandomKey(t *testing.T) {
	if a, b := randomSecret(), randomSecret(); len(a) != 32 || string(a) == string(b) {
		t.Errorf("the secrets %x and %x", a, b)
	}
}

// TestReadSessionKeys reads key files.
func TestReadSessionKeys(t *testing.T) {
	a, b := strings.Repeat("a", 32), strings.Repeat("b", 40)
	tests := []struct {
		file string
		keys []string
		err  string
	}{
		{a, []string{a}, ""},
		{a + "\n", []string{a}, ""},
		{"\n" + a + "\r\n\n  " + b + "  \n\n", []string{a, b}, ""},
		{b + "\n" + a, []string{b, a}, ""},
		{strings.Repeat("k", 60_000), []string{strings.Repeat("k", 60_000)}, ""},
		{"", nil, "no key in it"},
		{"\n \n\t\r\n", nil, "no key in it"},
		{a + "\n" + a[1:] + "\n", nil, "line 2: a key of 31 bytes, want at least 32"},
		{"\n\nsecret-short\n", nil, "line 3: a key of 12 bytes, want at least 32"},
		{strings.Repeat("k", 70_000), nil, "bufio.Scanner: token too long"},
	}
	for _, test := range tests {
		secrets, err := ReadSessionKeys([]byte(test.file))
		var got []string
		for _, s := range secrets {
			got = append(got, string(s))
		}
		message := ""
		if err != nil {
			message = fmt.Sprint(err)
		}
		if diff := cmp.Diff([]any{test.keys, test.err}, []any{got, message}); diff != "" {
			t.Errorf("%.40q (-want +got)\n%s", test.file, diff)
		}
	}
	// The keys are not part of the file's buffer, which the caller may reuse.
	file := []byte(a + "\n" + b)
	secrets, err := ReadSessionKeys(file)
	clear(file)
	if err != nil || string(secrets[0]) != a || string(secrets[1]) != b {
		t.Errorf("after the buffer is used again: %q, %v", secrets, err)
	}
}
