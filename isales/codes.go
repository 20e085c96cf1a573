package isales

import "slices"

// StatusSuccess is the API status of a call that succeeded.
const StatusSuccess = "0200000"

// APIStatus explains a value of the outer resultCode and returnCode: table 6
// of the vendor's page "Querying a Single External Result", in our own words.
type APIStatus struct {
	// Code has seven or eight digits: 0200001 and 02000001 are two codes.
	Code string

	zh, en, zhAdvice, enAdvice string
}

// Meaning says what the status means.
func (s APIStatus) Meaning(l Language) string { return l.pick(s.zh, s.en) }

// Advice says what to do.
func (s APIStatus) Advice(l Language) string { return l.pick(s.zhAdvice, s.enAdvice) }

var apiStatuses = [...]APIStatus{
	{StatusSuccess,
		"查询成功", "The query succeeded",
		"无需处理。", "Nothing needs to be done."},
	{"0200001",
		"参数有误，具体原因见平台返回的描述", "A parameter is wrong; the platform's description says which",
		"按平台返回的描述检查 VDN ID 和外显结果 ID。",
		"Read the platform's description, then check the VDN ID and the external result ID."},
	{"02000001",
		"必填参数为空", "A required parameter is empty",
		"检查 VDN ID 和外显结果 ID 是否都已填写。",
		"Check that both the VDN ID and the external result ID are given."},
	{"02000002",
		"参数中有不允许的字符", "A parameter has a character that is not allowed",
		"两个 ID 只能包含数字，请重新输入，不要粘贴其他字符。",
		"Both IDs have digits only: type them again instead of pasting them."},
	{"02000003",
		"参数过长", "A parameter is too long",
		"核对外显结果 ID 的位数。", "Compare the number of digits of the external result ID with its source."},
	{"02000004",
		"参数过短", "A parameter is too short",
		"核对外显结果 ID 是否漏了数字。", "Check whether digits of the external result ID are missing."},
	{"02000005",
		"参数长度不在允许范围内", "The length of a parameter is outside the allowed range",
		"核对 VDN ID（1 到 9999）和外显结果 ID 的位数。",
		"Compare the VDN ID (1 to 9999) and the external result ID with their source."},
	{"02000006",
		"参数类型不对", "A parameter is of the wrong type",
		"两个 ID 都必须是整数，请核对后重试。", "Both IDs must be whole numbers: check them and try again."},
	{"02000007",
		"参数取值不对", "The value of a parameter is wrong",
		"确认该 VDN 存在，且外显结果 ID 属于该 VDN。",
		"Check that the VDN exists and that the external result ID belongs to it."},
	{"02000008",
		"平台无法转换参数", "The platform could not convert a parameter",
		"两个 ID 都必须是整数；若确实如此，请联系平台管理员。",
		"Both IDs must be whole numbers; if they are, tell the platform's administrator."},
	{"02000009",
		"参数组合不对", "The combination of parameters is wrong",
		"确认外显结果 ID 属于所填的 VDN。", "Check that the external result ID belongs to the VDN you entered."},
	{"02000010",
		"小时和分钟必须同时设置", "Hour and minute must be set together",
		"本查询没有这两个参数，请把此返回码告知平台管理员。",
		"This query has neither of them: tell the platform's administrator about this status."},
	{"02000011",
		"参数个数超过上限", "There are more parameters than allowed",
		"本查询只有两个参数，请把此返回码告知平台管理员。",
		"This query has two parameters only: tell the platform's administrator about this status."},
}

// LookupAPIStatus finds a documented API status, compared as text.
func LookupAPIStatus(code string) (APIStatus, bool) {
	i := slices.IndexFunc(apiStatuses[:], func(s APIStatus) bool { return s.Code == code })
	if i < 0 {
		return APIStatus{}, false
	}
	return apiStatuses[i], true
}

// APIStatuses returns success and the twelve documented errors, in the order
// of table 6.
func APIStatuses() []APIStatus { return slices.Clone(apiStatuses[:]) }

// APIStatusMeaning returns what an API status means. It is never empty: for an
// undocumented status it says so, and documented is false.
func APIStatusMeaning(code string, l Language) (text string, documented bool) {
	if s, ok := LookupAPIStatus(code); ok {
		return s.Meaning(l), true
	}
	return l.pick("文档中没有此返回码", "Not in the documentation"), false
}

// APIStatusAdvice returns what to do about an API status; never empty.
func APIStatusAdvice(code string, l Language) string {
	if s, ok := LookupAPIStatus(code); ok {
		return s.Advice(l)
	}
	return l.pick("把此返回码和请求 ID 告知平台管理员。",
		"Tell the platform's administrator the status and the request ID.")
}
