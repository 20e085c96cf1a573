package isales_test

import (
	"fmt"
	"strings"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

func TestNewRefuses(t *testing.T) {
	good := isales.Credentials{AccessKey: "AK", SecretKey: "SK"}
	tests := map[string]struct {
		url    string
		cred   isales.Credentials
		option isales.Option
		want   string
	}{
		"no URL":    {"", good, nil, `isales: base URL: "" is not https://host:port`},
		"no scheme": {"192.0.2.1:28080", good, nil, `isales: base URL: not a URL`},
		"other scheme": {"ftp://192.0.2.1", good, nil,
			`isales: base URL: "ftp://192.0.2.1" is not https://host:port`},
		"no host": {"https:///x", good, nil, `isales: base URL: "https:///x" has no host`},
		"host that is not ASCII": {"https://平台.example.com", good, nil,
			`isales: base URL: "https://平台.example.com" has a host that is not ASCII: write it with xn--`},
		"password": {"https://u:hunter2@192.0.2.1", good, nil,
			`isales: base URL: must not hold a user name or password`},
		"query": {"https://192.0.2.1/?a=b", good, nil,
			`isales: base URL: "https://192.0.2.1/?a=b" must end with the path`},
		"plain http elsewhere": {"http://192.0.2.1", good, nil,
			`isales: base URL: "http://192.0.2.1" is not https: plain http is for loopback addresses only`},
		"no access key": {"https://192.0.2.1", isales.Credentials{SecretKey: "SK"}, nil,
			`isales: credentials: access key is empty`},
		"access key with a slash": {"https://192.0.2.1", isales.Credentials{AccessKey: "a/b", SecretKey: "SK"}, nil,
			`isales: credentials: access key has a character that cannot be sent (only visible ASCII without / can)`},
		"no secret key": {"https://192.0.2.1", isales.Credentials{AccessKey: "AK"}, nil,
			`isales: credentials: secret key is empty`},
		"no time": {"https://192.0.2.1", good, isales.WithTimeout(0),
			`isales: timeout 0s is not positive`},
		"no certificate": {"https://192.0.2.1", good, isales.WithCACertificates([]byte("x")),
			`isales: no PEM certificate found`},
		"no clock":     {"https://192.0.2.1", good, isales.WithClock(nil), `isales: clock is nil`},
		"no transport": {"https://192.0.2.1", good, isales.WithTransport(nil), `isales: transport is nil`},
		"host not signed": {"https://192.0.2.1", good,
			isales.WithSigning(isales.Signing{SignedHeaders: "locale"}), `isales: signed headers "locale" lack host`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var options []isales.Option
			if tt.option != nil {
				options = append(options, tt.option)
			}
			_, err := isales.New(tt.url, tt.cred, options...)
			if err == nil || err.Error() != tt.want {
				t.Errorf("New: %v, want %s", err, tt.want)
			}
		})
	}
}

// TestBaseURLForms: with and without the API's own path, one base comes out.
func TestBaseURLForms(t *testing.T) {
	s := isalestest.NewServer(t, isalestest.Options{BasePath: "/gw"})
	for _, suffix := range []string{"", "/", "/rest/isales/v1/openapi/campaigns",
		"/rest/isales/v1/openapi/campaigns/"} {
		c, err := isales.New(s.URL+suffix, isales.Credentials{AccessKey: s.AccessKey, SecretKey: s.SecretKey},
			isales.WithCACertificates(s.CertificatePEM()))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.QueryExternalResult(t.Context(), 40, 1402245659); err != nil {
			t.Errorf("base %q: %v", suffix, err)
		}
	}
}

func TestCredentialsNeverPrintTheSecret(t *testing.T) {
	c := isales.Credentials{AccessKey: "AK", SecretKey: "hunter2"}
	for _, format := range []string{"%v", "%+v", "%s", "%#v", "%q"} {
		for _, v := range []any{c, &c, struct{ C isales.Credentials }{c}, []isales.Credentials{c}} {
			if got := fmt.Sprintf(format, v); strings.Contains(got, "hunter2") {
				t.Errorf("%s prints %s", format, got)
			}
		}
	}
}
