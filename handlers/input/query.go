package input

import (
	"errors"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrQuery is the error of a query that cannot be read.
var ErrQuery = errors.New("the parameters of the address cannot be read")

var (
	// ampersand is a separator as HTML writes it, perhaps escaped more than once.
	ampersand = regexp.MustCompile(`(?i)&(?:amp;)+`)
	// semicolon is a separator where a parameter or nothing follows; else it is part of a value.
	semicolon = regexp.MustCompile(`;+([A-Za-z_][\w.-]*=|&|$)`)
	// parameter is a name; a number is none, it is a value that lost its own.
	parameter = regexp.MustCompile(`^[A-Za-z_][\w.-]*$`)
)

// parameterNames are those of parameters that carry what people look for.
var parameterNames = []string{"vdnId", "defId", "id", "q", "code", "verdict", "lang", "from", "to", "page"}

// Query reads the parameters of an address: its part behind the "?". Semicolons
// and "&amp;" before a name separate like "&", and capitals of a name do not matter. The error
// is ErrQuery with its cause: a bad percent sign, bytes that are not UTF-8, something
// that is no name before the "=", or two values of a parameter other than id, a list,
// and lang, which changes no answer; no values are returned with it.
func Query(raw string) (url.Values, error) {
	separated := semicolon.ReplaceAllString(ampersand.ReplaceAllString(raw, "&"), "&$1")
	values, err := url.ParseQuery(strings.ReplaceAll(separated, ";", "%3B"))
	if err != nil {
		return nil, errors.Join(ErrQuery, err)
	}
	for _, name := range parameterNames {
		for _, other := range slices.Sorted(maps.Keys(values)) {
			if other != name && strings.EqualFold(other, name) {
				values[name] = append(values[name], values[other]...)
				delete(values, other)
			}
		}
	}
	for name, list := range values {
		several := name != "id" && name != "lang" && len(slices.Compact(slices.Clone(list))) > 1
		if several || !parameter.MatchString(name) || !utf8.ValidString(strings.Join(list, "")) {
			return nil, ErrQuery
		}
	}
	return values, nil
}
