package isalestest

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object that keeps the order of its members, so that answers
// look like the documented ones and faults can change any part of them. Values
// are strings, ints, nil, objects, []object and what encoding/json knows.
type object []member

type member struct {
	key   string
	value any
}

// get returns the value of key, nil when there is none.
func (o object) get(key string) any {
	for _, m := range o {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// with sets the value of a key that o has, or adds the member at the end.
func (o object) with(key string, value any) object {
	for i := range o {
		if o[i].key == key {
			o[i].value = value
			return o
		}
	}
	return append(o, member{key, value})
}

func (o object) without(keys ...string) object {
	for _, key := range keys {
		for i := range o {
			if o[i].key == key {
				o = append(o[:i], o[i+1:]...)
				break
			}
		}
	}
	return o
}

// bytes returns o as JSON without white space. HTML is left as it is, as the
// platform's JSON library does.
func (o object) bytes() []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	writeValue(&buf, enc, o)
	return buf.Bytes()
}

func writeValue(buf *bytes.Buffer, enc *json.Encoder, value any) {
	switch v := value.(type) {
	case object:
		buf.WriteByte('{')
		for i, m := range v {
			if i > 0 {
				buf.WriteByte(',')
			}
			writeValue(buf, enc, m.key)
			buf.WriteByte(':')
			writeValue(buf, enc, m.value)
		}
		buf.WriteByte('}')
	case []object:
		buf.WriteByte('[')
		for i, o := range v {
			if i > 0 {
				buf.WriteByte(',')
			}
			writeValue(buf, enc, o)
		}
		buf.WriteByte(']')
	default:
		if err := enc.Encode(v); err != nil {
			buf.WriteString("null\n")
		}
		// Encode ends each value with a line feed.
		buf.Truncate(buf.Len() - 1)
	}
}
