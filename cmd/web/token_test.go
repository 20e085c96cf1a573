package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// runToken runs the sub-command. What it prints is the one place where a token and its hash may be; all else is
// searched for the token.
func runToken(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	code = run(t.Context(), append([]string{"token"}, args...), nil, nothing(), &out, &problems)
	if secret := strings.TrimSpace(out.String()); strings.HasPrefix(secret, "isct_") {
		said.mayNotSay(secret)
	}
	return code, out.String(), problems.String()
}

var (
	tokenText = regexp.MustCompile(`\Aisct_[A-Z2-7]{26}\n\z`)
	tokenLine = regexp.MustCompile(`\Anightly:sha256:[0-9a-f]{64}:40\n\z`)
)

// TestTokenCommand reads data with the tokens that are made, one of them appended to the file.
func TestTokenCommand(t *testing.T) {
	tokens := filepath.Join(t.TempDir(), "tokens")
	code, first, line := runToken(t, " nightly\u200b", "-vdns", "40")
	if code != 0 || !tokenText.MatchString(first) || !tokenLine.MatchString(line) {
		t.Fatalf("exit code %d, stdout %q, stderr %q", code, first, line)
	}
	if err := os.WriteFile(tokens, []byte(strings.TrimSpace(line)), 0o600); err != nil { // as editors leave a file
		t.Fatal(err)
	}
	code, second, stderr := runToken(t, "-file="+tokens, "weekly")
	if code != 0 || !tokenText.MatchString(second) || stderr != "" {
		t.Fatalf("exit code %d, stdout %q, stderr %q", code, second, stderr)
	}
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0", "-tokens-file="+tokens,
		"-users-file="+file(t, userLine(t, "alice", "password of alice", "")))
	status := func(token, path string) int {
		r, err := http.NewRequest(http.MethodGet, c.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	for path, want := range map[string][3]int{
		"/vdns/40/results/1402245659": {200, 200, 401},
		"/vdns/42/results.csv":        {403, 200, 401},
		"/":                           {403, 403, 401},
	} {
		if got := [3]int{status(first, path), status(second, path), status("isct_none", path)}; got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	c.stop(t)
}

// TestTokenProblems lists what the sub-command refuses.
func TestTokenProblems(t *testing.T) {
	_, _, line := runToken(t, "nightly")
	has, broken := file(t, line), file(t, "nightly\n")
	const usage = "token: want one name: web token NAME\n"
	tests := map[string]struct {
		args []string
		code int
		want string
	}{
		"no name":   {nil, 2, usage},
		"two names": {[]string{"a", "-vdns=40", "b"}, 2, usage},
		"a flag":    {[]string{"a", "-x"}, 2, "token: flag provided but not defined: -x\n"},
		"a colon":   {[]string{"a:b"}, 2, "token: user name \"a:b\"" + badName + "\n"},
		"blank":     {[]string{" "}, 2, "token: the user name is empty\n"},
		"no VDNs": {[]string{"a", "-vdns="}, 2, "token: token \"a\": \"\" is neither a VDN ID " +
			"from 1 to 9999 nor a range like 100-199\n"},
		"a name twice": {[]string{"nightly", "-file", has}, 1,
			"web: token: " + has + " has a token \"nightly\" already: take its line out first\n"},
		"a broken file": {[]string{"a", "-file", broken}, 1,
			"web: " + broken + ": line 1: want name:sha256:hex:VDNs, got 1 fields\n"},
	}
	for name, tt := range tests {
		if code, stdout, stderr := runToken(t, tt.args...); code != tt.code || stdout != "" || stderr != tt.want {
			t.Errorf("%s: exit code %d, stdout %q, stderr %q, want %d and %q", name, code, stdout, stderr, tt.code, tt.want)
		}
	}
	if code, stdout, _ := runToken(t, "-h"); code != 0 || stdout != tokenUsage {
		t.Errorf("-h: exit code %d, %q", code, stdout)
	}
	// Tokens beside no sign-in would open what is open.
	wantProblems(t, nil, []string{"-demo", "-tokens-file=" + has},
		"-tokens-file: without sign-in (-users-file or -oidc-issuer) the console is open, and a token opens nothing more")
	people := file(t, userLine(t, "alice", "password of alice", ""))
	wantProblems(t, nil, []string{"-demo", "-tokens-file=" + broken, "-users-file=" + people},
		"-tokens-file: "+broken+": line 1: want name:sha256:hex:VDNs, got 1 fields")
}
