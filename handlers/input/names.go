package input

import (
	"strings"
	"unicode"

	"isales-console/spreadsheet"
)

// field is what a name in front of a number says about it.
type field int

const (
	fieldNone field = iota
	fieldDef
	fieldVDN
	fieldOther
)

// textNames are names that stand before IDs in running text, in parameters and in JSON, but above other columns, as
// normalName writes them. The names of columns are those of package spreadsheet.
var textNames = map[string]field{
	"ids": fieldDef, "defids": fieldDef, "externalresult": fieldDef, "外显结果": fieldDef,
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
	if f, ok := textNames[name]; ok {
		return f
	}
	switch spreadsheet.FieldOf(name) {
	case spreadsheet.DefID:
		return fieldDef
	case spreadsheet.VDNID:
		return fieldVDN
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
