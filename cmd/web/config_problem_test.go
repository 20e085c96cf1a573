package main

import (
	"strings"
	"testing"
)

const (
	notDemo = "-demo: brings its own platform and cannot be combined with " +
		"-isales-url, -isales-ak, -isales-sk, -isales-sk-file or -isales-ca-file"
	notLoopback = " is not a loopback address, and without sign-in (-users-file or -oidc-issuer) " +
		"anyone on the network could read the call center"
	notBoolean = ` is neither true nor false`
)

// working is a configuration without problems.
var working = []string{"-isales-url=https://platform.example", "-isales-ak=ak", "-isales-sk=sk"}

func TestBadValues(t *testing.T) {
	tests := []struct{ flag, value, problem string }{
		{"addr", "", `"" is not host:port`},
		{"addr", "8080", `"8080" is not host:port`},
		{"addr", "127.0.0.1", `"127.0.0.1" is not host:port`},
		{"addr", "::1:8080", `"::1:8080" is not host:port`},
		{"addr", "127.0.0.1:", `"127.0.0.1:" has no port from 0 to 65535`},
		{"addr", "127.0.0.1:http", `"127.0.0.1:http" has no port from 0 to 65535`},
		{"addr", "127.0.0.1:65536", `"127.0.0.1:65536" has no port from 0 to 65535`},
		{"addr", "127.0.0.1:-1", `"127.0.0.1:-1" has no port from 0 to 65535`},
		{"isales-timeout", "", `"" is not a duration above 0s and up to 25s`},
		{"isales-timeout", "10", `"10" is not a duration above 0s and up to 25s`},
		{"isales-timeout", "0s", `"0s" is not a duration above 0s and up to 25s`},
		{"isales-timeout", "-1s", `"-1s" is not a duration above 0s and up to 25s`},
		{"isales-timeout", "26s", `"26s" is not a duration above 0s and up to 25s`},
		{"isales-max-concurrent", "", `"" is not a number from 1 to 1000`},
		{"isales-max-concurrent", "0", `"0" is not a number from 1 to 1000`},
		{"isales-max-concurrent", "-1", `"-1" is not a number from 1 to 1000`},
		{"isales-max-concurrent", "1001", `"1001" is not a number from 1 to 1000`},
		{"isales-max-concurrent", "ten", `"ten" is not a number from 1 to 1000`},
		{"cache-ttl", "", `"" is not a duration from 0s to 1h0m0s`},
		{"cache-ttl", "30", `"30" is not a duration from 0s to 1h0m0s`},
		{"cache-ttl", "-1ns", `"-1ns" is not a duration from 0s to 1h0m0s`},
		{"cache-ttl", "1h0m1s", `"1h0m1s" is not a duration from 0s to 1h0m0s`},
		{"cache-ttl", "forever", `"forever" is not a duration from 0s to 1h0m0s`},
		{"cache-stale", "-1s", `"-1s" is not a duration from 0s to 720h0m0s`},
		{"cache-stale", "721h", `"721h" is not a duration from 0s to 720h0m0s`},
		{"metrics-addr", "9090", `"9090" is not host:port`},
		{"isales-timestamp-millis", "", `""` + notBoolean},
		{"isales-timestamp-millis", "yes", `"yes"` + notBoolean},
		{"isales-empty-query-line", "2", `"2"` + notBoolean},
		{"isales-signed-headers", "", "empty: want content-type;host or host"},
		{"isales-signed-headers", "content-type", `signed headers "content-type" lack host`},
		{"isales-signed-headers", "host;host", `signed header "host" is named twice`},
		{"isales-signed-headers", "host;date", `signed header "date" is none of content-type, host, locale`},
		{"log-format", "xml", `"xml" is none of json, text, auto`},
		{"log-format", "", `"" is none of json, text, auto`},
		{"contact", "a\nb", `must be one line of at most 200 characters`},
		{"contact", strings.Repeat("x", 201), `must be one line of at most 200 characters`},
		{"log-level", "loud", `"loud" is none of debug, info, warn, error`},
		{"log-level", "INFO", `"INFO" is none of debug, info, warn, error`},
		{"log-level", "info+1", `"info+1" is none of debug, info, warn, error`},
	}
	for _, tt := range tests {
		wantBadValue(t, tt.flag+"="+tt.value, tt.flag, tt.value, tt.problem)
	}
}

// wantProblems runs the program, which is to exit with code 2 and to print
// these lines only.
func wantProblems(t *testing.T, environ, args []string, lines ...string) {
	t.Helper()
	code, stdout, stderr := runToEnd(t, environ, args...)
	if code != 2 || stdout != "" {
		t.Errorf("exit code %d, stdout %q, want 2 and nothing", code, stdout)
	}
	if want := strings.Join(lines, "\n") + "\n"; stderr != want {
		t.Errorf("run(%q) with %q says\n%swant\n%s", args, environ, stderr, want)
	}
}

func TestBadPlatform(t *testing.T) {
	tests := map[string]struct{ flag, value, problem string }{
		"scheme":    {"isales-url", "ftp://platform.example", `"ftp://platform.example" is not https://host:port`},
		"no scheme": {"isales-url", "platform.example:1", `"platform.example:1" is not https://host:port`},
		"no host":   {"isales-url", "https://", `"https://" has no host`},
		"port 0": {"isales-url", "https://platform.example:0",
			`"https://platform.example:0" has no port from 1 to 65535`},
		"port too high": {"isales-url", "https://platform.example:99999/gw",
			`"https://platform.example:99999/gw" has no port from 1 to 65535`},
		"query": {"isales-url", "https://platform.example/?a=b",
			`"https://platform.example/?a=b" must end with the path`},
		"password": {"isales-url", "https://user:hidden@platform.example", "must not hold a user name or password"},
		"no URL":   {"isales-url", "https://user:hidden@platform example", "not a URL"},
		"http far away": {"isales-url", "http://platform.example",
			`"http://platform.example" is not https: plain http is for loopback addresses only`},
		"access key": {"isales-ak", "a/k",
			"access key has a character that cannot be sent (only visible ASCII without / can)"},
	}
	for name, tt := range tests {
		wantBadValue(t, name, tt.flag, tt.value, tt.problem)
	}
}

func TestBadCombinations(t *testing.T) {
	missing := []string{"-isales-url: required (or -demo for sample data)", "-isales-ak: required",
		"-isales-sk-file: required (or -isales-sk)"}
	tests := map[string]struct{ args, environ, lines []string }{
		"nothing at all":   {nil, nil, missing},
		"no access key":    {[]string{working[0], working[2]}, nil, missing[1:2]},
		"no secret key":    {working[:2], nil, missing[2:]},
		"empty secret key": {append([]string{"-isales-sk="}, working[:2]...), nil, missing[2:]},
		"two secret keys": {append([]string{"-isales-sk-file=x"}, working...), nil,
			[]string{"-isales-sk, -isales-sk-file: only one of them can be given"}},
		"demo and URL":      {[]string{"-demo", working[0]}, nil, []string{notDemo}},
		"demo and keys":     {append([]string{"-demo"}, working[1:]...), nil, []string{notDemo}},
		"demo and key file": {[]string{"-demo", "-isales-sk-file=x"}, nil, []string{notDemo}},
		"unknown flag":      {[]string{"-nosuch"}, nil, []string{"flag provided but not defined: -nosuch"}},
		"flag of no value":  {[]string{"-addr"}, nil, []string{"flag needs an argument: -addr"}},
		"unknown command":   {[]string{"-demo", "start"}, nil, []string{`"start": no such command (web -h lists them)`}},
		"command mistyped":  {[]string{"chekc", "-demo"}, nil, []string{`"chekc": no such command (web -h lists them)`}},
		"all at once": {[]string{"-addr=x", "-log-level=loud"},
			[]string{"ISALES_WEB_ISALES_TIMEOUT=1h", "ISALES_WEB_LOG_LEVEL=ignored"}, append([]string{
				`-addr: "x" is not host:port`,
				`ISALES_WEB_ISALES_TIMEOUT: "1h" is not a duration above 0s and up to 25s`,
				`-log-level: "loud" is none of debug, info, warn, error`,
			}, missing...)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantProblems(t, tt.environ, tt.args, tt.lines...) })
	}
}
