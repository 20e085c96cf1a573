package isales

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// safe reports that a server finds in a request what it is meant to be: no lines
// or words of its own making, and no body, which would be the next request.
func safe(r *http.Request) bool {
	whole := r.URL.Host != "" && oneWord(r.URL.Host) && oneWord(r.Host) && oneWord(r.Method) && oneWord(r.URL.Opaque) && oneWord(r.URL.RawQuery)
	for name, values := range r.Header {
		whole = whole && name != "" && oneWord(name) && !strings.Contains(name, ":")
		for _, own := range [...]string{"Host", "Content-Length", "Transfer-Encoding"} {
			whole = whole && !strings.EqualFold(name, own)
		}
		for _, value := range values {
			whole = whole && oneLine(value)
		}
	}
	return whole
}

// oneLine reports whether a text can stand in a line, and does not begin one.
func oneLine(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == 0x7f {
			return false
		}
	}
	return true
}

func oneWord(text string) bool { return oneLine(text) && !strings.Contains(text, " ") }

// appendRequest appends a request as it is sent, with its header sorted by name.
func appendRequest(b []byte, r *http.Request) []byte {
	b = append(append(append(b, cmp.Or(r.Method, http.MethodGet)...), ' '), r.URL.RequestURI()...)
	b = append(append(b, " HTTP/1.1\r\nHost: "...), cmp.Or(r.Host, r.URL.Host)...)
	var room [8]string
	names := room[:0]
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.Header[name] {
			b = append(append(append(append(b, "\r\n"...), name...), ": "...), value...)
		}
	}
	if r.Header["Accept-Encoding"] == nil {
		b = append(b, "\r\nAccept-Encoding: gzip"...)
	}
	return append(b, "\r\n\r\n"...)
}
