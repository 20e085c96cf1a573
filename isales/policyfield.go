package isales

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// embedded is the content of a field: JSON, or a text that is none.
type embedded struct {
	json jsontext.Value // nil when there is none
	text string
}

// readField reads a field's content, unless it is empty, and tells read's verdict.
func readField(v jsontext.Value, read func(embedded) bool) RawField {
	e := unwrap(v)
	if e.text == "" {
		return RawField{}
	}
	return RawField{e.text, !read(e)}
}

// unwrap returns what a field holds: its JSON, or the JSON in its string, in which
// single quotes may stand for double ones. Absent, null and an empty string are
// empty, inside a string as well.
func unwrap(v jsontext.Value) embedded {
	switch v.Kind() {
	case jsontext.KindInvalid, 'n':
		return embedded{}
	case '"':
	default:
		return embedded{v, string(v)}
	}
	var s string
	if err := json.Unmarshal(v, &s, tolerant); err != nil {
		return embedded{text: string(v)}
	}
	s = strings.TrimSpace(s)
	if s == "null" {
		return embedded{}
	}
	for _, candidate := range []string{s, strings.ReplaceAll(s, "'", `"`)} {
		inner := jsontext.Value(candidate)
		if !inner.IsValid(tolerant) {
			continue
		}
		if inner.Kind() == '"' {
			return unwrap(inner)
		}
		return embedded{inner, s}
	}
	return embedded{text: s}
}

// elements returns the objects of a list, or the one object; ok is false for
// anything else.
func (e embedded) elements() (list []jsontext.Value, ok bool) {
	switch e.json.Kind() {
	case '{':
		return []jsontext.Value{e.json}, true
	case '[':
		list = elementsOf(e.json)
		return list, !slices.ContainsFunc(list, func(v jsontext.Value) bool { return v.Kind() != '{' })
	}
	return nil, false
}

// elementsOf returns the elements of a JSON array but null.
func elementsOf(array jsontext.Value) (list []jsontext.Value) {
	if err := json.Unmarshal(array, &list, tolerant); err != nil {
		return nil
	}
	return slices.DeleteFunc(list, func(v jsontext.Value) bool { return v.Kind() == 'n' })
}

// decodeElements decodes each object of a list, or the one object.
func decodeElements[T any](e embedded) (list []T, ok bool) {
	elements, ok := e.elements()
	for _, v := range elements {
		var fields T
		if json.Unmarshal(v, &fields, tolerant) != nil {
			return nil, false
		}
		list = append(list, fields)
	}
	return list, ok
}

// codes reads external result codes: a code, codes joined by commas, or a list of
// codes or of objects with a resultCode.
func (e embedded) codes() (codes []string, ok bool) {
	switch e.json.Kind() {
	case '[':
		for _, v := range elementsOf(e.json) {
			more, ok := unwrap(v).codes()
			if !ok {
				return nil, false
			}
			codes = addCodes(codes, more...)
		}
		return codes, true
	case '{':
		var o struct {
			ResultCode code `json:"resultCode"`
		}
		if json.Unmarshal(e.json, &o, tolerant) != nil || o.ResultCode == "" {
			return nil, false
		}
		e.text = string(o.ResultCode)
	case 't', 'f':
		return nil, false
	}
	for part := range strings.SplitSeq(e.text, ",") {
		part = strings.TrimSpace(strings.Trim(strings.TrimSpace(part), `'"`))
		if strings.ContainsFunc(part, notInCode) || utf8.RuneCountInString(part) > maxResultCode {
			return nil, false
		}
		codes = addCodes(codes, part)
	}
	return codes, true
}

// maxResultCode is the length of the longest external result code: those of the
// vendor's console have fewer than eight characters.
const maxResultCode = 7

// notInCode reports a character that no external result code has: how several codes
// are joined is not documented, and codes that are not joined by commas must not be
// taken for one.
func notInCode(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(`[]{}'";|/\；，、`, r)
}

// addCodes adds the codes that are not empty and not there yet.
func addCodes(codes []string, more ...string) []string {
	for _, c := range more {
		if c != "" && !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes
}
