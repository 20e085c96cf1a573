package isales_test

import (
	"strings"
	"testing"
	"time"
)

// TestOddAnswers: what HTTP allows before and after an answer changes nothing about it,
// and what comes after it is nobody's answer.
func TestOddAnswers(t *testing.T) {
	const hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
	chunked := func(trailer string) string {
		const body = `{"resultCode":"0200000","obResult":{"displayResult":"on 1"}}`
		return okHead("Transfer-Encoding: chunked", "Trailer: X-Late") + "3c\r\n" + body + "\r\n0\r\n" + trailer + "\r\n"
	}
	tests := map[string]struct {
		answer, want, problem string
	}{
		"100 before":    {"HTTP/1.1 100 Continue\r\n\r\n" + result(1), "on 1", ""},
		"hints before":  {hints + hints + result(1), "on 1", ""},
		"endless hints": {strings.Repeat(hints, 10_000), "", "broken HTTP"},
		"answer that switches": {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n" +
			result(1), "", "status 101"},
		"no content":            {"HTTP/1.1 204 No Content\r\n\r\n" + result(2), "", "status 204"},
		"not modified":          {"HTTP/1.1 304 Not Modified\r\n\r\n" + result(2), "", "status 304"},
		"reset content":         {"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", "", "status 205"},
		"trailer":               {chunked("X-Late: 1\r\n"), "on 1", ""},
		"undeclared trailer":    {chunked("Content-Length: 5\r\nX-Other: 1\r\n"), "on 1", ""},
		"HTTP/1.0":              {strings.Replace(result(1), "1.1", "1.0", 1), "on 1", ""},
		"a second answer":       {result(1) + result(2), "on 1", ""},
		"a second, half answer": {result(1) + okHead("Content-Length: 99") + "{", "on 1", ""},
		"HTTP/2 unasked":        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "", "broken"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, false, nil, func(c *wireConn) {
				for c.next() {
					if c.number == 1 {
						c.say(tt.answer)
						return
					}
					c.say(result(1))
				}
			})
			c := w.client(t, false)
			text, err := query(t.Context(), c)
			if text != tt.want || (err == nil) != (tt.problem == "") || err != nil &&
				!strings.Contains(err.Error(), tt.problem) {
				t.Errorf("%q, error %v, want %q, %q", text, err, tt.want, tt.problem)
			}
			time.Sleep(20 * time.Millisecond) // net/http looks for what comes behind an answer in its own time
			if text, err := query(t.Context(), c); text != "on 1" || err != nil {
				t.Errorf("afterwards: %q, error %v", text, err)
			}
		})
	}
}
