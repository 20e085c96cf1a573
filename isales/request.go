package isales

import (
	"context"
	"net/http"
	"regexp"
	"strings"
)

// contentType is what the vendor's page fixes for every request, also for one
// without a body.
const contentType = "application/json; charset=UTF-8"

// newRequest returns a signed GET of path, that of the base URL and more that
// needs no escaping, and its signature, which must not leave the package.
func (c *Client) newRequest(ctx context.Context, path string, query []pair) (*http.Request, string, error) {
	u := c.base
	u.Path, u.RawQuery = path, canonicalQuery(query)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", c.userAgent)
	if c.language != "" {
		r.Header.Set("Locale", string(c.language))
	}
	m := message{method: r.Method, path: r.URL.EscapedPath(), query: query, headers: c.signedHeaders(r)}
	authorization, signature := c.signing.authorization(c.cred, m, c.now())
	r.Header.Set("Authorization", authorization)
	r.Close = c.once
	return r, signature, nil
}

// signedHeaders returns those headers of r that are to be signed.
func (c *Client) signedHeaders(r *http.Request) (signed []pair) {
	headers := []pair{{"content-type", contentType}, {"host", r.Host}}
	if c.language != "" {
		headers = append(headers, pair{"locale", string(c.language)})
	}
	for _, h := range headers {
		if c.signing.signs(h.name) {
			signed = append(signed, h)
		}
	}
	return signed
}

// echoed is an Authorization value in a text, however its slashes are escaped.
var echoed = regexp.MustCompile(`auth-v2[^"\s]*`)

// minSecret is the length from which a secret key is taken out of texts: a
// shorter one would take data with it.
const minSecret = 16

// scrub takes out of a text from the platform what it may have echoed: it could
// end up in a log or on a page.
func (c *Client) scrub(text, signature string) string {
	text = echoed.ReplaceAllLiteralString(text, redacted)
	text = strings.ReplaceAll(text, signature, redacted)
	if len(c.cred.SecretKey) >= minSecret {
		text = strings.ReplaceAll(text, c.cred.SecretKey, redacted)
	}
	return text
}
