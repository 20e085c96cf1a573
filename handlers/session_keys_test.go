package handlers

import (
	"encoding/base64"
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
	before, during, after := newTimed(t, withKeys(older)), newTimed(t, withKeys(newer, older)),
		newTimed(t, withKeys(newer))
	opens := func(c *guarded, b *browser) bool {
		b = b.copied()
		b.h = c
		return b.get("/codes").Code == 200
	}
	check := func(what string, b *browser, want ...bool) {
		t.Helper()
		if diff := cmp.Diff(want, []bool{opens(before, b), opens(during, b), opens(after, b),
			opens(newTimed(t), b)}); diff != "" {
			t.Errorf("%s, in consoles with the older key, both, the newer and another (-want +got)\n%s", what, diff)
		}
	}
	check("a cookie of the older key", newBrowser(t, before).signIn("alice"), true, true, false, false)
	check("a cookie of both", newBrowser(t, during).signIn("alice"), false, true, true, false)
	check("a cookie of the newer key", newBrowser(t, after).signIn("alice"), false, true, true, false)
	moved := newBrowser(t, before).signIn("alice")
	moved.h = during
	moved.get((resultID{40, 1}).path()) // is written again
	check("a cookie that was written again", moved, false, true, true, false)
}
