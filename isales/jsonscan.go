package isales

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// maxDepth bounds the nesting of fields that this package does not know.
const maxDepth = 200

// syntaxError is text that is not JSON.
type syntaxError struct {
	offset  int
	problem string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.problem, e.offset) }

// scanner reads JSON in one pass. Strings without escapes share the memory of
// s, so an answer costs one copy however many values it holds; encoding/json
// takes about five times as long for a usual answer, and more for a long one.
type scanner struct {
	s     string
	i     int
	depth int
}

func (p *scanner) syntax(problem string) error { return &syntaxError{p.i, problem} }

// peek skips white space and returns the next byte, or 0 at the end.
func (p *scanner) peek() byte {
	s, i := p.s, p.i
	for ; i < len(s); i++ {
		c := s[i]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			p.i = i
			return c
		}
	}
	p.i = i
	return 0
}

// end reports an error unless only white space is left.
func (p *scanner) end() error {
	if p.peek(); p.i < len(p.s) {
		return p.syntax("text after the end of the answer")
	}
	return nil
}

// object reads an object. field reads the value that belongs to key; its
// typed errors are completed with the key.
func (p *scanner) object(field func(key string) error) error {
	if err := p.open('{'); err != nil {
		return err
	}
	defer p.close()
	if p.peek() == '}' {
		p.i++
		return nil
	}
	for {
		if p.peek() != '"' {
			return p.syntax("no field name")
		}
		key, err := p.str()
		if err != nil {
			return err
		}
		if p.peek() != ':' {
			return p.syntax("no colon after a field name")
		}
		p.i++
		if err := field(key); err != nil {
			return within(err, key)
		}
		if more, err := p.more('}'); !more {
			return err
		}
	}
}

// array reads an array. element reads the i-th value, from 0; its typed errors
// are completed with the index.
func (p *scanner) array(element func(i int) error) error {
	if err := p.open('['); err != nil {
		return err
	}
	defer p.close()
	if p.peek() == ']' {
		p.i++
		return nil
	}
	for i := 0; ; i++ {
		if err := element(i); err != nil {
			return within(err, "["+strconv.Itoa(i)+"]")
		}
		if more, err := p.more(']'); !more {
			return err
		}
	}
}

func (p *scanner) open(bracket byte) error {
	if p.peek() != bracket {
		want := "an object"
		if bracket == '[' {
			want = "an array"
		}
		return p.unexpected(want)
	}
	if p.depth++; p.depth > maxDepth {
		return p.syntax("nested too deeply")
	}
	p.i++
	return nil
}

func (p *scanner) close() { p.depth-- }

// more reads what stands between two values: a comma, or the closing bracket.
func (p *scanner) more(closing byte) (bool, error) {
	switch p.peek() {
	case ',':
		p.i++
		return true, nil
	case closing:
		p.i++
		return false, nil
	}
	return false, p.syntax("neither a comma nor the end of a list")
}

// unexpected is the error for a value of another kind than wanted: a typed
// one, unless what stands there is no JSON value at all.
func (p *scanner) unexpected(want string) error {
	kind := p.kind()
	if kind == "" {
		return p.syntax("no value")
	}
	return &DecodeError{Problem: "want " + want + ", got " + kind}
}

// kind names the next value in words; empty when there is none.
func (p *scanner) kind() string {
	switch c := p.peek(); {
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '"':
		return "a string"
	case c == '-', '0' <= c && c <= '9':
		return "a number"
	case c == 't', c == 'f':
		return "a boolean"
	case c == 'n':
		return "null"
	}
	return ""
}

// null reads null if it is the next value.
func (p *scanner) null() (bool, error) {
	if p.peek() != 'n' {
		return false, nil
	}
	return true, p.literal("null")
}

func (p *scanner) literal(word string) error {
	if len(p.s)-p.i < len(word) || p.s[p.i:p.i+len(word)] != word {
		return p.syntax("no value")
	}
	p.i += len(word)
	return nil
}

// plain are the bytes that mean themselves in a string.
var plain = func() (set [256]bool) {
	for c := range set {
		set[c] = c >= ' ' && c != '"' && c != '\\'
	}
	return set
}()

// plainEnd returns where the plain bytes of s end that begin at i.
func plainEnd(s string, i int) int {
	for i < len(s) && plain[s[i]] {
		i++
	}
	return i
}

// str reads a string; the next byte is a quotation mark.
func (p *scanner) str() (string, error) {
	start := p.i + 1
	escaped := false
	for j := plainEnd(p.s, start); j < len(p.s); j = plainEnd(p.s, j) {
		switch p.s[j] {
		case '"':
			p.i = j + 1
			if !escaped {
				return p.s[start:j], nil
			}
			var v string
			if err := json.Unmarshal([]byte(p.s[start-1:j+1]), &v); err != nil {
				p.i = start
				return "", p.syntax("a bad escape in a string")
			}
			return v, nil
		case '\\':
			escaped = true
			j += 2
		default:
			p.i = j
			return "", p.syntax("a control character in a string")
		}
	}
	p.i = len(p.s)
	return "", p.syntax("a string without end")
}

// number reads a number and returns it as written.
func (p *scanner) number() (string, error) {
	start := p.i
	if p.i < len(p.s) && p.s[p.i] == '-' {
		p.i++
	}
	leading := p.i
	if n := p.digits(); n == 0 || n > 1 && p.s[leading] == '0' {
		return "", p.syntax("a bad number")
	}
	if p.i < len(p.s) && p.s[p.i] == '.' {
		p.i++
		if p.digits() == 0 {
			return "", p.syntax("a bad number")
		}
	}
	if p.i < len(p.s) && (p.s[p.i] == 'e' || p.s[p.i] == 'E') {
		p.i++
		if p.i < len(p.s) && (p.s[p.i] == '+' || p.s[p.i] == '-') {
			p.i++
		}
		if p.digits() == 0 {
			return "", p.syntax("a bad number")
		}
	}
	return p.s[start:p.i], nil
}

func (p *scanner) digits() int {
	start := p.i
	for p.i < len(p.s) && '0' <= p.s[p.i] && p.s[p.i] <= '9' {
		p.i++
	}
	return p.i - start
}

// skip reads one value of any kind.
func (p *scanner) skip() error {
	var err error
	switch c := p.peek(); c {
	case '{':
		return p.object(func(string) error { return p.skip() })
	case '[':
		return p.array(func(int) error { return p.skip() })
	case '"':
		_, err = p.str()
	case 't':
		err = p.literal("true")
	case 'f':
		err = p.literal("false")
	case 'n':
		err = p.literal("null")
	default:
		if p.kind() == "" {
			return p.syntax("no value")
		}
		_, err = p.number()
	}
	return err
}
