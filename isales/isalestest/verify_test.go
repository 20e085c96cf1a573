package isalestest

import (
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"testing"
	"time"
)

// vector is an entry of auth-v2-vectors.json.
type vector struct {
	Name, Method, URI string
	Query, Headers    map[string]string
	Body, AK, SK      string
	Timestamp         string
	Authorization     string
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("../testdata/auth-v2-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 12 {
		t.Fatalf("%d vectors, want 12", len(vectors))
	}
	return vectors
}

func (v vector) values() url.Values {
	values := url.Values{}
	for k, val := range v.Query {
		values.Set(k, val)
	}
	return values
}

// verify hands the vector to a verifier that trusts the vector's keys and whose
// clock shows clock.
func (v vector) verify(t *testing.T, ak, sk string) error {
	t.Helper()
	now, err := time.Parse(layoutSeconds, "2023-09-27T00:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	r := received(v.Method, v.URI, v.values(), "", v.Headers)
	r.Header.Set("Authorization", v.Authorization)
	// A year of skew, for the leap day's vector: this test is about the bytes.
	check := verifier{accessKey: ak, secretKey: sk, maxSkew: 366 * 24 * time.Hour,
		now: func() time.Time { return now }}
	return check.verify(r, []byte(v.Body))
}

// altered calls f with every text that differs from s in one byte.
func altered(s string, f func(string)) {
	for i := range len(s) {
		c := byte('x')
		if s[i] == c {
			c = 'y'
		}
		f(s[:i] + string(c) + s[i+1:])
	}
}

func TestVerifyVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			if err := v.verify(t, v.AK, v.SK); err != nil {
				t.Fatalf("verify: %v", err)
			}
			refuse := func(what, value string, changed vector, ak, sk string) {
				if changed.verify(t, ak, sk) == nil {
					t.Errorf("accepted with %s %q", what, value)
				}
			}
			altered(v.Method, func(s string) { c := v; c.Method = s; refuse("method", s, c, v.AK, v.SK) })
			altered(v.URI, func(s string) { c := v; c.URI = s; refuse("path", s, c, v.AK, v.SK) })
			altered(v.Body, func(s string) { c := v; c.Body = s; refuse("body", s, c, v.AK, v.SK) })
			altered(v.Authorization, func(s string) { c := v; c.Authorization = s; refuse("authorization", s, c, v.AK, v.SK) })
			altered(v.AK, func(s string) { refuse("AK", s, v, s, v.SK) })
			altered(v.SK, func(s string) { refuse("SK", s, v, v.AK, s) })
			for k, value := range v.Query {
				altered(value, func(s string) {
					c := v
					c.Query = maps.Clone(v.Query)
					c.Query[k] = s
					refuse("query value", s, c, v.AK, v.SK)
				})
				altered(k, func(s string) {
					c := v
					c.Query = maps.Clone(v.Query)
					delete(c.Query, k)
					c.Query[s] = value
					refuse("query name", s, c, v.AK, v.SK)
				})
			}
			for k, value := range v.Headers {
				altered(value, func(s string) {
					c := v
					c.Headers = maps.Clone(v.Headers)
					c.Headers[k] = s
					refuse("header "+k, s, c, v.AK, v.SK)
				})
			}
		})
	}
}

func TestCanonicalRequest(t *testing.T) {
	r := received("GET", "/rest/a%20b", url.Values{"pageSize": {"50"}, "name": {"a b"}, "pageNum": {""}},
		"[::1]:28443", map[string]string{"content-type": " " + requestType + "\t"})
	for _, tt := range []struct {
		name  string
		query string
		body  string
		empty bool
		want  string
	}{
		{"query", r.URL.RawQuery, "", false, `GET
/rest/a%20b
name=a%20b&pageNum=&pageSize=50
content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:%5B%3A%3A1%5D%3A28443
`},
		{"no query", "", "", false, `GET
/rest/a%20b
content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:%5B%3A%3A1%5D%3A28443
`},
		{"empty query line and body", "", "{外}~", true, `GET
/rest/a%20b

content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:%5B%3A%3A1%5D%3A28443
%7B%E5%A4%96%7D~`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r.URL.RawQuery = tt.query
			v := verifier{signing: Signing{EmptyQueryLine: tt.empty}}
			got, err := v.canonicalRequest(r, "content-type;host", []byte(tt.body))
			if err != nil || got != tt.want {
				t.Errorf("canonicalRequest = %q, %v\nwant %q", got, err, tt.want)
			}
		})
	}
}

const plain, millis = "2023-09-27T00:00:00Z", "2023-09-27T00:00:00.000Z"

var ruleTests = []struct {
	name      string
	signing   Signing // of the server
	signed    Signing // of the client; its SignedHeaders is the list it names
	timestamp string
	want      string // "" for accepted
}{
	{"host alone", Signing{}, Signing{SignedHeaders: "host"}, plain, ""},
	{"content type and locale", Signing{}, Signing{SignedHeaders: "content-type;host;locale"}, plain, ""},
	{"exact list", Signing{SignedHeaders: "host"}, Signing{SignedHeaders: "host"}, plain, ""},
	{"not the exact list", Signing{SignedHeaders: "host"}, Signing{SignedHeaders: "content-type;host"}, plain,
		"wrong list of signed headers"},
	{"host missing", Signing{}, Signing{SignedHeaders: "content-type"}, plain, "host is not signed"},
	{"authorization signed", Signing{}, Signing{SignedHeaders: "authorization;host"}, plain, "authorization is signed"},
	{"upper case", Signing{}, Signing{SignedHeaders: "Content-Type;host"}, plain, "signed headers are not in lower case"},
	{"unsorted", Signing{}, Signing{SignedHeaders: "host;content-type"}, plain,
		"signed headers are not sorted or not unique"},
	{"twice", Signing{}, Signing{SignedHeaders: "host;host"}, plain, "signed headers are not sorted or not unique"},
	{"not sent", Signing{}, Signing{SignedHeaders: "host;x-none"}, plain, `signed header "x-none" is sent 0 times`},
	{"sent twice", Signing{}, Signing{SignedHeaders: "host;x-twice"}, plain, `signed header "x-twice" is sent 2 times`},
	{"milliseconds wanted", Signing{Millis: true}, Signing{SignedHeaders: "host"}, millis, ""},
	{"milliseconds missing", Signing{Millis: true}, Signing{SignedHeaders: "host"}, plain, "wrong timestamp format"},
	{"milliseconds unwanted", Signing{}, Signing{SignedHeaders: "host"}, millis, "wrong timestamp format"},
	{"time zone", Signing{}, Signing{SignedHeaders: "host"}, "2023-09-27T00:00:00+00:00", "wrong timestamp format"},
	{"no such day", Signing{}, Signing{SignedHeaders: "host"}, "2023-02-29T00:00:00Z", "wrong timestamp format"},
	{"as late as may be", Signing{}, Signing{SignedHeaders: "host"}, "2023-09-26T23:45:00Z", ""},
	{"too late", Signing{}, Signing{SignedHeaders: "host"}, "2023-09-26T23:44:59Z", "timestamp is 15m1s off"},
	{"as early as may be", Signing{}, Signing{SignedHeaders: "host"}, "2023-09-27T00:15:00Z", ""},
	{"too early", Signing{}, Signing{SignedHeaders: "host"}, "2023-09-27T00:15:01Z", "timestamp is 15m1s off"},
	{"empty query line wanted", Signing{EmptyQueryLine: true}, Signing{EmptyQueryLine: true, SignedHeaders: "host"},
		plain, ""},
	{"empty query line missing", Signing{EmptyQueryLine: true}, Signing{SignedHeaders: "host"}, plain, "wrong signature"},
	{"empty query line unwanted", Signing{}, Signing{EmptyQueryLine: true, SignedHeaders: "host"}, plain,
		"wrong signature"},
}

func TestVerifyRules(t *testing.T) {
	for _, tt := range ruleTests {
		t.Run(tt.name, func(t *testing.T) {
			r := received("GET", detailPath, nil, "127.0.0.1:1", map[string]string{
				"Content-Type": requestType, "locale": "zh_CN", "Authorization": "x"})
			client := verifier{accessKey: "AK", secretKey: "SK", signing: tt.signed}
			r.Header["X-None"] = []string{""}
			r.Header["X-Twice"] = []string{""}
			sign(t, r, client, tt.timestamp, tt.signed.SignedHeaders)
			delete(r.Header, "X-None")
			r.Header["X-Twice"] = []string{"", ""}

			server := verifier{accessKey: "AK", secretKey: "SK", now: testClock, maxSkew: defaultMaxSkew, signing: tt.signing}
			got := ""
			if err := server.verify(r, nil); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("verify = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestVerifyMalformed(t *testing.T) {
	const sig = "32dc37e363bb6968e0f24bbce6b3003f3bf83a2275102afff64202fb89c0d8c8"
	for _, tt := range []struct {
		name    string
		headers []string
		query   string
		want    string
	}{
		{"none", nil, "", "0 authorization headers, want 1"},
		{"two", []string{"a", "b"}, "", "2 authorization headers, want 1"},
		{"bearer", []string{"Bearer x"}, "", "malformed authorization header"},
		{"other scheme", []string{"auth-v1/AK/2023-09-27T00:00:00Z/host/" + sig}, "", "malformed authorization header"},
		{"no signature", []string{"auth-v2/AK/2023-09-27T00:00:00Z/host"}, "", "malformed authorization header"},
		{"a part too many", []string{"auth-v2/AK/2023-09-27T00:00:00Z/host/" + sig + "/"}, "",
			"malformed authorization header"},
		{"other key", []string{"auth-v2/BK/2023-09-27T00:00:00Z/host/" + sig}, "", "unknown access key"},
		{"bad query", []string{"auth-v2/AK/2023-09-27T00:00:00Z/host/" + sig}, "a=%zz",
			`parse query: invalid URL escape "%zz"`},
		{"plus for a space", []string{"auth-v2/AK/2023-09-27T00:00:00Z/host/" + sig}, "a=b+c",
			"query is sent otherwise than it is signed"},
		{"lower-case hex", []string{"auth-v2/AK/2023-09-27T00:00:00Z/host/" + sig}, "a=%e5",
			"query is sent otherwise than it is signed"},
		{"bad signature", []string{"auth-v2/AK/2023-09-27T00:00:00Z/host/" + sig}, "", "wrong signature"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := received("GET", detailPath, nil, "127.0.0.1:1", nil)
			r.URL.RawQuery = tt.query
			if tt.headers != nil {
				r.Header["Authorization"] = tt.headers
			}
			v := verifier{accessKey: "AK", secretKey: "SK", now: testClock, maxSkew: defaultMaxSkew}
			err := v.verify(r, nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("verify = %v, want %q", err, tt.want)
			}
		})
	}
}
