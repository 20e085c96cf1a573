package isales

import "slices"

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
	if code == "0" {
		code = "00000"
	}
	if n, ok := fiveDigits(code); ok && obsPlaces[n] > 0 {
		return obsCodes[obsPlaces[n]-1], true
	}
	return OBSCode{}, false
}

// obsPlaces has the place in obsCodes, from 1, of the code with this number. A
// page looks up each of its rows several times. The system gives no memory to
// the parts that no code has.
var obsPlaces [100_000]uint8

const _ = uint8(len(obsCodes)) // a longer list needs a wider table

func init() {
	for i, c := range obsCodes {
		n, _ := fiveDigits(c.Code)
		obsPlaces[n] = uint8(i + 1)
	}
}

// fiveDigits returns the number that a text of five digits stands for.
func fiveDigits(code string) (n int, ok bool) {
	if len(code) != 5 {
		return 0, false
	}
	for i := range 5 {
		if code[i] < '0' || code[i] > '9' {
			return 0, false
		}
		n = 10*n + int(code[i]-'0')
	}
	return n, true
}

// OBSCodes returns all codes that appear in the documentation, sorted.
func OBSCodes() []OBSCode { return slices.Clone(obsCodes[:]) }

// Description returns what an OBS result code means. It is never empty: for a
// code without a documented meaning it says so, and documented is false.
func Description(code string, l Language) (text string, documented bool) {
	c, ok := LookupOBSCode(code)
	switch {
	case ok && c.Documented():
		return c.Text(l), true
	case ok:
		return l.pick("没有文档说明：该码只在厂商的示例中出现", "No meaning documented: the code only appears in the vendor's examples"), false
	}
	return l.pick("没有文档说明：该码不在厂商的列表中", "No meaning documented: the code is not in the vendor's list"), false
}
