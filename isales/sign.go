package isales

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
	"sync"
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
	names := strings.Split(s.SignedHeaders, ";")
	if s.SignedHeaders != "" && !slices.Contains(names, "host") {
		return fmt.Errorf("signed headers %q lack host", s.SignedHeaders)
	}
	seen := make(map[string]bool)
	for _, name := range names {
		switch {
		case s.SignedHeaders == "":
		case name != "host" && name != "content-type" && name != "locale":
			return fmt.Errorf("signed header %q is none of content-type, host, locale", name)
		case seen[name]:
			return fmt.Errorf("signed header %q is named twice", name)
		}
		seen[name] = true
	}
	return nil
}

// header is one header to be signed.
type header struct{ name, value string }

// signedHeaders is how the headers of a request appear in what is signed.
type signedHeaders struct {
	names string // joined by ";"
	lines string // name and value of each, escaped
}

// message is the part of a request that a signature covers.
type message struct {
	method  string
	path    string // as sent: already escaped
	query   []header
	headers signedHeaders
	body    string
}

// signer signs requests with one key pair. It is safe for concurrent use.
type signer struct {
	Signing
	cred    Credentials
	chosen  []string  // names of the headers to sign
	scratch sync.Pool // of *scratch: what one signature needs and the next can reuse
}

// scratch signs one request after the other. The key of a signature depends on
// the time and the names of the headers only, so that it is kept for as long as
// the timestamp stays the same.
type scratch struct {
	at      int64 // the timestamp's seconds or milliseconds
	names   string
	prefix  []byte    // of the Authorization value, up to the signature
	keyed   hash.Hash // HMAC-SHA256 with the key; nil before the first
	secret  hash.Hash // HMAC-SHA256 with the secret key
	request []byte
	sum     []byte
}

func newSigner(s Signing, cred Credentials) *signer {
	chosen := s.SignedHeaders
	if chosen == "" {
		chosen = DefaultSignedHeaders
	}
	sg := &signer{Signing: s, cred: cred, chosen: strings.Split(chosen, ";")}
	sg.scratch.New = func() any { return &scratch{secret: hmac.New(sha256.New, []byte(cred.SecretKey))} }
	return sg
}

// choose takes those of the headers that are to be signed.
func (s *signer) choose(headers []header) signedHeaders {
	return canonicalHeaders(slices.DeleteFunc(headers, func(h header) bool { return !slices.Contains(s.chosen, h.name) }))
}

// canonicalHeaders writes the headers with lower-case names and trimmed values,
// sorted by name.
func canonicalHeaders(headers []header) signedHeaders {
	list := make([]header, len(headers))
	names := make([]string, len(headers))
	for i, h := range headers {
		list[i] = header{strings.ToLower(h.name), strings.TrimSpace(h.value)}
		names[i] = list[i].name
	}
	slices.Sort(names)
	return signedHeaders{strings.Join(names, ";"), string(appendPairs(nil, list, ':', '\n'))}
}

// authorization returns the value of the Authorization header for m, signed at
// the time at. Its steps are those of the vendor's demo signer, in order.
func (s *signer) authorization(m message, at time.Time) string {
	t := s.scratch.Get().(*scratch)
	defer s.scratch.Put(t)
	s.setKey(t, at, m.headers.names)
	t.request = s.appendCanonicalRequest(t.request[:0], m)
	n := len(t.prefix)
	t.prefix = t.appendHMAC(t.prefix, t.keyed, t.request)
	value := string(t.prefix)
	t.prefix = t.prefix[:n]
	return value
}

// setKey makes t sign with the key for the time and the headers.
func (s *signer) setKey(t *scratch, at time.Time, names string) {
	stamp := at.Unix()
	if s.TimestampMillis {
		stamp = at.UnixMilli()
	}
	if t.keyed != nil && t.at == stamp && t.names == names {
		t.keyed.Reset()
		return
	}
	t.at, t.names = stamp, names
	t.prefix = s.appendPrefix(t.prefix[:0], s.cred.AccessKey, at, names)
	t.secret.Reset()
	// The key of the second HMAC is the hex text of the first, not its bytes.
	t.request = t.appendHMAC(t.request[:0], t.secret, t.prefix)
	t.keyed = hmac.New(sha256.New, t.request)
	t.prefix = append(t.prefix, '/')
}

// appendHMAC appends the HMAC of message in lower-case hex.
func (t *scratch) appendHMAC(b []byte, h hash.Hash, message []byte) []byte {
	h.Write(message)
	t.sum = h.Sum(t.sum[:0])
	return hex.AppendEncode(b, t.sum)
}

// appendPrefix appends the Authorization value up to the signature.
func (s Signing) appendPrefix(b []byte, ak string, at time.Time, names string) []byte {
	layout := timestampSeconds
	if s.TimestampMillis {
		layout = timestampMillis
	}
	b = append(append(append(b, "auth-v2/"...), ak...), '/')
	b = append(at.UTC().AppendFormat(b, layout), '/')
	return append(b, names...)
}

// appendCanonicalRequest appends the text that the signature covers.
func (s Signing) appendCanonicalRequest(b []byte, m message) []byte {
	b = append(append(b, m.method...), '\n')
	b = append(append(b, m.path...), '\n')
	if len(m.query) > 0 || s.EmptyQueryLine {
		b = append(appendPairs(b, m.query, '=', '&'), '\n')
	}
	b = append(append(b, m.headers.names...), '\n')
	b = append(append(b, m.headers.lines...), '\n')
	return appendEscaped(b, m.body)
}

// appendPairs appends name, separator and value of each pair, escaped, in the
// order of the escaped text.
func appendPairs(b []byte, pairs []header, separator, between byte) []byte {
	start, last, sorted := len(b), len(b), true
	for i, p := range pairs {
		if i > 0 {
			b = append(b, between)
		}
		line := len(b)
		b = append(appendEscaped(b, p.name), separator)
		b = appendEscaped(b, p.value)
		sorted = sorted && bytes.Compare(b[last:max(last, line-1)], b[line:]) <= 0
		last = line
	}
	if !sorted {
		// The divider is never part of a line: escaping removes it.
		lines := strings.Split(string(b[start:]), string(between))
		slices.Sort(lines)
		b = append(b[:start], strings.Join(lines, string(between))...)
	}
	return b
}

// unreserved are the bytes that RFC 3986 never escapes.
var unreserved = func() (set [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" {
		set[c] = true
	}
	return set
}()

// appendEscaped percent-encodes every byte of s but the unreserved ones. It is
// not url.QueryEscape, which writes a space as "+".
func appendEscaped(b []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	plain := 0
	for i := range len(s) {
		if c := s[i]; !unreserved[c] {
			b = append(append(b, s[plain:i]...), '%', digits[c>>4], digits[c&15])
			plain = i + 1
		}
	}
	return append(b, s[plain:]...)
}
