package isalestest

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	slowBy    = 3 * time.Second
	dripEvery = 20 * time.Millisecond

	hugeSize  = 2 << 20
	bombSize  = 64 << 20
	chunkSize = 1 << 20
)

// firewallPage is what a firewall in front of the platform says, in either
// language and whatever the client accepts.
const firewallPage = `<!DOCTYPE html>
<html><head><title>Request blocked</title></head>
<body><h1>Request blocked / 请求被拦截</h1><p>Event ID: 0000-SAMPLE</p></body></html>
`

func (c *call) sendRight() {
	c.send(c.reply())
}

func (c *call) sendSlow() {
	c.pause(c.duration(slowBy))
	c.sendRight()
}

// duration returns the fault's argument, which findFault has checked.
func (c *call) duration(otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(c.arg); err == nil {
		return d
	}
	return otherwise
}

func (c *call) hang() {
	select {
	case <-c.r.Context().Done():
	case <-c.stop:
	}
	c.abort()
}

// abort closes the connection without an answer.
func (c *call) abort() {
	panic(http.ErrAbortHandler)
}

// reset closes the TCP connection below TLS with a linger time of zero, which
// makes the kernel send RST instead of FIN.
func (c *call) reset() {
	conn, _, err := http.NewResponseController(c.w).Hijack()
	if err != nil {
		c.abort()
	}
	if tlsConn, ok := conn.(*tls.Conn); ok {
		conn = tlsConn.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func (c *call) sendTruncated() {
	rep := c.reply()
	c.sendHeader(rep, len(rep.body))
	// net/http closes the connection of a handler that wrote too little.
	_, _ = c.w.Write(rep.body[:len(rep.body)/2])
}

func htmlReply(status int) reply {
	return reply{status: status, contentType: "text/html; charset=utf-8", body: []byte(firewallPage)}
}

func (c *call) sendHTML() {
	c.send(htmlReply(http.StatusOK))
}

func (c *call) sendHTMLAsJSON() {
	c.send(jsonReply([]byte(firewallPage)))
}

func (c *call) sendBadJSON() {
	rep := c.reply()
	rep.body = rep.body[:len(rep.body)/2]
	c.send(rep)
}

func (c *call) sendWithoutType() {
	rep := c.reply()
	rep.contentType = ""
	c.send(rep)
}

func (c *call) sendBOM() {
	rep := c.reply()
	rep.body = append([]byte("\xef\xbb\xbf"), rep.body...)
	c.send(rep)
}

func (c *call) sendBadEncoding() {
	rep := jsonReply([]byte("\xff\xfenot brotli\x00\x01\x02\x03"))
	rep.header = map[string]string{"Content-Encoding": "br"}
	c.send(rep)
}

func (c *call) sendBrokenGzip() {
	var buf bytes.Buffer
	zip(&buf, c.reply().body)
	c.sendZipped(buf.Bytes()[:buf.Len()/2])
}

func (c *call) sendZipped(body []byte) {
	rep := jsonReply(body)
	rep.header = map[string]string{"Content-Encoding": "gzip"}
	c.send(rep)
}

// sendGzipBomb sends a gzip file of many members, which inflates to their
// concatenation; so only one chunk of the padding is ever made and compressed.
func (c *call) sendGzipBomb() {
	head, tail := c.padded()
	fill := bombSize - len(head) - len(tail)
	padding := bytes.Repeat([]byte("A"), chunkSize)

	var body, chunk bytes.Buffer
	zip(&chunk, padding)
	zip(&body, append(head, padding[:fill%chunkSize]...))
	for range fill / chunkSize {
		body.Write(chunk.Bytes())
	}
	zip(&body, tail)
	c.sendZipped(body.Bytes())
}

func zip(buf *bytes.Buffer, data []byte) {
	z := gzip.NewWriter(buf)
	// Writing to a buffer does not fail.
	_, _ = z.Write(data)
	_ = z.Close()
}

func (c *call) sendHuge() {
	head, tail := c.padded()
	c.sendHeader(jsonReply(nil), hugeSize)
	_, _ = c.w.Write(head)
	padding := bytes.Repeat([]byte("A"), 32<<10)
	for left := hugeSize - len(head) - len(tail); left > 0; {
		n, err := c.w.Write(padding[:min(left, len(padding))])
		if err != nil {
			return
		}
		left -= n
	}
	_, _ = c.w.Write(tail)
}

// padded returns the right answer cut where a string of any length may stand in
// a member that no document mentions.
func (c *call) padded() (head, tail []byte) {
	body := c.answer().with("padding", "").bytes()
	at := len(body) - len(`"}`)
	return bytes.Clone(body[:at]), bytes.Clone(body[at:])
}

// sendStatus answers as what stands in front of the platform does: with a page
// where auth-v2.md has seen a firewall, with nothing where the key is refused.
func (c *call) sendStatus() {
	status, _ := strconv.Atoi(c.arg)
	switch status {
	case http.StatusUnauthorized:
		c.send(reply{status: status})
	case http.StatusForbidden, http.StatusBadGateway:
		c.send(htmlReply(status))
	case http.StatusTooManyRequests:
		rep := htmlReply(status)
		rep.header = map[string]string{"Retry-After": "7"}
		c.send(rep)
	default:
		c.send(textReply(status))
	}
}

func (c *call) redirect() {
	c.send(reply{
		status: http.StatusFound,
		header: map[string]string{"Location": c.base + "/portal/login"},
	})
}

func (c *call) drip() {
	rep := c.reply()
	c.sendHeader(rep, len(rep.body))
	rc := http.NewResponseController(c.w)
	every := c.duration(dripEvery)
	for i := range rep.body {
		c.pause(every)
		if _, err := c.w.Write(rep.body[i : i+1]); err != nil {
			return
		}
		if err := rc.Flush(); err != nil {
			return
		}
	}
}
