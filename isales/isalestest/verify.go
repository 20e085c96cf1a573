package isalestest

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The two forms of the timestamp in auth-v2.md's table of open points.
const (
	layoutSeconds = "2006-01-02T15:04:05Z"
	layoutMillis  = "2006-01-02T15:04:05.000Z"
)

// verifier checks auth-v2 signatures. It is written from the words of auth-v2.md
// and shares no code with the client's signer, so that one cannot hide the
// other's mistake.
type verifier struct {
	accessKey, secretKey string
	now                  func() time.Time
	maxSkew              time.Duration
	signing              Signing
}

// authorization is a parsed Authorization header:
// auth-v2/{AK}/{timestamp}/{signedHeaders}/{signature}.
type authorization struct {
	accessKey, timestamp, signedHeaders, signature string
}

// verify returns nil when r, whose body has been read, is signed as demanded. The
// error is for tests; clients see the same 401 for each.
func (v verifier) verify(r *http.Request, body []byte) error {
	auth, err := parseAuthorization(r.Header.Values("Authorization"))
	if err != nil {
		return err
	}
	if err := v.checkTimestamp(auth.timestamp); err != nil {
		return err
	}
	if err := v.checkSignedHeaders(auth.signedHeaders); err != nil {
		return err
	}
	canonical, err := v.canonicalRequest(r, auth.signedHeaders, body)
	if err != nil {
		return err
	}
	want := signature(signingKey(v.secretKey, auth.prefix()), canonical)
	if subtle.ConstantTimeCompare([]byte(auth.accessKey), []byte(v.accessKey)) != 1 {
		return errors.New("unknown access key")
	}
	if subtle.ConstantTimeCompare([]byte(auth.signature), []byte(want)) != 1 {
		return errors.New("wrong signature")
	}
	return nil
}

func parseAuthorization(values []string) (authorization, error) {
	if len(values) != 1 {
		return authorization{}, fmt.Errorf("%d authorization headers, want 1", len(values))
	}
	parts := strings.Split(values[0], "/")
	if len(parts) != 5 || parts[0] != "auth-v2" {
		return authorization{}, errors.New("malformed authorization header")
	}
	return authorization{parts[1], parts[2], parts[3], parts[4]}, nil
}

// prefix is step 2.
func (a authorization) prefix() string {
	return "auth-v2/" + a.accessKey + "/" + a.timestamp + "/" + a.signedHeaders
}

func (v verifier) checkTimestamp(text string) error {
	layout := layoutSeconds
	if v.signing.Millis {
		layout = layoutMillis
	}
	t, err := time.Parse(layout, text)
	// time.Parse accepts a fraction that the layout does not have.
	if err != nil || t.Format(layout) != text {
		return errors.New("wrong timestamp format")
	}
	if skew := v.now().Sub(t).Abs(); skew > v.maxSkew {
		return fmt.Errorf("timestamp is %v off", skew)
	}
	return nil
}

// checkSignedHeaders applies step 1's rules about the list itself.
func (v verifier) checkSignedHeaders(list string) error {
	if want := v.signing.SignedHeaders; want != "" && list != want {
		return errors.New("wrong list of signed headers")
	}
	names := strings.Split(list, ";")
	switch {
	case !slices.Contains(names, "host"):
		return errors.New("host is not signed")
	case slices.Contains(names, "authorization"):
		return errors.New("authorization is signed")
	case strings.ToLower(list) != list:
		return errors.New("signed headers are not in lower case")
	case !slices.IsSorted(names), len(slices.Compact(slices.Clone(names))) != len(names):
		return errors.New("signed headers are not sorted or not unique")
	}
	return nil
}

// signingKey is step 3.
func signingKey(secretKey, prefix string) string {
	return hexHMAC(secretKey, prefix)
}

// canonicalRequest is step 4.
func (v verifier) canonicalRequest(r *http.Request, signedHeaders string, body []byte) (string, error) {
	query, err := canonicalQuery(r.URL.RawQuery)
	if err != nil {
		return "", err
	}
	headers, err := canonicalHeaders(r, strings.Split(signedHeaders, ";"))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(r.Method + "\n")
	b.WriteString(sentPath(r) + "\n")
	if query != "" || v.signing.EmptyQueryLine {
		b.WriteString(query + "\n")
	}
	b.WriteString(signedHeaders + "\n")
	b.WriteString(headers + "\n")
	b.WriteString(enc(string(body)))
	return b.String(), nil
}

// signature is step 5: the key is the signing key's hex text, not its bytes.
func signature(signingKey, canonicalRequest string) string {
	return hexHMAC(signingKey, canonicalRequest)
}

// canonicalQuery refuses a query that is written otherwise than it is signed, such as
// with + for a space: a server that compares what was sent would refuse it.
func canonicalQuery(raw string) (string, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "", fmt.Errorf("parse query: %w", err)
	}
	var pairs []string
	for k, vs := range values {
		for _, v := range vs {
			pairs = append(pairs, enc(k)+"="+enc(v))
		}
	}
	slices.Sort(pairs)
	if sent := strings.Split(raw, "&"); raw != "" && !slices.Equal(slices.Sorted(slices.Values(sent)), pairs) {
		return "", errors.New("query is sent otherwise than it is signed")
	}
	return strings.Join(pairs, "&"), nil
}

func canonicalHeaders(r *http.Request, names []string) (string, error) {
	var lines []string
	for _, name := range names {
		value, err := headerValue(r, name)
		if err != nil {
			return "", err
		}
		lines = append(lines, enc(name)+":"+enc(strings.TrimSpace(value)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), nil
}

// headerValue returns the one value of a header. net/http takes Host out of the
// header, and may keep Content-Length only as a number.
func headerValue(r *http.Request, name string) (string, error) {
	values := r.Header.Values(name)
	switch {
	case name == "host" && r.Host != "":
		return r.Host, nil
	case name == "content-length" && len(values) == 0 && r.ContentLength > 0:
		return strconv.FormatInt(r.ContentLength, 10), nil
	case len(values) != 1:
		return "", fmt.Errorf("signed header %q is sent %d times", name, len(values))
	}
	return values[0], nil
}

// enc percent-encodes every byte but A-Z a-z 0-9 - . _ ~.
func enc(s string) string {
	const upperHex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9',
			c == '-', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', upperHex[c>>4], upperHex[c&15]})
		}
	}
	return b.String()
}

func hexHMAC(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return hex.EncodeToString(mac.Sum(nil))
}
