package isales

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// newTestClient returns a client whose every answer is empty.
func newTestClient(t testing.TB, base string, cred Credentials, options ...Option) *Client {
	t.Helper()
	c, err := New(base, cred, append(options, WithTransport(fromMemory("")))...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRequestIsSignedAsSent, also where the path of a gateway is escaped, a query
// follows, or a port is empty.
func TestRequestIsSignedAsSent(t *testing.T) {
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	const api = "/rest/isales/v1/openapi/campaigns/40/7/queryObsResultDetail"
	tests := map[string]struct {
		base       string
		query      []pair
		host, path string
		rawQuery   string
	}{
		"address":      {"https://192.0.2.10:28080", nil, "192.0.2.10:28080", api, ""},
		"escaped path": {"https://192.0.2.10/a%20b/%E5%BF", nil, "192.0.2.10", "/a%20b/%E5%BF" + api, ""},
		"empty port":   {"https://isales.example.com:", nil, "isales.example.com", api, ""},
		"IPv6":         {"https://[2001:db8::1]:28080", nil, "[2001:db8::1]:28080", api, ""},
		"query, ordered": {"https://192.0.2.10", []pair{{"b", "2 +"}, {"a", "忙"}}, "192.0.2.10", api,
			"a=%E5%BF%99&b=2%20%2B"},
	}
	for name, tt := range tests {
		c := newTestClient(t, tt.base, benchCredentials, WithClock(func() time.Time { return at })).InLanguage(Chinese)
		r, signature, err := c.newRequest(t.Context(), c.detailPath(40, 7), tt.query)
		if err != nil {
			t.Fatal(err)
		}
		headers := []pair{{"content-type", contentType}, {"host", tt.host}}
		m := message{method: "GET", path: tt.path, query: tt.query, headers: headers}
		want, wantSignature := Signing{}.authorization(benchCredentials, m, at)
		if got := r.Header.Get("Authorization"); got != want || signature != wantSignature {
			t.Errorf("%s\n got %s\nwant %s\nsignature %s", name, got, want, signature)
		}
		if r.Host != tt.host || r.URL.EscapedPath() != tt.path || r.URL.RawQuery != tt.rawQuery || r.Method != "GET" ||
			r.Body != nil {
			t.Errorf("%s: %s %s at %s", name, r.Method, r.URL, r.Host)
		}
		delete(r.Header, "Authorization")
		sent := http.Header{"Accept": {"application/json"}, "Content-Type": {contentType}, "User-Agent": {"isales-go"},
			"Locale": {"zh_CN"}}
		if diff := fmt.Sprint(r.Header); diff != fmt.Sprint(sent) {
			t.Errorf("%s: headers %s, want %s", name, r.Header, sent)
		}
	}
}

const exampleSignature = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestScrub(t *testing.T) {
	sk := benchCredentials.SecretKey
	tests := map[string]struct{ text, want string }{
		"nothing":                      {`{"a":"b-v2"}`, `{"a":"b-v2"}`},
		"empty":                        {"", ""},
		"authorization":                {`"auth-v2/AK/x" auth-v2\/b`, `"REDACTED" REDACTED`},
		"signature alone":              {exampleSignature, "REDACTED"},
		"signature twice":              {"x" + exampleSignature + "y" + exampleSignature, "xREDACTEDyREDACTED"},
		"signature after other digits": {"00" + exampleSignature + "00", "00REDACTED00"},
		"a part of it": {exampleSignature[1:] + " " + exampleSignature[:63],
			exampleSignature[1:] + " " + exampleSignature[:63]},
		"another signature":         {strings.Repeat("a", 64), strings.Repeat("a", 64)},
		"secret key":                {`{"sk":"` + sk + `"}`, `{"sk":"REDACTED"}`},
		"secret key at both ends":   {sk + " " + sk, "REDACTED REDACTED"},
		"letters of the secret key": {strings.Repeat("example", 20), strings.Repeat("example", 20)},
	}
	c := newTestClient(t, "https://192.0.2.10", benchCredentials)
	for name, tt := range tests {
		if got := c.scrub(tt.text, exampleSignature); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	short := newTestClient(t, "https://192.0.2.10", Credentials{"AK", "123456789012345"})
	if got := short.scrub("123456789012345", exampleSignature); got != "123456789012345" {
		t.Errorf("with a short secret key: %q", got)
	}
}
