package isales

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
)

// Language is a language that the platform and this package speak, in the form
// of the platform's locale header.
type Language string

// The languages of the locale header.
const (
	Chinese Language = "zh_CN"
	English Language = "en_US"
)

func (l Language) pick(zh, en string) string {
	if l == Chinese {
		return zh
	}
	return en
}

// Group says what kind of ending an OBS result code stands for. The grouping
// is ours, not the vendor's.
type Group string

// The groups; the empty Group means that the code is not documented well
// enough to be grouped.
const (
	GroupSuccess     Group = "success"
	GroupBusy        Group = "busy"
	GroupNoAnswer    Group = "no-answer"
	GroupDeclined    Group = "declined"
	GroupForwarded   Group = "forwarded"
	GroupUnreachable Group = "unreachable"
	GroupNumber      Group = "number"
	GroupMachine     Group = "machine"
	GroupTone        Group = "tone"
	GroupLine        Group = "line"
	GroupResources   Group = "resources"
	GroupPlatform    Group = "platform"
)

// Groups returns all groups, from the most wanted ending of a call to the
// endings that an administrator must look into.
func Groups() []Group {
	return []Group{GroupSuccess, GroupBusy, GroupNoAnswer, GroupDeclined, GroupForwarded, GroupUnreachable,
		GroupNumber, GroupMachine, GroupTone, GroupLine, GroupResources, GroupPlatform}
}

// Releaser is the side that ended the call, as documented.
type Releaser string

// The releasing sides; the empty Releaser means that none is documented.
const (
	ByUser      Releaser = "user"
	ByPlatform  Releaser = "platform"
	ByResources Releaser = "resources"
	BySystem    Releaser = "system"
	BySuccess   Releaser = "success"
)

// OBSCode is an OBS result code (failCode) of the vendor's documentation.
type OBSCode struct {
	// Code has five digits; leading zeros belong to it.
	Code string
	// Group is our grouping.
	Group Group
	// ReleasedBy is the documented releasing side.
	ReleasedBy Releaser

	zh, en, zhDetail, enDetail string
}

// failCodes is the dictionary as far as it is documented, in the order of the
// codes: the vendor's pages on outbound-call failure causes (Chinese texts) with
// our English.
//
//go:embed failcodes.json
var failCodes []byte

var obsCodes, obsCodesByCode = readOBSCodes()

// readOBSCodes panics when failcodes.json is broken, which its test rules out.
func readOBSCodes() (codes []OBSCode, byCode map[string]OBSCode) {
	var rows []struct {
		Code       string   `json:"code"`
		ZH         string   `json:"zh"`
		EN         string   `json:"en"`
		Group      Group    `json:"group"`
		ReleasedBy Releaser `json:"released_by"`
		ZHDetail   string   `json:"zh_detail"`
		ENDetail   string   `json:"en_detail"`
	}
	if err := json.Unmarshal(failCodes, &rows); err != nil {
		panic(fmt.Sprintf("isales: failcodes.json: %v", err))
	}
	byCode = make(map[string]OBSCode)
	for _, r := range rows {
		c := OBSCode{r.Code, r.Group, r.ReleasedBy, r.ZH, r.EN, r.ZHDetail, r.ENDetail}
		codes = append(codes, c)
		byCode[c.Code] = c
	}
	return codes, byCode
}

// Documented reports whether the documentation gives the code a meaning. Some
// codes only appear in its examples.
func (c OBSCode) Documented() bool { return c.zh != "" }

// Text returns the short documented meaning; empty when there is none.
func (c OBSCode) Text(l Language) string { return l.pick(c.zh, c.en) }

// Detail returns the longer text that a second document gives; empty for most
// codes.
func (c OBSCode) Detail(l Language) string { return l.pick(c.zhDetail, c.enDetail) }

// LookupOBSCode finds a documented code. The code is compared as text, so "8"
// is not "00008"; only "0" is taken for "00000", as the callback interface
// writes it.
func LookupOBSCode(code string) (OBSCode, bool) {
	c, ok := obsCodesByCode[fullCode(code)]
	return c, ok
}

// fullCode returns a fail code as the documents have it: some interfaces write 0 for
// 00000.
func fullCode(failCode string) string {
	if failCode == "0" {
		return "00000"
	}
	return failCode
}

// OBSCodes returns all codes that appear in the documentation, sorted.
func OBSCodes() []OBSCode { return slices.Clone(obsCodes) }

// Description returns what an OBS result code means. It is never empty: for a
// code without a documented meaning it says so, and documented is false.
func Description(code string, l Language) (text string, documented bool) {
	c, ok := LookupOBSCode(code)
	switch {
	case ok && c.Documented():
		return c.Text(l), true
	case ok:
		return l.pick("目前未查到含义：该码只见于厂商的示例",
			"No meaning found so far: the code is only seen in the vendor's examples"), false
	}
	return l.pick("没有文档说明：该码不在厂商的列表中",
		"No meaning documented: the code is not in the vendor's list"), false
}
