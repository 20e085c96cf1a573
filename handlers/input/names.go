package input

import (
	"strings"
	"unicode"
)

// field is what a name in front of a number says about it.
type field int

const (
	fieldNone field = iota
	fieldDef
	fieldVDN
	fieldOther
)

// names are the names of IDs in running text, in parameters and in JSON, as
// normalName writes them.
var names = map[string]field{
	"id": fieldDef, "ids": fieldDef, "defid": fieldDef, "defids": fieldDef, "resultid": fieldDef,
	"externalresultid": fieldDef, "externalresult": fieldDef,
	"外显结果id": fieldDef, "外显结果编号": fieldDef, "外显结果": fieldDef,
	"vdn": fieldVDN, "vdnid": fieldVDN, "vdn编号": fieldVDN,
}

func normalName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// fieldOf returns what a name stands for; fieldOther for an unknown one.
func fieldOf(name string) field {
	name = normalName(name)
	if name == "" {
		return fieldNone
	}
	if f, ok := names[name]; ok {
		return f
	}
	return fieldOther
}

// cutName splits "ID: 1402245659" and "defId=1402245659" into name and value. ok
// is false when no letter stands before the first digit, or no digit comes at all.
func cutName(text string) (name, value string, ok bool) {
	folded := fold(text)
	at := strings.IndexFunc(folded, unicode.IsNumber)
	if at < 0 || !strings.ContainsFunc(folded[:at], unicode.IsLetter) {
		return "", text, false
	}
	return folded[:at], folded[at:], true
}
