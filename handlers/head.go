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

func appendDate(b *bytes.Buffer, at time.Time) { b.Write(dateOf(b.AvailableBuffer(), at)) }

// dateOf appends a time as http.TimeFormat has it. The time package would read
// that format anew for each date, of which an answer has two.
func dateOf(b []byte, at time.Time) []byte {
	const days, months = "SunMonTueWedThuFriSat", "JanFebMarAprMayJunJulAugSepOctNovDec"
	at = at.UTC()
	year, month, day := at.Date()
	hour, minute, second := at.Clock()
	weekday, name := 3*at.Weekday(), 3*(month-1)
	b = append(b, days[weekday:weekday+3]...)
	b = append(twoDigits(append(b, ", "...), day), ' ')
	b = append(b, months[name:name+3]...)
	b = twoDigits(twoDigits(append(b, ' '), year/100), year%100)
	b = twoDigits(append(b, ' '), hour)
	b = twoDigits(append(b, ':'), minute)
	b = twoDigits(append(b, ':'), second)
	return append(b, " GMT"...)
}

func twoDigits(b []byte, n int) []byte { return append(b, '0'+byte(n/10), '0'+byte(n%10)) }

// cutHead returns what a head has before and after the request's ID, without the
// date, and whether its status is 200.
func cutHead(head []byte, id string) (before, after []byte, ok bool) {
	const name, date = "\r\n" + idHeader + ": ", "\r\nDate: "
	i := bytes.Index(head, []byte(name+id)) + len(name)
	j := bytes.LastIndex(head, []byte(date)) + len(date)
	return head[:i], head[i+len(id) : j], bytes.HasPrefix(head, []byte("HTTP/1.1 200 "))
}
