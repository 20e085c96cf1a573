package isales

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// DefaultSignedHeaders are the headers that the vendor's demo signs on a GET.
const DefaultSignedHeaders = "content-type;host"

const (
	timestampSeconds = "2006-01-02T15:04:05Z"
	timestampMillis  = "2006-01-02T15:04:05.000Z"
)

// Signing holds the points of auth-v2 on which the vendor's 2018 demo and
// programs written against the current documentation disagree. The zero value
// is the demo's form.
type Signing struct {
	// TimestampMillis writes the timestamp with milliseconds.
	TimestampMillis bool
	// EmptyQueryLine keeps an empty line in the canonical request where a
	// request has no query.
	EmptyQueryLine bool
	// SignedHeaders are the lower-case names of the headers to sign, joined by
	// ";": host, and any of content-type and locale. A header that a request
	// does not carry is left out. Empty means DefaultSignedHeaders.
	SignedHeaders string
}

// Validate reports a header list that cannot be signed.
func (s Signing) Validate() error {
	if s.SignedHeaders == "" {
		return nil
	}
	names := strings.Split(s.SignedHeaders, ";")
	if !slices.Contains(names, "host") {
		return fmt.Errorf("signed headers %q lack host", s.SignedHeaders)
	}
	for i, name := range names {
		switch {
		case name != "host" && name != "content-type" && name != "locale":
			return fmt.Errorf("signed header %q is none of content-type, host, locale", name)
		case slices.Contains(names[:i], name):
			return fmt.Errorf("signed header %q is named twice", name)
		}
	}
	return nil
}

// signs reports whether the header with the lower-case name is to be signed.
func (s Signing) signs(name string) bool {
	names := s.SignedHeaders
	if names == "" {
		names = DefaultSignedHeaders
	}
	return slices.Contains(strings.Split(names, ";"), name)
}

// pair is a header or a query parameter.
type pair struct{ name, value string }

// message is the part of a request that a signature covers.
type message struct {
	method  string
	path    string // as sent: already escaped
	query   []pair
	headers []pair // those to be signed
	body    string
}

// authorization returns the value of the Authorization header and, by itself,
// the signature at its end. The steps are those of the specification.
func (s Signing) authorization(cred Credentials, m message, at time.Time) (value, signature string) {
	// 1. signedHeaders
	signedHeaders := headerNames(m.headers)

	// 2. prefix
	layout := timestampSeconds
	if s.TimestampMillis {
		layout = timestampMillis
	}
	prefix := "auth-v2/" + cred.AccessKey + "/" + at.UTC().Format(layout) + "/" + signedHeaders

	// 3. signingKey: step 5 takes its hex text for the key, not its bytes.
	signingKey := hmacHex(cred.SecretKey, prefix)

	// 4. canonicalRequest
	canonicalRequest := s.canonicalRequest(m, signedHeaders)

	// 5. signature
	signature = hmacHex(signingKey, canonicalRequest)
	return prefix + "/" + signature, signature
}

// headerNames returns the names in lower case, sorted and joined by ";".
func headerNames(headers []pair) string {
	var names []string
	for _, h := range headers {
		names = append(names, strings.ToLower(h.name))
	}
	slices.Sort(names)
	return strings.Join(names, ";")
}

// canonicalRequest returns the text that the signature covers.
func (s Signing) canonicalRequest(m message, signedHeaders string) string {
	lines := []string{m.method, m.path}
	if len(m.query) > 0 || s.EmptyQueryLine {
		lines = append(lines, canonicalQuery(m.query))
	}
	lines = append(lines, signedHeaders, canonicalHeaders(m.headers), escape(m.body))
	return strings.Join(lines, "\n")
}

// canonicalHeaders returns one line for each header, sorted.
func canonicalHeaders(headers []pair) string {
	var lines []string
	for _, h := range headers {
		lines = append(lines, escape(strings.ToLower(h.name))+":"+escape(strings.TrimSpace(h.value)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// canonicalQuery returns the query as it is signed and sent: sorted, a space as
// %20.
func canonicalQuery(query []pair) string {
	var list []string
	for _, q := range query {
		list = append(list, escape(q.name)+"="+escape(q.value))
	}
	slices.Sort(list)
	return strings.Join(list, "&")
}

// escape percent-encodes every byte but the unreserved ones of RFC 3986.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// hmacHex returns the HMAC-SHA256 of text in lower-case hex.
func hmacHex(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}
