package isales

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// contentType is what the vendor's page fixes for every request, also for one
// without a body.
const contentType = "application/json; charset=UTF-8"

// form is what all requests in one language have in common.
type form struct {
	header http.Header // without Authorization; never changed, its values are shared
	signed signedHeaders
}

// newForm returns the form of the language; the empty one sends no locale.
func (p *platform) newForm(l Language) *form {
	signed := []header{{"content-type", contentType}, {"host", p.base.Host}}
	h := http.Header{"Content-Type": {contentType}, "User-Agent": {p.userAgent}, "Accept": {"application/json"}}
	if l != "" {
		h["Locale"] = []string{string(l)}
		signed = append(signed, header{"locale", string(l)})
	}
	return &form{h, p.signer.choose(signed)}
}

// request builds and signs a GET of path: that of the base URL, and more that
// needs no escaping. It also returns the signature.
func (c *Client) request(ctx context.Context, path string, query []header) (r *http.Request, signature string) {
	own := struct { // in one piece of memory
		url           url.URL
		authorization [1]string
	}{url: c.base}
	own.url.Path = path
	own.url.RawQuery = string(appendPairs(nil, query, '=', '&'))
	m := message{method: http.MethodGet, path: path, query: query, headers: c.form.signed}
	if c.escape {
		m.path = own.url.EscapedPath()
	}
	own.authorization[0] = c.signer.authorization(m, c.now())
	r = c.blank.WithContext(ctx)
	r.URL = &own.url
	r.Header = maps.Clone(c.form.header)
	r.Header["Authorization"] = own.authorization[:]
	return r, own.authorization[0][strings.LastIndexByte(own.authorization[0], '/')+1:]
}

// echoed is an Authorization value in a text, however its slashes are escaped.
var echoed = regexp.MustCompile(`auth-v2[^"\s]*`)

// bytesOf returns the set of the bytes of text.
func bytesOf(text string) (set [256]bool) {
	for i := range len(text) {
		set[text[i]] = true
	}
	return set
}

var hexDigits = bytesOf("0123456789abcdef")

// scrub takes out of a text from the platform what it may have echoed: it could
// end up in a log or on a page. A secret key too short to be one is left, since
// taking it out would change data.
func (c *Client) scrub(text, signature string) string {
	// A text without a dash, as most are, is quickly looked through.
	if strings.Contains(text, "-v2") && strings.Contains(text, "auth-v2") {
		text = echoed.ReplaceAllLiteralString(text, redacted)
	}
	if hasRun(text, len(signature), &hexDigits) {
		text = strings.ReplaceAll(text, signature, redacted)
	}
	if sk := c.signer.cred.SecretKey; len(sk) >= 16 && hasRun(text, len(sk), &c.inSecret) {
		text = strings.ReplaceAll(text, sk, redacted)
	}
	return text
}

// hasRun reports whether text has n bytes of the set in a row, without which it
// cannot hold a secret of n such bytes. One byte in n that is not of the set is
// enough to tell, so that most of a text is not looked at.
func hasRun(text string, n int, set *[256]bool) bool {
	for end := n; end <= len(text); {
		start := end - n
		i := end
		for i > start && set[text[i-1]] {
			i--
		}
		if i == start {
			return true
		}
		end = i + n
	}
	return false
}
