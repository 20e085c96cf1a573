package isales

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
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

func pairs(m map[string]string) []header {
	var list []header
	for name, value := range m {
		list = append(list, header{name, value})
	}
	return list
}

func (v vector) message() message {
	return message{method: v.Method, path: v.URI, query: pairs(v.Query), headers: canonicalHeaders(pairs(v.Headers)), body: v.Body}
}

func TestAuthorizationReproducesTheVendorsVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, v.Timestamp)
			if err != nil {
				t.Fatal(err)
			}
			got := newSigner(Signing{}, Credentials{v.AK, v.SK}).authorization(v.message(), at)
			if got != v.Authorization {
				t.Errorf("authorization\n got %s\nwant %s", got, v.Authorization)
			}
			east := at.In(time.FixedZone("", 8*3600))
			if got := newSigner(Signing{}, Credentials{v.AK, v.SK}).authorization(v.message(), east); got != v.Authorization {
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
		headers: canonicalHeaders([]header{{"content-type", "application/json; charset=UTF-8"}, {"host", "10.22.26.181:28080"}})}
	query := get
	query.query = []header{{"pageSize", "50"}, {"pageNum", "1"}, {"name", "a b/c~d*e+外呼"}}
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
			got := string(tt.signing.appendCanonicalRequest(nil, tt.message))
			if got != tt.want {
				t.Errorf("canonical request\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestPrefix(t *testing.T) {
	at := time.Date(2024, 2, 29, 23, 59, 59, 7_900_000, time.UTC)
	tests := map[string]struct {
		signing Signing
		want    string
	}{
		"seconds":      {Signing{}, "auth-v2/AK/2024-02-29T23:59:59Z/host"},
		"milliseconds": {Signing{TimestampMillis: true}, "auth-v2/AK/2024-02-29T23:59:59.007Z/host"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := string(tt.signing.appendPrefix(nil, "AK", at, "host")); got != tt.want {
				t.Errorf("prefix = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSigningValidate(t *testing.T) {
	tests := map[string]struct{ headers, want string }{
		"default":          {"", ""},
		"the demo's":       {"content-type;host", ""},
		"host alone":       {"host", ""},
		"all, any order":   {"locale;host;content-type", ""},
		"no host":          {"content-type", `signed headers "content-type" lack host`},
		"unknown header":   {"host;date", `signed header "date" is none of content-type, host, locale`},
		"authorization":    {"authorization;host", `signed header "authorization" is none of content-type, host, locale`},
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
		signer := newSigner(Signing{}, Credentials{"AK", "SK"})
		m := message{method: "GET", path: "/p", query: []header{{k1, v1}, {k2, v2}},
			headers: canonicalHeaders([]header{{"content-type", contentType}, {"host", host}})}
		want := signer.authorization(m, at)
		turned := message{method: "GET", path: "/p", query: []header{{k2, v2}, {k1, v1}},
			headers: canonicalHeaders([]header{{"Host", host}, {"Content-Type", contentType}})}
		if got := signer.authorization(turned, at); got != want {
			t.Errorf("other order signs differently\n got %s\nwant %s", got, want)
		}
		if parts := strings.Split(want, "/"); len(parts) != 5 || len(parts[4]) != 64 {
			t.Errorf("%q has not the five parts of an authorization value", want)
		}
	})
}

func TestAuthorizationLeavesItsInputAlone(t *testing.T) {
	headers := []header{{"Host", "h"}, {"Content-Type", " a "}}
	before := slices.Clone(headers)
	m := message{method: "GET", path: "/p", headers: canonicalHeaders(headers)}
	newSigner(Signing{}, Credentials{"AK", "SK"}).authorization(m, time.Now())
	if !slices.Equal(before, headers) {
		t.Errorf("headers changed from %v to %v", before, headers)
	}
}

// TestOneSignerSignsLikeNewOnes: what is kept from one signature to the next
// must not show.
func TestOneSignerSignsLikeNewOnes(t *testing.T) {
	second := time.Date(2026, 11, 22, 10, 20, 30, 0, time.UTC)
	hostOnly := benchMessage
	hostOnly.headers = canonicalHeaders([]header{{"host", "10.22.26.181:28080"}})
	otherPath := benchMessage
	otherPath.path = "/other"
	steps := []struct {
		message message
		at      time.Time
	}{
		{benchMessage, second},
		{benchMessage, second},
		{otherPath, second.Add(time.Millisecond)},
		{benchMessage, second.Add(999 * time.Millisecond)},
		{hostOnly, second.Add(999 * time.Millisecond)},
		{hostOnly, second.Add(time.Second)},
		{benchMessage, second.Add(time.Second)},
		{benchMessage, second},
		{benchMessage, second.In(time.FixedZone("", 8*3600))},
		{benchMessage, time.Unix(0, 0)},
		{benchMessage, time.Time{}},
	}
	for _, signing := range []Signing{{}, {TimestampMillis: true}} {
		one := newSigner(signing, benchCredentials)
		for i, step := range steps {
			want := newSigner(signing, benchCredentials).authorization(step.message, step.at)
			if got := one.authorization(step.message, step.at); got != want {
				t.Errorf("%+v, step %d\n got %s\nwant %s", signing, i, got, want)
			}
		}
	}
}

// benchMessage is the look-up of the documented example.
var benchMessage = message{method: "GET", path: "/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail",
	headers: canonicalHeaders([]header{{"content-type", "application/json; charset=UTF-8"}, {"host", "10.22.26.181:28080"}})}

var benchCredentials = Credentials{"EXAMPLEAK000000000001", "exampleSK0000000000000000000000000000001"}

// twoHMACs is what any signer must compute: the floor that signing is
// compared with, over messages of the same lengths.
func twoHMACs(sk string, prefix, canonical []byte) byte {
	h := hmac.New(sha256.New, []byte(sk))
	h.Write(prefix)
	var sum [32]byte
	var key [64]byte
	hex.Encode(key[:], h.Sum(sum[:0]))
	h = hmac.New(sha256.New, key[:])
	h.Write(canonical)
	return h.Sum(sum[:0])[0]
}

// BenchmarkSign reports signing and, as x-two-HMACs, how many times the cost
// of its two HMAC computations that is; both are timed in turns, in one run.
func BenchmarkSign(b *testing.B) {
	for name, bm := range map[string]struct {
		signing Signing
		step    time.Duration // between two signatures
	}{
		"one-second":   {Signing{}, 0},
		"new-second":   {Signing{}, time.Second},
		"milliseconds": {Signing{TimestampMillis: true}, time.Millisecond},
	} {
		b.Run(name, func(b *testing.B) {
			at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
			signer := newSigner(bm.signing, benchCredentials)
			prefix := signer.appendPrefix(nil, benchCredentials.AccessKey, at, benchMessage.headers.names)
			canonical := signer.appendCanonicalRequest(nil, benchMessage)
			b.ReportAllocs()
			var n int
			var floor time.Duration
			for b.Loop() {
				signer.authorization(benchMessage, at)
				at = at.Add(bm.step)
				n++
				if n%64 == 0 {
					b.StopTimer()
					start := time.Now()
					for range 64 {
						twoHMACs(benchCredentials.SecretKey, prefix, canonical)
					}
					floor += time.Since(start)
					b.StartTimer()
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(floor), "x-two-HMACs")
		})
	}
}
