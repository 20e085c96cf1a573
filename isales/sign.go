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

// message is the part of a request that a signature covers.
type message struct {
	method  string
	path    string // as sent: already escaped
	query   []header
	headers []header
	body    string
}

// signer signs requests with one key pair. It is safe for concurrent use.
type signer struct {
	Signing
	cred    Credentials
	names   []string  // of the headers to sign
	scratch sync.Pool // of *scratch: what one signature needs and the next can reuse
}

type scratch struct {
	keyed   hash.Hash // HMAC-SHA256 with the secret key, hashed once
	headers []header
	prefix  []byte
	request []byte
	key     []byte
	sum     []byte
}

func newSigner(s Signing, cred Credentials) *signer {
	names := s.SignedHeaders
	if names == "" {
		names = DefaultSignedHeaders
	}
	sg := &signer{Signing: s, cred: cred, names: strings.Split(names, ";")}
	sg.scratch.New = func() any { return &scratch{keyed: hmac.New(sha256.New, []byte(cred.SecretKey))} }
	return sg
}

// choose keeps the headers that are to be signed.
func (s *signer) choose(headers []header) []header {
	return slices.DeleteFunc(headers, func(h header) bool { return !slices.Contains(s.names, h.name) })
}

// authorization returns the value of the Authorization header for m, signed at
// the time at. Its steps are those of the vendor's demo signer, in order.
func (s *signer) authorization(m message, at time.Time) string {
	t := s.scratch.Get().(*scratch)
	defer s.scratch.Put(t)
	t.headers = normalized(t.headers[:0], m.headers)
	m.headers = t.headers
	t.prefix = s.appendPrefix(t.prefix[:0], s.cred.AccessKey, at, m.headers)
	t.keyed.Reset()
	t.key = t.appendHMAC(t.key[:0], t.keyed, t.prefix)
	t.request = s.appendCanonicalRequest(t.request[:0], m)
	// The key of the second HMAC is the hex text of the first, not its bytes.
	t.prefix = append(t.prefix, '/')
	return string(t.appendHMAC(t.prefix, hmac.New(sha256.New, t.key), t.request))
}

// appendHMAC appends the HMAC of message in lower-case hex.
func (t *scratch) appendHMAC(b []byte, h hash.Hash, message []byte) []byte {
	h.Write(message)
	t.sum = h.Sum(t.sum[:0])
	return hex.AppendEncode(b, t.sum)
}

// normalized appends the headers with lower-case names and trimmed values,
// sorted by name, to list.
func normalized(list, headers []header) []header {
	for _, h := range headers {
		list = append(list, header{strings.ToLower(h.name), strings.TrimSpace(h.value)})
	}
	slices.SortFunc(list, func(a, b header) int { return strings.Compare(a.name, b.name) })
	return list
}

// appendPrefix appends the Authorization value up to the signature.
func (s Signing) appendPrefix(b []byte, ak string, at time.Time, headers []header) []byte {
	layout := timestampSeconds
	if s.TimestampMillis {
		layout = timestampMillis
	}
	b = append(append(append(b, "auth-v2/"...), ak...), '/')
	b = append(at.UTC().AppendFormat(b, layout), '/')
	return appendNames(b, headers)
}

// appendNames appends the names of the signed headers, joined by ";".
func appendNames(b []byte, headers []header) []byte {
	for i, h := range headers {
		if i > 0 {
			b = append(b, ';')
		}
		b = append(b, h.name...)
	}
	return b
}

// appendCanonicalRequest appends the text that the signature covers. The
// headers of m are normalized.
func (s Signing) appendCanonicalRequest(b []byte, m message) []byte {
	b = append(append(b, m.method...), '\n')
	b = append(append(b, m.path...), '\n')
	if len(m.query) > 0 || s.EmptyQueryLine {
		b = append(appendPairs(b, m.query, '=', '&'), '\n')
	}
	b = append(appendNames(b, m.headers), '\n')
	b = append(appendPairs(b, m.headers, ':', '\n'), '\n')
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
