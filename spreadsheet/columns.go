package spreadsheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is what a column holds.
type Field int

// The fields that are found by the name of their column.
const (
	DefID      Field = iota + 1 // the ID of an external result
	VDNID                       // the VDN
	FailCode                    // one OBS result code
	DefIDs                      // the IDs of several external results, which spaces part
	ResultCode                  // the code of an external result, as a retry policy has it
)

// name is what a column name stands for. Of two columns of one field the better
// name counts; names of the same rank make the field ambiguous.
type name struct {
	field Field
	rank  int
}

// ownRank is that of the names that only the API has.
const ownRank = 4

// names are the names of the API, of our own tables in both languages, and of
// those that people give such columns, as plainName writes them.
var names = map[string]name{
	"defid": {DefID, 4}, "externalresultid": {DefID, 3}, "外显结果id": {DefID, 3}, "外显结果编号": {DefID, 3},
	"externalresultdefid": {DefID, 3}, "obresultid": {DefID, 2}, "resultid": {DefID, 2},
	"结果id": {DefID, 2}, "id": {DefID, 1},

	"defids": {DefIDs, 1},

	"外显结果id号": {DefID, 2}, "外显结果号": {DefID, 2}, "外显id": {DefID, 2}, "外顯結果id": {DefID, 3},
	"外顯結果編號": {DefID, 3},

	"vdnid": {VDNID, 4}, "vdn": {VDNID, 3}, "vdn编号": {VDNID, 3}, "vdnno": {VDNID, 2}, "vdnnumber": {VDNID, 2},
	"vdncode": {VDNID, 2}, "vdn号": {VDNID, 2}, "vdn号码": {VDNID, 2}, "vdn标识": {VDNID, 2}, "所属vdn": {VDNID, 2},

	"failcode": {FailCode, 4}, "obscode": {FailCode, 4}, "obsresultcode": {FailCode, 3}, "obs外呼结果码": {FailCode, 3},
	"obs结果码": {FailCode, 3}, "外呼结果码": {FailCode, 3}, "失败码": {FailCode, 2}, "失败原因码": {FailCode, 2},
	"结果码": {FailCode, 1}, "code": {FailCode, 1},

	"externalresultcode": {ResultCode, 4}, "resultdefinitioncode": {ResultCode, 4}, "外显结果码": {ResultCode, 4},
}

// phoneWords are in names of columns that hold phone numbers, which nobody means by a
// list of IDs, as plainName writes them.
var phoneWords = []string{"phone", "mobile", "msisdn", "called", "callee", "caller", "telno", "destinationnumber",
	"电话", "電話", "手机", "手機", "号码", "號碼", "被叫", "主叫", "联系方式"}

var longNumber = regexp.MustCompile(`[0-9]{5}`)

// isPhone reports whether a cell is the name of phone numbers, and no sentence or value.
func isPhone(cell string) bool {
	name := plainName(cell)
	return len(name) <= maxName && !longNumber.MatchString(name) && (name == "tel" ||
		slices.ContainsFunc(phoneWords, func(word string) bool { return strings.Contains(name, word) }))
}

// maxName is the size in bytes of the longest name of a column that is looked for.
const maxName = 60

// FieldOf returns what a name says about the values below or behind it; 0 when it is not known.
func FieldOf(text string) Field {
	n, _ := nameOf(text)
	return n.field
}

// plainName writes a name without case, width, spaces, "_", "-", and marks.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// nameOf looks up the name of a column, also one with a remark in brackets.
func nameOf(cell string) (name, bool) {
	if len(cell) > 200 || !strings.ContainsFunc(cell, unicode.IsLetter) {
		return name{}, false
	}
	if n, ok := names[plainName(cell)]; ok {
		return n, true
	}
	before, inside, ok := strings.Cut(norm.NFKC.String(cell), "(")
	if !ok {
		// As programs write the way to a value in JSON: obResult.defId.
		n := names[plainName(cell[strings.LastIndexByte(cell, '.')+1:])]
		return n, n.rank == ownRank
	}
	if n, ok := names[plainName(before)]; ok {
		return n, true
	}
	n, ok := names[plainName(inside)]
	return n, ok
}

// matchHeader returns the columns with known names, and how good the best of the
// names is; 0 when there is none.
func matchHeader(cells []string) (score int, columns map[Field]int) {
	columns = map[Field]int{}
	ranks := map[Field]int{}
	for i, cell := range cells {
		n, ok := nameOf(cell)
		switch {
		case !ok:
		case n.rank > ranks[n.field]:
			columns[n.field], ranks[n.field] = i, n.rank
		case n.rank == ranks[n.field]:
			delete(columns, n.field) // twice: a person has to choose
		}
		if ok && n.field != VDNID {
			score = max(score, n.rank+1)
		} else if ok {
			score = max(score, 1)
		}
	}
	return score, columns
}
