package isales

import (
	"bytes"
	"io"
	"math"
)

// readPlain reads an answer of the usual kind: status 200, of a known length, not
// compressed, and after which the connection stays open. It reports false, and
// has taken nothing, when the answer is of another kind or not all of its head
// came at once: then net/http reads it, which does all the rest of what servers do
// and takes as long as signing and decoding together.
func (l *link) readPlain(c *call) (bool, error) {
	if _, err := l.in.Peek(1); err != nil {
		return false, noEOF(err)
	}
	came, _ := l.in.Peek(l.in.Buffered())
	h, ok := parsePlainHead(came)
	if !ok {
		return false, nil
	}
	l.left, c.begun = math.MaxInt64, true
	_, _ = l.in.Discard(h.size) // it is there
	c.answer.contentType = h.contentType
	if l.in.Buffered() >= h.length {
		text, _ := l.in.Peek(h.length)
		c.answer.text = string(text)
		_, _ = l.in.Discard(h.length)
		return true, nil
	}
	in := intakes.Get().(*intake)
	defer in.keep()
	in.Grow(h.length)
	text := in.AvailableBuffer()[:h.length]
	if _, err := io.ReadFull(l.in, text); err != nil {
		return true, noEOF(err)
	}
	c.answer.text = string(text)
	return true, nil
}

// noEOF says of an answer that ends too early what net/http says.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// plainHead is the head of a plain answer.
type plainHead struct {
	size        int // of the head itself
	contentType string
	length      int // of what follows, at most MaxAnswer
}

// parsePlainHead reads a head, and reports whether it is a plain one. Whatever is
// in any way unusual is none: net/http decides about it.
func parsePlainHead(b []byte) (h plainHead, ok bool) {
	const status = "HTTP/1.1 200 "
	if !bytes.HasPrefix(b, []byte(status)) {
		return h, false
	}
	rest := b
	line, rest, ok := cutLine(rest)
	if !ok || !plainValue(line) {
		return h, false
	}
	h.length = -1
	typed := false
	for {
		if line, rest, ok = cutLine(rest); !ok {
			return h, false
		}
		if len(line) == 0 {
			h.size = len(b) - len(rest)
			return h, h.length >= 0
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || !plainName(name) || !plainValue(value) {
			return h, false
		}
		value = bytes.Trim(value, " ")
		switch {
		case isName(name, "Content-Length"):
			if h.length >= 0 {
				return h, false
			}
			if h.length, ok = plainLength(value); !ok {
				return h, false
			}
		case isName(name, "Content-Type"):
			if typed {
				return h, false
			}
			typed = true
			h.contentType = usualType
			if string(value) != usualType {
				h.contentType = string(value)
			}
		case isName(name, "Connection"):
			if !isName(value, "keep-alive") {
				return h, false
			}
		case isName(name, "Transfer-Encoding"), isName(name, "Content-Encoding"), isName(name, "Trailer"), isName(name, "Upgrade"):
			return h, false
		}
	}
}

// cutLine cuts off a line with its end; ok is false when there is no whole one.
func cutLine(b []byte) (line, rest []byte, ok bool) {
	i := bytes.IndexByte(b, '\n')
	if i < 1 || b[i-1] != '\r' {
		return nil, nil, false
	}
	return b[:i-1], b[i+1:], true
}

func isName(name []byte, want string) bool {
	return len(name) == len(want) && bytes.EqualFold(name, []byte(want))
}

// plainName reports whether a name has nothing but letters, digits and dashes.
func plainName(name []byte) bool {
	for _, c := range name {
		if c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return len(name) > 0
}

// plainValue reports whether a value is ASCII text.
func plainValue(value []byte) bool {
	for _, c := range value {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// plainLength reads a length that is at most MaxAnswer.
func plainLength(digits []byte) (n int, ok bool) {
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n = 10*n + int(c-'0'); n > MaxAnswer {
			return 0, false
		}
	}
	return n, len(digits) > 0
}
