package session

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRandomKey: without a key two consoles do not know each other's sessions.
func TestRandomKey(t *testing.T) {
	if a, b := RandomKey(), RandomKey(); len(a) != 32 || string(a) == string(b) {
		t.Errorf("the secrets %x and %x", a, b)
	}
}

// TestReadKeys reads key files.
func TestReadKeys(t *testing.T) {
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
		secrets, err := ReadKeys([]byte(test.file))
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
	secrets, err := ReadKeys(file)
	clear(file)
	if err != nil || string(secrets[0]) != a || string(secrets[1]) != b {
		t.Errorf("after the buffer is used again: %q, %v", secrets, err)
	}
}
