package isales

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestParsePlainHead has what a plain head is, and what is left to net/http.
func TestParsePlainHead(t *testing.T) {
	const usual = "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: 26\r\n\r\n"
	with := func(line string) string { return strings.Replace(usual, "\r\n\r\n", "\r\n"+line+"\r\n\r\n", 1) }
	instead := func(old, text string) string { return strings.Replace(usual, old, text, 1) }
	tests := map[string]struct {
		head        string
		contentType string
		length      int
		plain       bool
	}{
		"usual":                  {usual, usualType, 26, true},
		"no reason":              {instead("200 OK", "200 "), usualType, 26, true},
		"another reason":         {instead("OK", "Fine, thanks: yes"), usualType, 26, true},
		"names in other case":    {instead("Content-Length", "cOnTENT-lENGTH"), usualType, 26, true},
		"space around a value":   {instead("26", "   26  "), usualType, 26, true},
		"no space before it":     {instead(": 26", ":26"), usualType, 26, true},
		"another type":           {instead("application/json;charset=UTF-8", "text/html"), "text/html", 26, true},
		"no type":                {instead("Content-Type", "X-Type"), "", 26, true},
		"nothing follows":        {instead("26", "0"), usualType, 0, true},
		"leading zeros":          {instead("26", "0026"), usualType, 26, true},
		"the longest":            {instead("26", "1048576"), usualType, 1048576, true},
		"kept alive":             {with("Connection: Keep-Alive"), usualType, 26, true},
		"other lines":            {with("Date: Mon, 23 Nov 2026 05:39:39 GMT\r\nServer: a (b) \"c\""), usualType, 26, true},
		"longer than is read":    {instead("26", "1048577"), usualType, 0, false},
		"far too long":           {instead("26", "99999999999999999999999999"), usualType, 0, false},
		"no length":              {instead("Content-Length: 26\r\n", ""), usualType, 0, false},
		"empty length":           {instead("26", ""), usualType, 0, false},
		"negative length":        {instead("26", "-1"), usualType, 0, false},
		"signed length":          {instead("26", "+26"), usualType, 0, false},
		"length in words":        {instead("26", "0x1a"), usualType, 0, false},
		"two lengths in one":     {instead("26", "26, 26"), usualType, 0, false},
		"two lengths":            {with("Content-Length: 26"), usualType, 0, false},
		"two types":              {with("content-type: text/html"), usualType, 0, false},
		"chunked":                {with("Transfer-Encoding: chunked"), usualType, 0, false},
		"compressed":             {with("Content-Encoding: gzip"), usualType, 0, false},
		"the last":               {with("Connection: close"), usualType, 0, false},
		"the last, among others": {with("Connection: keep-alive, close"), usualType, 0, false},
		"trailer":                {with("Trailer: X"), usualType, 0, false},
		"upgrade":                {with("Upgrade: h2c"), usualType, 0, false},
		"another status":         {instead("200", "201"), "", 0, false},
		"longer status":          {instead("200", "2000"), "", 0, false},
		"HTTP/1.0":               {instead("HTTP/1.1", "HTTP/1.0"), "", 0, false},
		"HTTP/2":                 {instead("HTTP/1.1", "HTTP/2.0"), "", 0, false},
		"not all of it":          {usual[:len(usual)-1], "", 0, false},
		"bare line feed":         {instead("\r\nContent-Length", "\nContent-Length"), "", 0, false},
		"bare carriage return":   {with("X: a\rb"), "", 0, false},
		"folded line":            {with("X: a\r\n b"), "", 0, false},
		"space before the colon": {instead("Content-Length:", "Content-Length :"), "", 0, false},
		"no colon":               {with("X"), "", 0, false},
		"no name":                {with(": x"), "", 0, false},
		"tab":                    {with("X: a\tb"), "", 0, false},
		"no ASCII":               {with("X: \u00e9"), "", 0, false},
		"nothing":                {"", "", 0, false},
	}
	for name, test := range tests {
		h, ok := parsePlainHead([]byte(test.head + "{}"))
		if ok != test.plain {
			t.Errorf("%s: plain %t, want %t", name, ok, test.plain)
			continue
		}
		if want := (plainHead{len(test.head), test.contentType, test.length}); ok && h != want {
			t.Errorf("%s: %+v, want %+v", name, h, want)
		}
	}
}

// FuzzPlainHead: what is taken for a plain head means the same to net/http.
func FuzzPlainHead(f *testing.F) {
	for _, seed := range []string{
		"HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: 2\r\n\r\n{}",
		"HTTP/1.1 200 \r\ncontent-length: 0\r\nConnection: keep-alive\r\nDate: Mon, 23 Nov 2026 05:39:39 GMT\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length:2\r\nContent-Length: 3\r\nX: a\r\n b\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		h, ok := parsePlainHead(text)
		if !ok {
			return
		}
		in := bufio.NewReader(bytes.NewReader(text))
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("net/http: %v", err)
		}
		if resp.StatusCode != http.StatusOK || resp.Close || resp.TransferEncoding != nil || resp.Header["Content-Encoding"] != nil ||
			resp.ContentLength != int64(h.length) || resp.Header.Get("Content-Type") != h.contentType {
			t.Fatalf("%+v, net/http has %+v", h, resp)
		}
		want := text[h.size:min(len(text), h.size+h.length)]
		if got, _ := io.ReadAll(resp.Body); !bytes.Equal(got, want) {
			t.Fatalf("%+v, net/http has the body %q", h, got)
		}
	})
}
