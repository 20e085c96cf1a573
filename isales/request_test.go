package isales

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// directClient is a client that nobody answers.
func directClient(t testing.TB, base string, cred Credentials, options ...Option) *Client {
	t.Helper()
	c, err := New(base, cred, append(options, WithTransport(newFromMemory("")))...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRequestsShareNothingThatChanges: a transport that adds headers of its own
// must not add them to other requests.
func TestRequestsShareNothingThatChanges(t *testing.T) {
	c := directClient(t, "https://192.0.2.10", benchCredentials).InLanguage(Chinese)
	first, _ := c.request(t.Context(), "/first", nil)
	first.Header.Set("Accept", "text/html")
	first.Header.Add("User-Agent", "more")
	first.Header.Set("X", "y")
	first.URL.Host = "elsewhere"
	second, _ := c.request(t.Context(), "/second", nil)
	want := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json; charset=UTF-8"}, "User-Agent": {"isales-go"},
		"Locale": {"zh_CN"}, "Authorization": second.Header["Authorization"]}
	for name := range second.Header {
		if strings.Join(second.Header[name], "|") != strings.Join(want[name], "|") {
			t.Errorf("header %s is %q, want %q", name, second.Header[name], want[name])
		}
	}
	if len(second.Header) != len(want) || second.URL.String() != "https://192.0.2.10/second" || second.Host != "192.0.2.10" || second.Method != "GET" {
		t.Errorf("second request %s %s to %s with %d headers", second.Method, second.URL, second.Host, len(second.Header))
	}
	if a := second.Header["Authorization"]; len(a) != 1 || a[0] == first.Header["Authorization"][0] {
		t.Errorf("both are signed %q", a)
	}
}

// TestWhatIsSentAroundASignature by a client's own transport; one that cannot send
// it as it is refuses each request.
func TestWhatIsSentAroundASignature(t *testing.T) {
	tests := map[string]struct {
		base, userAgent string
		language        Language
		before, after   string
	}{
		"usual": {"https://192.0.2.10:28080", "agent", "",
			" HTTP/1.1\r\nHost: 192.0.2.10:28080\r\nAccept: application/json\r\nAuthorization: ",
			"\r\nContent-Type: application/json; charset=UTF-8\r\nUser-Agent: agent\r\nAccept-Encoding: gzip\r\n\r\n"},
		"in a language, of a gateway": {"https://isales.example.com/gate%20way", "agent/1 (x)", Chinese,
			" HTTP/1.1\r\nHost: isales.example.com\r\nAccept: application/json\r\nAuthorization: ",
			"\r\nContent-Type: application/json; charset=UTF-8\r\nLocale: zh_CN\r\nUser-Agent: agent/1 (x)\r\nAccept-Encoding: gzip\r\n\r\n"},
		"two lines":               {"https://isales.example.com", "agent\r\nX: y", English, "", ""},
		"a language of two lines": {"https://isales.example.com", "agent", "en\r\nX: y", "", ""},
	}
	for name, tt := range tests {
		c, err := New(tt.base, benchCredentials, WithUserAgent(tt.userAgent))
		if err != nil {
			t.Fatal(err)
		}
		c = c.InLanguage(tt.language)
		if c.direct == nil || c.form.before != tt.before || c.form.after != tt.after {
			t.Errorf("%s: %t, %q, %q, want %q, %q", name, c.direct != nil, c.form.before, c.form.after, tt.before, tt.after)
		}
		if tt.before != "" {
			continue
		}
		if _, err := c.QueryExternalResult(t.Context(), 40, 7); !errors.Is(err, errUnsafe) {
			t.Errorf("%s: error %v, want %v", name, err, errUnsafe)
		}
	}
}

// TestSignsThePathThatIsSent, also where the path of a gateway is escaped.
func TestSignsThePathThatIsSent(t *testing.T) {
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for base, path := range map[string]string{
		"https://192.0.2.10":              "/rest/isales/v1/openapi/campaigns/40/7/queryObsResultDetail",
		"https://192.0.2.10/a%20b/%E5%BF": "/a%20b/%E5%BF/rest/isales/v1/openapi/campaigns/40/7/queryObsResultDetail",
	} {
		c := directClient(t, base, benchCredentials, WithClock(func() time.Time { return at }))
		r, signature := c.request(context.Background(), c.detailPath(40, 7), nil)
		m := message{method: "GET", path: path, headers: canonicalHeaders([]header{{"content-type", contentType}, {"host", "192.0.2.10"}})}
		want := newSigner(Signing{}, benchCredentials).authorization(m, at)
		if got := r.Header.Get("Authorization"); got != want || !strings.HasSuffix(want, "/"+signature) {
			t.Errorf("%s\n got %s\nwant %s\nsignature %s", base, got, want, signature)
		}
		if got := r.URL.RequestURI(); got != path {
			t.Errorf("sent to %s, want %s", got, path)
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
		"a part of it":                 {exampleSignature[1:] + " " + exampleSignature[:63], exampleSignature[1:] + " " + exampleSignature[:63]},
		"another signature":            {strings.Repeat("a", 64), strings.Repeat("a", 64)},
		"secret key":                   {`{"sk":"` + sk + `"}`, `{"sk":"REDACTED"}`},
		"secret key at both ends":      {sk + " " + sk, "REDACTED REDACTED"},
		"letters of the secret key":    {strings.Repeat("example", 20), strings.Repeat("example", 20)},
	}
	c := directClient(t, "https://192.0.2.10", benchCredentials)
	for name, tt := range tests {
		if got := c.scrub(tt.text, exampleSignature); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	short := directClient(t, "https://192.0.2.10", Credentials{"AK", "123456789012345"})
	if got := short.scrub("123456789012345", exampleSignature); got != "123456789012345" {
		t.Errorf("with a short secret key: %q", got)
	}
}

// FuzzScrub: looking at a part of a text only, nothing is overlooked.
//
//	go test ./isales -fuzz FuzzScrub
func FuzzScrub(f *testing.F) {
	sk := benchCredentials.SecretKey
	f.Add(documentedExample(f), "", "", byte(0))
	f.Add("0", "f ", "auth-v2", byte(1))
	f.Add(exampleSignature[1:], exampleSignature[:63], sk[1:], byte(2))
	f.Add(strings.Repeat("a", 200)+"g", "é", strings.Repeat("e", 100), byte(3))
	f.Fuzz(func(t *testing.T, before, between, after string, secrets byte) {
		c := directClient(t, "https://192.0.2.10", benchCredentials)
		parts := [2]string{}
		for i, secret := range []string{exampleSignature, sk} {
			if secrets>>i&1 == 1 {
				parts[i] = secret
			}
		}
		text := before + parts[0] + between + parts[1] + after
		want := echoed.ReplaceAllLiteralString(text, redacted)
		want = strings.ReplaceAll(strings.ReplaceAll(want, exampleSignature, redacted), sk, redacted)
		if got := c.scrub(text, exampleSignature); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	})
}

func BenchmarkScrub(b *testing.B) {
	text := manyMappings(b)
	c := directClient(b, "https://192.0.2.10:28080", benchCredentials)
	_, signature := c.request(b.Context(), c.detailPath(40, 1402245659), nil)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c.scrub(text, signature)
	}
}
