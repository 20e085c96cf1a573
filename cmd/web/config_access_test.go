package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	notOrigin   = " is not https://host or http://host, without a path"
	notCIDR     = " is not a CIDR like 10.0.0.0/8 or 192.0.2.1/32"
	notLifetime = " is not a duration from 1m to 9600h0m0s"
	notDemoNet  = "-demo: is for loopback addresses only"
	onlyOne     = "-tls-cert-file, -tls-key-file: only one of them is given; both or none"
)

func TestBadAccessValues(t *testing.T) {
	tests := []struct{ flag, value, problem string }{
		{"public-url", "console.example", `"console.example"` + notOrigin},
		{"public-url", "console.example:8080", `"console.example:8080"` + notOrigin},
		{"public-url", "//console.example", `"//console.example"` + notOrigin},
		{"public-url", "https://", `"https://"` + notOrigin},
		{"public-url", "ftp://console.example", `"ftp://console.example"` + notOrigin},
		{"public-url", "https://console.example/isales", `"https://console.example/isales"` + notOrigin},
		{"public-url", "https://console.example?a=b", `"https://console.example?a=b"` + notOrigin},
		{"public-url", "https://console.example#a", `"https://console.example#a"` + notOrigin},
		{"public-url", "https://me@console.example", "must not hold a user name or password"},
		{"public-url", "https://:8080", `"https://:8080"` + notOrigin},
		{"public-url", "https://console.example:0", `"https://console.example:0"` + notOrigin},
		{"public-url", "https://console.example:99999", `"https://console.example:99999"` + notOrigin},
		{"public-url", "https://console example", `"https://console example"` + notOrigin},
		{"trusted-proxies", "10.0.0.1", `"10.0.0.1"` + notCIDR},
		{"trusted-proxies", "10.0.0.0/33", `"10.0.0.0/33"` + notCIDR},
		{"trusted-proxies", "10.0.0.0/8;fd00::/8", `"10.0.0.0/8;fd00::/8"` + notCIDR},
		{"trusted-proxies", "10.0.0.0/8, proxy.example", `"proxy.example"` + notCIDR},
		{"session-lifetime", "", `""` + notLifetime},
		{"session-lifetime", "12", `"12"` + notLifetime},
		{"session-lifetime", "0s", `"0s"` + notLifetime},
		{"session-lifetime", "-12h", `"-12h"` + notLifetime},
		{"session-lifetime", "59s", `"59s"` + notLifetime},
		{"session-lifetime", "9600h0m1s", `"9600h0m1s"` + notLifetime},
	}
	for _, tt := range tests {
		wantBadValue(t, tt.flag+"="+tt.value, tt.flag, tt.value, tt.problem)
	}
}

// wantBadValue gives the value by flag and by variable.
func wantBadValue(t *testing.T, name, flag, value string, problems ...string) {
	t.Helper()
	variable := "ISALES_WEB_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
	from := func(source string) (lines []string) {
		for _, problem := range problems {
			lines = append(lines, source+": "+problem)
		}
		return lines
	}
	t.Run(name+"/flag", func(t *testing.T) {
		wantProblems(t, nil, append(around(flag), "-"+flag+"="+value), from("-"+flag)...)
	})
	t.Run(name+"/variable", func(t *testing.T) {
		wantProblems(t, []string{variable + "=" + value}, around(flag), from(variable)...)
	})
}

func TestUnusableFiles(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing")
	short, long := strings.Repeat("short-0123456789", 2)[:31], strings.Repeat("k", 32)
	said.mayNotSay(short)
	empty, blank := file(t, ""), file(t, "# nobody yet\n\n \r\n")
	shortKey, shortOld := file(t, short+"\n"), file(t, long+"\n\n  "+short+"  \r\n")
	newline, wrong := file(t, "\n"), file(t, "not a certificate\n")
	key := file(t, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
	tests := map[string]struct{ flag, path, problem string }{
		"secret key missing":   {"isales-sk-file", missing, "open " + missing + ": no such file or directory"},
		"secret key empty":     {"isales-sk-file", empty, empty + " is empty"},
		"secret key newline":   {"isales-sk-file", newline, newline + " is empty"},
		"secret key directory": {"isales-sk-file", dir, "read " + dir + ": is a directory"},
		"CA missing":           {"isales-ca-file", missing, "open " + missing + ": no such file or directory"},
		"CA empty":             {"isales-ca-file", empty, empty + ": is empty"},
		"CA wrong":             {"isales-ca-file", wrong, wrong + ": holds no certificate, neither PEM nor DER"},
		"CA is a key": {"isales-ca-file", key, key +
			": block 1 of 1 is a private key, which does not belong here: keep it secret and remove it"},
		"users missing":         {"users-file", missing, "stat " + missing + ": no such file or directory"},
		"users directory":       {"users-file", dir, "read " + dir + ": is a directory"},
		"users empty":           {"users-file", empty, empty + ": no user in it; “web passwd NAME” makes a line"},
		"users comments only":   {"users-file", blank, blank + ": no user in it; “web passwd NAME” makes a line"},
		"keys missing":          {"session-key-file", missing, "open " + missing + ": no such file or directory"},
		"keys directory":        {"session-key-file", dir, "read " + dir + ": is a directory"},
		"keys empty":            {"session-key-file", empty, empty + ": no key in it"},
		"key too short":         {"session-key-file", shortKey, shortKey + ": line 1: a key of 31 bytes, want at least 32"},
		"older key too short":   {"session-key-file", shortOld, shortOld + ": line 3: a key of 31 bytes, want at least 32"},
		"keys are no such file": {"session-key-file", blank, blank + ": line 1: a key of 12 bytes, want at least 32"},
	}
	for name, tt := range tests {
		wantBadValue(t, name, tt.flag, tt.path, tt.problem)
	}
}

// TestUsersFileComplaints: each line of the file that is wrong is named, without
// its hash.
func TestUsersFileComplaints(t *testing.T) {
	hash := strings.TrimSuffix(strings.TrimPrefix(userLine(t, "x", "password of x", ""), "x:"), "\n")
	said.mayNotSay(hash)
	path := file(t, "alice\nbob:"+hash+"\nerin:"+hash[:59]+"\n")
	wantBadValue(t, "lines", "users-file", path,
		path+": line 1: want name:hash or name:hash:VDNs, got 1 fields", path+`: line 3: user "erin": broken bcrypt hash`)
}

// TestNobodyListensOpenly is the promise that an open console on a company's
// network cannot happen by accident.
func TestNobodyListensOpenly(t *testing.T) {
	users := "-users-file=" + file(t, userLine(t, "alice", "password of alice", ""))
	for given, addr := range map[string]string{
		":8080": "0.0.0.0:8080", "0.0.0.0:8080": "0.0.0.0:8080", "[::]:8080": "[::]:8080",
		"192.0.2.1:80": "192.0.2.1:80", "console.example:443": "console.example:443",
		"[::ffff:192.0.2.1]:80": "[::ffff:192.0.2.1]:80",
	} {
		open := "-addr: " + addr + notLoopback
		t.Run(given, func(t *testing.T) {
			wantProblems(t, nil, append([]string{"-addr=" + given}, working...), open)
			wantProblems(t, nil, append([]string{"-addr=" + given, "-users-file="}, working...), open)
			wantProblems(t, nil, []string{"-addr=" + given, "-demo"}, open)
			wantProblems(t, nil, []string{"-addr=" + given, "-demo", users}, notDemoNet)
			c, err := parseConfig(append([]string{"-addr=" + given, users, "-insecure-http"}, working...), nil, io.Discard)
			if err != nil || c.addr != addr || c.loopbackOnly() {
				t.Errorf("parseConfig(%q with %s) = %v, %v, want %s, open to all", given, users, c, err, addr)
			}
		})
	}
	for _, addr := range []string{"127.0.0.1:0", "127.0.0.2:8080", "[::1]:8080", "localhost:8080"} {
		if c, err := parseConfig(append([]string{"-addr=" + addr}, working...), nil, io.Discard); err != nil ||
			!c.loopbackOnly() {
			t.Errorf("parseConfig(%s) = %v, %v, want it open to this machine", addr, c, err)
		}
	}
}

// TestPasswordsInClear: passwords cross a network by https, unless that is given up.
func TestPasswordsInClear(t *testing.T) {
	users, own := "-users-file="+file(t, userLine(t, "alice", "password of alice", "")), newPair(t, "own")
	const problem = "-addr: 0.0.0.0:8080 would take passwords by plain http: serve https (-tls-cert-file), " +
		"name the https address of the proxy in front (-public-url), or give -insecure-http"
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"plain":               {nil, problem},
		"http address":        {[]string{"-public-url=http://console.example"}, problem},
		"given up":            {[]string{"-insecure-http"}, "<nil>"},
		"own certificate":     {[]string{"-tls-cert-file=" + own.cert, "-tls-key-file=" + own.key}, "<nil>"},
		"https in front":      {[]string{"-public-url=https://console.example"}, "<nil>"},
		"a proxy in front":    {[]string{"-trusted-proxies=10.0.0.0/8"}, "<nil>"},
		"this machine only":   {[]string{"-addr=127.0.0.1:8080"}, "<nil>"},
		"figures, loopback":   {[]string{"-insecure-http", "-metrics-addr=[::1]:9464"}, "<nil>"},
		"figures, on purpose": {[]string{"-insecure-http", "-metrics-addr=:9464", "-metrics-public"}, "<nil>"},
		"figures": {[]string{"-insecure-http", "-metrics-addr=:9464"},
			"-metrics-addr: 0.0.0.0:9464 is not a loopback address, " +
				"and figures and profiler have no sign-in: give -metrics-public if only your monitoring reaches it"},
	} {
		_, err := parseConfig(slices.Concat(working, []string{users, "-addr=:8080"}, tt.args), nil, io.Discard)
		if got := fmt.Sprint(err); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

func TestBadTLS(t *testing.T) {
	own, other := newPair(t, "own"), newPair(t, "other")
	missing, wrong := filepath.Join(t.TempDir(), "missing"), file(t, "not a certificate\n")
	const both = "-tls-cert-file, -tls-key-file: "
	tests := map[string]struct{ args, lines []string }{
		"certificate alone": {[]string{"-tls-cert-file=" + own.cert}, []string{onlyOne}},
		"key alone":         {[]string{"-tls-key-file=" + own.key}, []string{onlyOne}},
		"certificate missing": {[]string{"-tls-cert-file=" + missing, "-tls-key-file=" + own.key},
			[]string{both + "open " + missing + ": no such file or directory"}},
		"key missing": {[]string{"-tls-cert-file=" + own.cert, "-tls-key-file=" + missing},
			[]string{both + "open " + missing + ": no such file or directory"}},
		"no certificate": {[]string{"-tls-cert-file=" + wrong, "-tls-key-file=" + own.key},
			[]string{both + "tls: failed to find any PEM data in certificate input"}},
		"no key": {[]string{"-tls-cert-file=" + own.cert, "-tls-key-file=" + wrong},
			[]string{both + "tls: failed to find any PEM data in key input"}},
		"another's key": {[]string{"-tls-cert-file=" + own.cert, "-tls-key-file=" + other.key},
			[]string{both + "tls: private key does not match public key"}},
		"public URL of http": {[]string{"-tls-cert-file=" + own.cert, "-tls-key-file=" + own.key,
			"-public-url=http://console.example/"},
			[]string{"-public-url: http://console.example is not https, but -tls-cert-file serves https"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantProblems(t, nil, append(tt.args, working...), tt.lines...) })
	}
}
