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
	header        http.Header // without Authorization; never changed, its values are shared
	signed        signedHeaders
	before, after string // what stands around the Authorization value in a request; empty for one that cannot be sent
}

// newForm returns the form of the language; the empty one sends no locale.
func (p *platform) newForm(l Language) *form {
	signed := []header{{"content-type", contentType}, {"host", p.base.Host}}
	h := http.Header{"Content-Type": {contentType}, "User-Agent": {p.userAgent}, "Accept": {"application/json"}}
	if l != "" {
		h["Locale"] = []string{string(l)}
		signed = append(signed, header{"locale", string(l)})
	}
	f := &form{header: h, signed: p.signer.choose(signed)}
	const method, mark = "GET /", "{authorization}"
	r := p.blank
	r.URL, r.Header = &url.URL{Host: p.base.Host, Path: "/"}, maps.Clone(h)
	r.Header["Authorization"] = []string{mark}
	if safe(&r) {
		f.before, f.after, _ = strings.Cut(string(appendRequest(nil, &r)[len(method):]), mark)
	}
	return f
}

// send signs a GET of path, that of the base URL and more that needs no escaping,
// and sends it. The signature is returned in any case.
func (c *Client) send(ctx context.Context, path string, query []header) (m call, signature string, err error) {
	if c.direct == nil || c.form.before == "" {
		r, signature := c.request(ctx, path, query)
		// The transport, not an http.Client: that one would follow redirects and
		// carry the signature elsewhere.
		m.resp, err = c.transport.RoundTrip(r)
		return m, signature, err
	}
	if c.escape {
		path = (&url.URL{Path: path}).EscapedPath()
	}
	authorization, signature := c.authorization(path, query)
	target := path
	if len(query) > 0 {
		target += "?" + string(appendPairs(nil, query, '=', '&'))
	}
	m = call{ctx: ctx, at: origin{c.base.Scheme, c.base.Host}, message: [5]string{"GET ", target, c.form.before, authorization, c.form.after}, unzips: true}
	err = c.direct.carry(&m)
	return m, signature, err
}

// request builds and signs a GET of path for any transport.
func (c *Client) request(ctx context.Context, path string, query []header) (r *http.Request, signature string) {
	own := struct { // in one piece of memory
		url           url.URL
		authorization [1]string
	}{url: c.base}
	own.url.Path = path
	own.url.RawQuery = string(appendPairs(nil, query, '=', '&'))
	if c.escape {
		path = own.url.EscapedPath()
	}
	own.authorization[0], signature = c.authorization(path, query)
	r = c.blank.WithContext(ctx)
	r.URL = &own.url
	r.Header = maps.Clone(c.form.header)
	r.Header["Authorization"] = own.authorization[:]
	return r, signature
}

// authorization signs a GET of an escaped path.
func (c *Client) authorization(path string, query []header) (authorization, signature string) {
	authorization = c.signer.authorization(message{method: http.MethodGet, path: path, query: query, headers: c.form.signed}, c.now())
	return authorization, authorization[strings.LastIndexByte(authorization, '/')+1:]
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
