package users

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// newTestToken makes a token with its line.
func newTestToken(t *testing.T, name, vdns string) (token, line string) {
	t.Helper()
	token, line, err := NewToken(name, vdns, maxVDN)
	if err != nil || !strings.HasPrefix(token, "isct_") || len(token) != 31 || strings.Contains(line, token) {
		t.Fatalf("token %q, line %q, error %v", token, line, err)
	}
	return token, line + "\n"
}

// TestTokensFile follows a tokens file through its changes: whom two tokens open what for, and what the log says.
func TestTokensFile(t *testing.T) {
	one, oneLine := newTestToken(t, "nightly", "40,100-199")
	two, twoLine := newTestToken(t, "王", "*")
	const nightly, all = "token:nightly 40,100-199", "token:王 all"
	lost := func(name, before string) string {
		return "WARN a token is gone from the tokens file: token:" + name + " " + before + " no VDN"
	}
	const half = "WARN the last line of the tokens file has no line end and is not taken: it may be half written:   "
	const broken = "ERROR the tokens file cannot be used; the last good one is kept:   "
	tests := map[string]struct {
		text string
		want []string // whom the tokens are for, then the log
	}{
		"both":             {oneLine + "# a comment\r\n\n" + twoLine, []string{nightly, all}},
		"one is taken out": {twoLine, []string{"none", all, lost("nightly", "40,100-199")}},
		"all are":          {"", []string{"none", "none", lost("nightly", "40,100-199"), lost("王", "all")}},
		"no line end": {twoLine + strings.TrimSpace(oneLine),
			[]string{"none", all, half, lost("nightly", "40,100-199")}},
		"half a line": {twoLine + oneLine[:30], []string{"none", all, half, lost("nightly", "40,100-199")}},
		"without a limit": {strings.Replace(oneLine, "40,100-199", "*", 1) + twoLine, []string{"token:nightly all", all,
			"WARN a token's limit is gone from the tokens file: token:nightly 40,100-199 all"}},
		"a broken line": {twoLine + "x\n", []string{nightly, all, broken}},
	}
	for name, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			path, log := filepath.Join(t.TempDir(), "tokens"), new(strings.Builder)
			write := func(text string) {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write(oneLine + twoLine)
			tokens, err := OpenTokens(path, maxVDN, slog.New(slog.NewJSONHandler(log, nil)))
			if err != nil || !tokens.Has("nightly") || tokens.Has("token:nightly") {
				t.Fatal(err)
			}
			write(tt.text)
			time.Sleep(recheck)
			var got []string
			for _, token := range []string{one, two} {
				who := "none"
				if u := tokens.Authenticate(token); u != nil {
					who = u.Name + " " + u.VDNs.String()
				}
				got = append(got, who)
			}
			for _, wrong := range []string{"", one + " ", one[:30], strings.ToLower(one), strings.Split(oneLine, ":")[2]} {
				if u := tokens.Authenticate(wrong); u != nil {
					t.Errorf("%s: %q opens the console for %s", name, wrong, u.Name)
				}
			}
			for line := range strings.Lines(log.String()) {
				var r struct{ Level, Msg, Token, Before, After string }
				if err := json.Unmarshal([]byte(line), &r); err != nil {
					t.Fatal(err)
				}
				if r.Level != "INFO" {
					got = append(got, r.Level+" "+r.Msg+": "+r.Token+" "+r.Before+" "+r.After)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
			}
		})
	}
}

// TestTokenProblems: what is wrong with a line is said without quoting what may be secret.
func TestTokenProblems(t *testing.T) {
	sum := strings.Repeat("ab", 32)
	const noVDN = " is neither a VDN ID from 1 to 9999 nor a range like 100-199"
	const hash = "want sha256 and its 64 hex digits; “web token NAME” makes a line"
	tests := map[string]string{
		"a:sha256:" + sum + ":40":                                   "",
		" a\u200b : sha256 : " + sum + " : 40 ":                     "",
		"a:sha256:" + sum:                                           "line 1: want name:sha256:hex:VDNs, got 3 fields",
		"a:sha256:" + sum + ":40:41":                                "line 1: want name:sha256:hex:VDNs, got 5 fields",
		":sha256:" + sum + ":*":                                     "line 1: the user name is empty",
		"a:sha512:" + sum + ":*":                                    `line 1: token "a": ` + hash,
		"a:sha256:" + sum[2:] + ":*":                                `line 1: token "a": ` + hash,
		"a:sha256:" + sum + "x:*":                                   `line 1: token "a": ` + hash,
		"a:sha256:isct_SECRET:*":                                    `line 1: token "a": ` + hash,
		"a:sha256:" + sum + ":":                                     `line 1: token "a": ""` + noVDN,
		"a:sha256:" + sum + ":0":                                    `line 1: token "a": "0"` + noVDN,
		"a:sha256:" + sum + ":1\na:sha256:" + "00" + sum[2:] + ":*": `line 2: token "token:a" is there twice`,
	}
	for text, want := range tests {
		path := filepath.Join(t.TempDir(), "tokens")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		tokens, err := OpenTokens(path, maxVDN, slog.New(slog.DiscardHandler))
		got := ""
		if err != nil {
			got = strings.TrimPrefix(err.Error(), path+": ")
		}
		if got != want || (tokens == nil) != (want != "") {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, bad := range [][2]string{{"", "*"}, {"a:b", "*"}, {"a", ""}, {"a", "10000"}, {"a", "*:*"}} {
		if token, line, err := NewToken(bad[0], bad[1], maxVDN); err == nil || token+line != "" {
			t.Errorf("NewToken%q: %q, %q", bad, token, line)
		}
	}
}
