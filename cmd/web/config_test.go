package main

import (
	"crypto/x509"
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
		addr:       "127.0.0.1:8080",
		timeout:    10 * time.Second,
		signing:    isales.Signing{SignedHeaders: "content-type;host"},
		logFormat:  "auto",
		logLevel:   slog.LevelInfo,
		demo:       true,
		positional: []string{},
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
}

func settingTests(t *testing.T) []settingTest {
	t.Helper()
	pem := string(isalestest.NewServer(t, isalestest.Options{}).CertificatePEM())
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(pem))
	hasRoots := func(c *config) any { return c.roots != nil && c.roots.Equal(roots) }
	otherPEM := string(isalestest.NewServer(t, isalestest.Options{}).CertificatePEM())
	return []settingTest{
		{"addr", "[::1]:9000", "localhost:1", func(c *config) any { return c.addr }, "[::1]:9000"},
		{"isales-url", "https://a.example:1/gw", "https://b.example", func(c *config) any { return c.isalesURL }, "https://a.example:1/gw"},
		{"isales-ak", "AK1", "AK2", func(c *config) any { return c.ak }, "AK1"},
		{"isales-sk", "SK1", "SK2", func(c *config) any { return skOf(c) }, "SK1"},
		{"isales-sk-file", file(t, "SK3\n"), file(t, "SK4"), func(c *config) any { return skOf(c) }, "SK3"},
		{"isales-ca-file", file(t, pem), file(t, otherPEM), hasRoots, true},
		{"isales-timeout", "25s", "1ms", func(c *config) any { return c.timeout }, 25 * time.Second},
		{"isales-timestamp-millis", "true", "false", func(c *config) any { return c.signing.TimestampMillis }, true},
		{"isales-empty-query-line", "1", "0", func(c *config) any { return c.signing.EmptyQueryLine }, true},
		{"isales-signed-headers", "host", "content-type;host;locale", func(c *config) any { return c.signing.SignedHeaders }, "host"},
		{"log-format", "text", "json", func(c *config) any { return c.logFormat }, "text"},
		{"log-level", "debug", "error", func(c *config) any { return c.logLevel }, slog.LevelDebug},
		{"demo", "true", "false", func(c *config) any { return c.demo }, true},
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
				c, err := parseConfig(append(around(tt.flag), given.args...), given.environ, io.Discard)
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
	if want := (isales.Signing{TimestampMillis: true, EmptyQueryLine: true, SignedHeaders: "content-type;host"}); c.signing != want {
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

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"--help"}, {"check", "-h"}, {"healthcheck", "-h"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			code, stdout, stderr := runToEnd(t, nil, args...)
			if code != 0 || stderr != "" {
				t.Errorf("exit code %d, stderr %q, want 0 and nothing", code, stderr)
			}
			for _, want := range []string{"web [flags]", "web check", "web healthcheck"} {
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
