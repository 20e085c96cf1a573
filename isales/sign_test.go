package isales

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// vector is one request of testdata/auth-v2-vectors.json, which the vendor's
// own demo signer signed.
type vector struct {
	Name, Method, URI, Body, AK, SK, Timestamp, Authorization string
	Query, Headers                                            map[string]string
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/auth-v2-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []vector
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 12 {
		t.Fatalf("%d vectors, want the 12 of the vendor's signer", len(list))
	}
	return list
}

func pairs(m map[string]string) []pair {
	var list []pair
	for name, value := range m {
		list = append(list, pair{name, value})
	}
	return list
}

func (v vector) message() message {
	return message{method: v.Method, path: v.URI, query: pairs(v.Query), headers: pairs(v.Headers), body: v.Body}
}

func TestAuthorizationReproducesTheVendorsVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, v.Timestamp)
			if err != nil {
				t.Fatal(err)
			}
			got, signature := Signing{}.authorization(Credentials{v.AK, v.SK}, v.message(), at)
			if !strings.HasSuffix(got, "/"+signature) {
				t.Errorf("signature %s is not the end of %s", signature, got)
			}
			if got != v.Authorization {
				t.Errorf("authorization\n got %s\nwant %s", got, v.Authorization)
			}
			east := at.In(time.FixedZone("", 8*3600))
			if got, _ := (Signing{}).authorization(Credentials{v.AK, v.SK}, v.message(), east); got != v.Authorization {
				t.Errorf("signed from another time zone\n got %s\nwant %s", got, v.Authorization)
			}
			if strings.Contains(got, v.SK) {
				t.Error("the authorization value holds the secret key")
			}
		})
	}
}

func TestCanonicalRequest(t *testing.T) {
	get := message{method: "GET", path: "/campaigns/40/1402245659/queryObsResultDetail",
		headers: []pair{{"host", "10.22.26.181:28080"}, {"Content-Type", " application/json; charset=UTF-8 "}}}
	query := get
	query.query = []pair{{"pageSize", "50"}, {"pageNum", "1"}, {"name", "a b/c~d*e+外呼"}}
	post := get
	post.method, post.body = "POST", `{"a":"b~"}`
	tests := map[string]struct {
		signing Signing
		message message
		want    string
	}{
		"demo form": {Signing{}, get, `GET
/campaigns/40/1402245659/queryObsResultDetail
content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:10.22.26.181%3A28080
`},
		"empty query line": {Signing{EmptyQueryLine: true}, get, `GET
/campaigns/40/1402245659/queryObsResultDetail

content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:10.22.26.181%3A28080
`},
		"query, sorted and escaped, has no empty line": {Signing{EmptyQueryLine: true}, query, `GET
/campaigns/40/1402245659/queryObsResultDetail
name=a%20b%2Fc~d%2Ae%2B%E5%A4%96%E5%91%BC&pageNum=1&pageSize=50
content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:10.22.26.181%3A28080
`},
		"body": {Signing{}, post, `POST
/campaigns/40/1402245659/queryObsResultDetail
content-type;host
content-type:application%2Fjson%3B%20charset%3DUTF-8
host:10.22.26.181%3A28080
%7B%22a%22%3A%22b~%22%7D`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := tt.signing.canonicalRequest(tt.message, headerNames(tt.message.headers))
			if got != tt.want {
				t.Errorf("canonical request\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestTimestamp(t *testing.T) {
	at := time.Date(2024, 2, 29, 23, 59, 59, 7_900_000, time.UTC)
	for signing, want := range map[Signing]string{
		{}:                      "auth-v2/AK/2024-02-29T23:59:59Z/host/",
		{TimestampMillis: true}: "auth-v2/AK/2024-02-29T23:59:59.007Z/host/",
	} {
		got, signature := signing.authorization(Credentials{"AK", "SK"}, message{headers: []pair{{"host", "h"}}}, at)
		if got != want+signature {
			t.Errorf("%+v: %s, want %s and the signature %s", signing, got, want, signature)
		}
	}
}

func TestSigningValidate(t *testing.T) {
	tests := map[string]struct{ headers, want string }{
		"default":        {"", ""},
		"the demo's":     {"content-type;host", ""},
		"host alone":     {"host", ""},
		"all, any order": {"locale;host;content-type", ""},
		"no host":        {"content-type", `signed headers "content-type" lack host`},
		"unknown header": {"host;date", `signed header "date" is none of content-type, host, locale`},
		"authorization": {"authorization;host",
			`signed header "authorization" is none of content-type, host, locale`},
		"upper case":       {"Host;host", `signed header "Host" is none of content-type, host, locale`},
		"twice":            {"host;host", `signed header "host" is named twice`},
		"trailing divider": {"host;", `signed header "" is none of content-type, host, locale`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if err := (Signing{SignedHeaders: tt.headers}).Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Validate(%q) = %q, want %q", tt.headers, got, tt.want)
			}
		})
	}
}

// FuzzAuthorizationIgnoresOrder: the order and the case in which headers and
// query parameters are given must not change the signature, and whatever is
// signed must not widen the value beyond its five parts.
//
//	go test ./isales -fuzz FuzzAuthorizationIgnoresOrder
func FuzzAuthorizationIgnoresOrder(f *testing.F) {
	f.Add("pageSize", "50", "pageNum", "1", "application/json; charset=UTF-8", "h:1")
	f.Add("", "", "外呼", "a b+c", " x ", "[::1]:8")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2, contentType, host string) {
		at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
		sign := func(m message) string {
			value, _ := Signing{}.authorization(Credentials{"AK", "SK"}, m, at)
			return value
		}
		want := sign(message{method: "GET", path: "/p", query: []pair{{k1, v1}, {k2, v2}},
			headers: []pair{{"content-type", contentType}, {"host", host}}})
		got := sign(message{method: "GET", path: "/p", query: []pair{{k2, v2}, {k1, v1}},
			headers: []pair{{"Host", host}, {"Content-Type", contentType}}})
		if got != want {
			t.Errorf("other order signs differently\n got %s\nwant %s", got, want)
		}
		if parts := strings.Split(want, "/"); len(parts) != 5 || len(parts[4]) != 64 {
			t.Errorf("%q has not the five parts of an authorization value", want)
		}
	})
}

var benchCredentials = Credentials{"EXAMPLEAK000000000001", "exampleSK0000000000000000000000000000001"}

func BenchmarkSign(b *testing.B) {
	m := message{method: "GET", path: "/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail",
		headers: []pair{{"content-type", contentType}, {"host", "10.22.26.181:28080"}}}
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		Signing{}.authorization(benchCredentials, m, at)
	}
}
