package isales

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The document and its example disagree about numbers and strings: vdnId is an
// integer in obResult and a string in resultMapList, defId an integer in the
// URL and a string in the answer. So text and code read both as text, digits kept,
// and vdnID and amount read both as a number. null and an absent member are the same.

// text is a description or a name: a string, or an integer as written.
type text string

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (t *text) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	switch dec.PeekKind() {
	case '"', '0':
	case 'n':
		*t = ""
		return dec.SkipValue()
	default:
		return misfit(dec, "a string or an integer")
	}
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	s := token.String()
	if token.Kind() == '0' && strings.Trim(s, "0123456789") != "" {
		return &DecodeError{string(dec.StackPointer()), "want a string or an integer, got the number " + quote(s)}
	}
	*t = text(s)
	return nil
}

// code is a code or an ID: a text without white space around it.
type code string

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (c *code) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var t text
	err := t.UnmarshalJSONFrom(dec)
	*c = code(strings.TrimSpace(string(t)))
	return err
}

// vdnID is a VDN ID; 0 for none.
type vdnID int

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (v *vdnID) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*v = 0
	var digits code
	if err := digits.UnmarshalJSONFrom(dec); err != nil || digits == "" {
		return err
	}
	n, err := strconv.ParseUint(string(digits), 10, 32)
	if err != nil || n < 1 || n > MaxVDNID {
		return &DecodeError{string(dec.StackPointer()), "want a VDN ID from 1 to 9999, got " + quote(string(digits))}
	}
	*v = vdnID(n)
	return nil
}

// amount is a number of entries, days, calls or seconds; 0 for none.
type amount int

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (a *amount) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*a = 0
	var digits code
	if err := digits.UnmarshalJSONFrom(dec); err != nil || digits == "" {
		return err
	}
	n, err := strconv.ParseUint(string(digits), 10, 31)
	if err != nil {
		return &DecodeError{string(dec.StackPointer()), "want a number, got " + quote(string(digits))}
	}
	*a = amount(n)
	return nil
}

// object is a JSON object with the fields of T: an answer, or an element of a list,
// where null is none.
type object[T any] struct{ fields T }

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (o *object[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '{' {
		return misfit(dec, "an object")
	}
	return json.UnmarshalDecode(dec, &o.fields)
}

// payload is the object that an answer is about, with the fields of T; nil for none,
// which is null or empty in any way: what the platform sends for an unknown ID is not
// documented. Of two under one name the last holds, without members of the first.
type payload[T any] struct{ fields *T }

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (p *payload[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	p.fields = nil
	if dec.PeekKind() == '{' {
		p.fields = new(T)
		return json.UnmarshalDecode(dec, p.fields)
	}
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if v.Kind() == 'n' || len(bytes.Trim(v, "\"[] \t\r\n")) == 0 {
		return nil
	}
	return &DecodeError{string(dec.StackPointer()), "want an object, got " + kindName(v.Kind())}
}

// misfit is the error for the next value, of another kind than wanted.
func misfit(dec *jsontext.Decoder, want string) error {
	kind := dec.PeekKind()
	if err := dec.SkipValue(); err != nil {
		return err
	}
	return &DecodeError{string(dec.StackPointer()), "want " + want + ", got " + kindName(kind)}
}

// kindName names a kind of JSON values in words.
func kindName(kind jsontext.Kind) string {
	switch kind {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "no value"
}

// part is an object with the fields of T that is of no use to callers who cannot
// read it: any other value is none.
type part[T any] struct{ fields *T }

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (p *part[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	p.fields = nil
	if dec.PeekKind() != '{' {
		return dec.SkipValue()
	}
	p.fields = new(T)
	return json.UnmarshalDecode(dec, p.fields)
}
