package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	tooShort = "web: passwd: the password has fewer than 12 characters\n"
	badName  = ` is longer than 64 characters or has a colon or an invisible character`
)

// runPasswd runs the sub-command. What it prints is the one place where a hash
// may be; all else is searched for secrets.
func runPasswd(t *testing.T, stdin io.Reader, args ...string) (code int, line, stderr string) {
	t.Helper()
	var stdout bytes.Buffer
	problems := newOutput()
	code = run(t.Context(), append([]string{"passwd"}, args...), nil, stdin, &stdout, problems)
	return code, stdout.String(), problems.String()
}

var argonLine = regexp.MustCompile(`\Aalice:\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}\n\z`)

// TestPasswd signs in with each line that is printed.
func TestPasswd(t *testing.T) {
	tests := map[string]struct{ typed, password string }{
		"newline":              {"battery staple\n", "battery staple"},
		"no newline":           {"battery staple", "battery staple"},
		"newline of Windows":   {"battery staple\r\n", "battery staple"},
		"first line only":      {"battery staple\nsecond line\n", "battery staple"},
		"spaces are its own":   {"  battery staple  \n", "  battery staple  "},
		"of another language":  {"春眠不觉晓处处闻啼鸟夜来\n", "春眠不觉晓处处闻啼鸟夜来"},
		"decomposed":           {"cafe\u0301 au lait, ole\u0301\n", "caf\u00e9 au lait, ol\u00e9"},
		"longer than bcrypt's": {strings.Repeat("battery", 20), strings.Repeat("battery", 20)},
	}
	var lines strings.Builder
	passwords := map[string]string{} // by user
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			said.mayNotSay(tt.password)
			code, line, stderr := runPasswd(t, strings.NewReader(tt.typed), " alice\u200b")
			if code != 0 || stderr != "" || !argonLine.MatchString(line) {
				t.Fatalf("exit code %d, stdout %q, stderr %q, want 0 and a line like %s", code, line, stderr, argonLine)
			}
			user := fmt.Sprint("user", len(passwords))
			passwords[user] = tt.password
			lines.WriteString(user + strings.TrimPrefix(line, "alice"))
		})
	}
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0", "-users-file="+file(t, lines.String()))
	for user, password := range passwords {
		b := newBrowser(t, c)
		if a := b.trySignIn(t, user, password+"."); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("another password: status %d, want 401", a.StatusCode)
		}
		b.signIn(t, user, password)
	}
	c.stop(t)
}

func TestPasswdProblems(t *testing.T) {
	const usage = "passwd: want one user name: web passwd NAME\n"
	longest := strings.Repeat("n", 65)
	tests := map[string]struct {
		args   []string
		stdin  io.Reader
		code   int
		stderr string
	}{
		"no name":    {nil, nothing(), 2, usage},
		"two names":  {[]string{"alice", "bob"}, nothing(), 2, usage},
		"empty name": {[]string{""}, nothing(), 2, "passwd: the user name is empty\n"},
		"blank name": {[]string{" \t"}, nothing(), 2, "passwd: the user name is empty\n"},
		"short":      {[]string{"alice"}, strings.NewReader("battery-stp\n"), 1, tooShort},
		"many bytes": {[]string{"alice"}, strings.NewReader("密码密码密码密码密码密\n"), 1, tooShort},
		"easy to guess": {[]string{"alice"}, strings.NewReader("Password2026\n"), 1,
			"web: passwd: the password is easy to guess: " +
				"it is made of common words, of digits, of the user name, or of very few characters\n"},
		"comment": {[]string{"#alice"}, nothing(), 2,
			"passwd: user name \"#alice\" begins or ends with a space, or begins with #\n"},
		"colon":          {[]string{"al:ice"}, nothing(), 2, "passwd: user name \"al:ice\"" + badName + "\n"},
		"newline":        {[]string{"al\nice"}, nothing(), 2, `passwd: user name "al\nice"` + badName + "\n"},
		"not UTF-8":      {[]string{"al\xffice"}, nothing(), 2, `passwd: user name "al\xffice"` + badName + "\n"},
		"too long":       {[]string{longest}, nothing(), 2, `passwd: user name "` + longest + `"` + badName + "\n"},
		"empty password": {[]string{"alice"}, strings.NewReader("\n"), 1, "web: passwd: the password is empty\n"},
		"nothing at all": {[]string{"alice"}, nothing(), 1, "web: passwd: the password is empty\n"},
		"broken pipe":    {[]string{"alice"}, iotest.ErrReader(errors.New("pipe broke")), 1, "web: pipe broke\n"},
		"name comes 1st": {[]string{"al:ice"}, iotest.ErrReader(errors.New("read")), 2,
			"passwd: user name \"al:ice\"" + badName + "\n"},
		"Windows newline": {[]string{"alice"}, strings.NewReader("\r\n"), 1, "web: passwd: the password is empty\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := runPasswd(t, tt.stdin, tt.args...)
			if code != tt.code || stdout != "" || stderr != tt.stderr {
				t.Errorf("exit code %d, stdout %q, stderr %q, want %d, nothing and %q", code, stdout, stderr, tt.code, tt.stderr)
			}
		})
	}
}

// TestPasswdReadsFiles: a file that is no terminal, which is what a pipe is to
// the program.
func TestPasswdReadsFiles(t *testing.T) {
	said.mayNotSay("battery staple")
	stdin, err := os.Open(file(t, "battery staple\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if code, line, stderr := runPasswd(t, stdin, "alice"); code != 0 || stderr != "" || !argonLine.MatchString(line) {
		t.Errorf("exit code %d, stdout %q, stderr %q, want 0, a line and nothing", code, line, stderr)
	}
}
