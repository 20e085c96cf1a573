package handlers

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// rawAnswer sends a request over a connection of its own and returns the bytes of
// the answer.
func rawAnswer(t *testing.T, address, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &raw)), &http.Request{Method: strings.Fields(request)[0]})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	return raw.String()
}

// sortedHead is an answer with its header sorted, and without what differs each time.
func sortedHead(answer string) string {
	head, body, _ := strings.Cut(cookiesAndDates.ReplaceAllString(answer, ""), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	slices.Sort(lines[1:])
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + body
}

// TestHead compares answers that go past net/http with what net/http makes of
// them, byte for byte but for the order of the header.
func TestHead(t *testing.T) {
	p := newRepeating(t, withoutLog)
	plain := httptest.NewServer(p.Console)
	t.Cleanup(plain.Close)
	with := func(header string) string {
		return strings.Replace(usualRequest, "Accept:", header+"\r\nAccept:", 1)
	}
	at := func(path string) string {
		return strings.Replace(usualRequest, "/vdns/40/results/1", path, 1)
	}
	for _, test := range []struct{ name, request string }{
		{"page", usualRequest},
		{"compressed", with("Accept-Encoding: gzip")},
		{"not changed", with("If-None-Match: *")},
		{"table", at("/vdns/40/results/1.csv")},
		{"home", at("/")},
		{"codes", at("/codes?q=busy")},
		{"no such page", at("/nothing")},
		{"bad form", at("/lookup?vdnId=x")},
		{"last of a connection", with("Connection: close")},
		{"old", strings.Replace(usualRequest, "HTTP/1.1", "HTTP/1.0", 1)},
		{"old but open", strings.Replace(with("Connection: keep-alive"), "HTTP/1.1", "HTTP/1.0", 1)},
		{"head", strings.Replace(usualRequest, "GET", "HEAD", 1)},
		{"form", strings.Replace(with("Content-Length: 3"), "GET /vdns/40/results/1", "POST /codes", 1) + "a=b"},
		{"expecting", with("Expect: 100-continue")},
	} {
		p.ids.Store(0) // the same ID for both
		got := rawAnswer(t, p.address, test.request)
		p.ids.Store(0)
		want := rawAnswer(t, plain.Listener.Addr().String(), test.request)
		if got, want := sortedHead(got), sortedHead(want); got != want {
			t.Errorf("%s:\n%q\nwant\n%q", test.name, got, want)
		}
	}
	if got := rawAnswer(t, p.address, usualRequest); !idsAndDates.MatchString(got) || strings.Contains(got, "Content-Length: 0") {
		t.Errorf("no date, or what net/http has to say: %q", got)
	}
}

// TestHeadIsOneHead: no value of a header can end it.
func TestHeadIsOneHead(t *testing.T) {
	var b bytes.Buffer
	appendHead(&b, http.StatusNotFound, http.Header{"Link": {"a\r\nSet-Cookie: b", "c"}, "Allow": nil, "Age": {"1"}}, nil)
	head, date, _ := strings.Cut(b.String(), "Date: ")
	if want := "HTTP/1.1 404 Not Found\r\nAge: 1\r\nLink: a  Set-Cookie: b\r\nLink: c\r\n"; head != want {
		t.Errorf("got %q, want %q", head, want)
	}
	if at, err := time.Parse(http.TimeFormat+"\r\n\r\n", date); err != nil || time.Since(at).Abs() > time.Minute {
		t.Errorf("date %q: %v", date, err)
	}
}

func TestDateOf(t *testing.T) {
	zone := time.FixedZone("east", 8*60*60)
	for at := time.Date(1999, 12, 30, 23, 59, 58, 999_999_999, zone); at.Year() < 2101; at = at.Add(86_400*7*time.Second + 3661*time.Second) {
		if got, want := string(dateOf([]byte("Date: "), at)), "Date: "+at.UTC().Format(http.TimeFormat); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
