package input

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ErrQuery is the error of a query that cannot be read.
var ErrQuery = errors.New("the parameters of the address cannot be read")

// ampersand is a separator as HTML writes it, perhaps escaped more than once.
var ampersand = regexp.MustCompile(`(?i)&(?:amp;)+`)

// Query reads the parameters of an address: its part behind the "?". Semicolons
// and "&amp;" separate like "&". The error is ErrQuery with its cause: a bad
// percent sign or bytes that are not UTF-8; no values are returned with it.
func Query(raw string) (url.Values, error) {
	values, err := url.ParseQuery(strings.ReplaceAll(ampersand.ReplaceAllString(raw, "&"), ";", "&"))
	if err != nil {
		return nil, errors.Join(ErrQuery, err)
	}
	for name, list := range values {
		if !utf8.ValidString(name + strings.Join(list, "")) {
			return nil, ErrQuery
		}
	}
	return values, nil
}
