package main

import (
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

func TestDefaults(t *testing.T) {
	want := &config{
		addr:            "127.0.0.1:8080",
		sessionLifetime: 12 * time.Hour,
		signOn:          signOnConfig{groupsClaim: "groups"},
		timeout:         10 * time.Second,
		maxCalls:        10,
		fresh:           30 * time.Second,
		stale:           24 * time.Hour,
		signing:         isales.Signing{SignedHeaders: "content-type;host"},
		logFormat:       "auto",
		logLevel:        slog.LevelInfo,
		demo:            true,
		positional:      []string{},
	}
	got, err := parseConfig([]string{"-demo"}, nil, io.Discard)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("parseConfig(-demo) = %#v, %v, want %#v", got, err, want)
	}
}

// settingTest is one flag with two valid values, the first of which is not its
// default.
type settingTest struct {
	flag, value, other string
	get                func(*config) any
	want               any
	with               []string // flags without which it is not valid
}

func settingTests(t *testing.T) []settingTest {
	t.Helper()
	pem := string(isalestest.NewServer(t, isalestest.Options{}).CertificatePEM())
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(pem))
	hasRoots := func(c *config) any { return c.roots != nil && c.roots.Equal(roots) }
	otherPEM := string(isalestest.NewServer(t, isalestest.Options{}).CertificatePEM())
	certificate := newPair(t, "console.example")
	alice, bob := file(t, userLine(t, "alice", "alice's password", "")), file(t, userLine(t, "bob", "bob's password", ""))
	tokens, otherTokens := file(t, ""), file(t, "# none\n")
	redisPassword, otherPassword := file(t, "password-of-redis"), file(t, "password-of-another")
	groups, otherGroups := file(t, "staff:*\n"), file(t, "staff:40\n")
	signOn := []string{"-oidc-issuer=https://a.example", "-oidc-client-id=a", "-oidc-client-secret-file=" + redisPassword,
		"-oidc-groups-file=" + groups}
	notes, otherNotes := file(t, "00605,,Call again\n"), file(t, "00605,,Never again\n")
	key, otherKey := strings.Repeat("k", 32), strings.Repeat("o", 32)
	return []settingTest{
		{"addr", "[::1]:9000", "localhost:1", func(c *config) any { return c.addr }, "[::1]:9000", nil},
		{"public-url", "https://console.example:8443/", "http://b.example", func(c *config) any { return c.publicURL },
			"https://console.example:8443", nil},
		{"tls-cert-file", certificate.cert, "missing", func(c *config) any { return c.certFile }, certificate.cert,
			[]string{"-tls-key-file=" + certificate.key}},
		{"tls-key-file", certificate.key, "missing", func(c *config) any { return c.keyFile }, certificate.key,
			[]string{"-tls-cert-file=" + certificate.cert}},
		{"trusted-proxies", "10.1.2.3/8, 192.0.2.1/32,fd00::/8,", "127.0.0.1/32",
			func(c *config) any { return fmt.Sprint(c.trustedProxies) },
			"[10.0.0.0/8 192.0.2.1/32 fd00::/8]", nil},
		{"users-file", alice, bob, func(c *config) any { return c.usersFile }, alice, nil},
		{"oidc-issuer", "https://login.example", "https://b.example", func(c *config) any { return c.signOn.issuer },
			"https://login.example", signOn[1:]},
		{"oidc-client-id", "console", "other", func(c *config) any { return c.signOn.clientID }, "console",
			[]string{signOn[0], signOn[2], signOn[3]}},
		{"oidc-client-secret-file", redisPassword, otherPassword, func(c *config) any { return string(c.signOn.secret) },
			"password-of-redis", []string{signOn[0], signOn[1], signOn[3]}},
		{"oidc-groups-claim", "roles", "teams", func(c *config) any { return c.signOn.groupsClaim }, "roles", nil},
		{"oidc-groups-file", groups, otherGroups, func(c *config) any { return c.signOn.groupsFile }, groups, signOn[:3]},
		{"tokens-file", tokens, otherTokens, func(c *config) any { return c.tokensFile }, tokens,
			[]string{"-users-file=" + alice}},
		{"insecure-http", "true", "false", func(c *config) any { return c.insecureHTTP }, true, nil},
		{"notes-file", notes, otherNotes, func(c *config) any { return c.notesFile }, notes, nil},
		{"session-key-file", file(t, "\ufeff"+key+"\r\n\n "+otherKey), file(t, otherKey),
			func(c *config) any { return fmt.Sprintf("%s", c.sessionSecrets) },
			"[" + key + " " + otherKey + "]", nil},
		{"session-lifetime", "1m", "9600h", func(c *config) any { return c.sessionLifetime }, time.Minute, nil},
		{"redis-url", "redis://localhost", "rediss://b.example:7/2", func(c *config) any { return c.redis.String() },
			"localhost:6379", nil},
		{"redis-password-file", redisPassword, otherPassword, func(c *config) any { return c.redisPassword }, redisPassword,
			[]string{"-redis-url=redis://localhost"}},
		{"isales-url", "https://a.example:1/gw", "https://b.example", func(c *config) any { return c.isalesURL },
			"https://a.example:1/gw", nil},
		{"isales-ak", "AK1", "AK2", func(c *config) any { return c.ak }, "AK1", nil},
		{"isales-sk", "SK1", "SK2", func(c *config) any { return skOf(c) }, "SK1", nil},
		{"isales-sk-file", file(t, "SK3\n"), file(t, "SK4"), func(c *config) any { return skOf(c) }, "SK3", nil},
		{"isales-ca-file", file(t, pem), file(t, otherPEM), hasRoots, true, nil},
		{"isales-timeout", "25s", "1ms", func(c *config) any { return c.timeout }, 25 * time.Second, nil},
		{"isales-max-concurrent", "1", "1000", func(c *config) any { return c.maxCalls }, 1, nil},
		{"cache-ttl", "1h", "0s", func(c *config) any { return c.fresh }, time.Hour, nil},
		{"cache-stale", "720h", "0", func(c *config) any { return c.stale }, 720 * time.Hour, nil},
		{"isales-timestamp-millis", "true", "false", func(c *config) any { return c.signing.TimestampMillis }, true, nil},
		{"isales-empty-query-line", "1", "0", func(c *config) any { return c.signing.EmptyQueryLine }, true, nil},
		{"isales-signed-headers", "host", "content-type;host;locale",
			func(c *config) any { return c.signing.SignedHeaders }, "host", nil},
		{"metrics-addr", ":9090", "127.0.0.1:1", func(c *config) any { return c.metrics }, "0.0.0.0:9090",
			[]string{"-metrics-public"}},
		{"metrics-public", "true", "false", func(c *config) any { return c.metricsPublic }, true, nil},
		{"log-format", "text", "json", func(c *config) any { return c.logFormat }, "text", nil},
		{"log-level", "debug", "error", func(c *config) any { return c.logLevel }, slog.LevelDebug, nil},
		{"contact", " desk@example.com ", "Room 1", func(c *config) any { return c.contact }, "desk@example.com", nil},
		{"hsts-subdomains", "true", "false", func(c *config) any { return c.hstsSubDomains }, true, nil},
		{"shutdown-delay", "5s", "1m", func(c *config) any { return c.delay }, 5 * time.Second, nil},
		{"demo", "true", "false", func(c *config) any { return c.demo }, true, nil},
	}
}

// around are the flags without which the flag could not be used alone.
func around(flag string) (args []string) {
	for _, base := range []string{"isales-url=https://platform.example", "isales-ak=ak", "isales-sk=sk"} {
		name, _, _ := strings.Cut(base, "=")
		if flag != "demo" && name != flag && (name != "isales-sk" || flag != "isales-sk-file") {
			args = append(args, "-"+base)
		}
	}
	return args
}

func TestEachFlagAndItsVariable(t *testing.T) {
	tests := settingTests(t)
	var names []string
	for _, tt := range tests {
		names = append(names, tt.flag)
		variable := "ISALES_WEB_" + strings.ToUpper(strings.ReplaceAll(tt.flag, "-", "_"))
		ways := map[string]struct{ args, environ []string }{
			"flag":                    {[]string{"-" + tt.flag + "=" + tt.value}, nil},
			"flag with two dashes":    {[]string{"--" + tt.flag + "=" + tt.value}, nil},
			"variable":                {nil, []string{"HOME=/", variable + "=" + tt.value}},
			"flag wins over variable": {[]string{"-" + tt.flag + "=" + tt.value}, []string{variable + "=" + tt.other}},
		}
		for way, given := range ways {
			t.Run(tt.flag+"/"+way, func(t *testing.T) {
				c, err := parseConfig(slices.Concat(around(tt.flag), tt.with, given.args), given.environ, io.Discard)
				if err != nil {
					t.Fatal(err)
				}
				if got := tt.get(c); got != tt.want {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			})
		}
	}
	for _, s := range new(config).settings(new(string)) {
		if !slices.Contains(names, s.name) {
			t.Errorf("-%s is not in this test's table", s.name)
		}
	}
}

func TestSwitchesNeedNoValue(t *testing.T) {
	c, err := parseConfig([]string{"-demo", "-isales-timestamp-millis", "-isales-empty-query-line"}, nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if want := (isales.Signing{TimestampMillis: true, EmptyQueryLine: true,
		SignedHeaders: "content-type;host"}); c.signing != want {
		t.Errorf("signing %+v, want %+v", c.signing, want)
	}
}

func TestVariablesOfOtherProgramsAreNotRead(t *testing.T) {
	environ := []string{"ADDR=x", "ISALES_WEB_ADDRESS=x", "XISALES_WEB_ADDR=x", "isales_web_addr=x"}
	c, err := parseConfig([]string{"-demo"}, environ, io.Discard)
	if err != nil || c.addr != "127.0.0.1:8080" {
		t.Errorf("parseConfig = %#v, %v, want the default address", c, err)
	}
}

// TestHelpOfCommands: each sub-command says at stdout how it is used, and at stderr what it cannot use.
func TestHelpOfCommands(t *testing.T) {
	for name := range commands() {
		for _, help := range []string{"-h", "--help"} {
			code, stdout, stderr := runToEnd(t, nil, name, help)
			if code != 0 || stderr != "" || !strings.HasPrefix(stdout, "Usage: web ") || !strings.Contains(stdout, "web "+name) {
				t.Errorf("%s %s: exit code %d, stdout %q, stderr %q", name, help, code, stdout, stderr)
			}
		}
		code, stdout, stderr := runToEnd(t, nil, name, "-nosuch")
		if code != 2 || stdout != "" || !strings.Contains(stderr, "-nosuch") || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s -nosuch: exit code %d, stdout %q, stderr %q", name, code, stdout, stderr)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"--help"}, {"check", "-h"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			code, stdout, stderr := runToEnd(t, nil, args...)
			if code != 0 || stderr != "" {
				t.Errorf("exit code %d, stderr %q, want 0 and nothing", code, stderr)
			}
			for _, want := range []string{"web [flags]", "web check", "web passwd NAME", "web healthcheck"} {
				if !strings.Contains(stdout, want) {
					t.Errorf("no %q in\n%s", want, stdout)
				}
			}
			for _, s := range new(config).settings(new(string)) {
				if !strings.Contains(stdout, "  -"+s.name) || !strings.Contains(stdout, "("+s.env()+")") {
					t.Errorf("-%s or %s is missing in\n%s", s.name, s.env(), stdout)
				}
			}
		})
	}
}
