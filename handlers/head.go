package handlers

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const idHeader = "X-Request-Id"

// appendHead writes the head of an answer. It has what net/http writes, though not
// all in the order of the names.
func appendHead(b *bytes.Buffer, status int, h http.Header, shared *sharedHeader) {
	b.WriteString("HTTP/1.1 ")
	b.WriteString(strconv.Itoa(status))
	b.WriteString(" ")
	b.WriteString(http.StatusText(status))
	b.WriteString("\r\n")
	appendHeader(b, h)
	if shared != nil {
		b.Write(shared.text)
	}
	b.WriteString("Date: ")
	appendDate(b, time.Now())
	b.WriteString("\r\n\r\n")
}

// appendHeader writes a header sorted by name.
func appendHeader(b *bytes.Buffer, h http.Header) {
	var room [32]string
	names := room[:0]
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range h[name] {
			b.WriteString(name)
			b.WriteString(": ")
			if strings.IndexByte(value, '\r') >= 0 || strings.IndexByte(value, '\n') >= 0 {
				value = strings.NewReplacer("\r", " ", "\n", " ").Replace(value)
			}
			b.WriteString(value)
			b.WriteString("\r\n")
		}
	}
}

func appendDate(b *bytes.Buffer, at time.Time) {
	b.Write(at.UTC().AppendFormat(b.AvailableBuffer(), http.TimeFormat))
}

// cutHead returns what a head has before and after the request's ID, without the
// date, and whether its status is 200.
func cutHead(head []byte, id string) (before, after []byte, ok bool) {
	const name, date = "\r\n" + idHeader + ": ", "\r\nDate: "
	i := bytes.Index(head, []byte(name+id)) + len(name)
	j := bytes.LastIndex(head, []byte(date)) + len(date)
	return head[:i], head[i+len(id) : j], bytes.HasPrefix(head, []byte("HTTP/1.1 200 "))
}
