package isales

import "slices"

// StatusSuccess is the API status of a call that succeeded.
const StatusSuccess = "0200000"

// APIStatus explains a value of the outer resultCode and returnCode: table 6
// of the vendor's page "Querying a Single External Result", in our own words.
type APIStatus struct {
	// Code has seven or eight digits: 0200001 and 02000001 are two codes.
	Code string

	zh, en string
}

// Meaning says what the status means.
func (s APIStatus) Meaning(l Language) string { return l.pick(s.zh, s.en) }

var apiStatuses = [...]APIStatus{
	{StatusSuccess, "查询成功", "The query succeeded"},
	{"0200001", "参数有误，具体原因见平台返回的描述", "A parameter is wrong; the platform's description says which"},
	{"02000001", "必填参数为空", "A required parameter is empty"},
	{"02000002", "参数中有不允许的字符", "A parameter has a character that is not allowed"},
	{"02000003", "参数过长", "A parameter is too long"},
	{"02000004", "参数过短", "A parameter is too short"},
	{"02000005", "参数长度不在允许范围内", "The length of a parameter is outside the allowed range"},
	{"02000006", "参数类型不对", "A parameter is of the wrong type"},
	{"02000007", "参数取值不对", "The value of a parameter is wrong"},
	{"02000008", "平台无法转换参数", "The platform could not convert a parameter"},
	{"02000009", "参数组合不对", "The combination of parameters is wrong"},
	{"02000010", "小时和分钟必须同时设置", "Hour and minute must be set together"},
	{"02000011", "参数个数超过上限", "There are more parameters than allowed"},
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

// statusDatabase is documented for the list of campaigns and its siblings (page
// cec_07_0727), with the same meaning in each, but not in table 6.
const statusDatabase = "0200006"

// APIStatusMeaning returns what an API status means. It is never empty: for an
// undocumented status it says so, and documented is false.
func APIStatusMeaning(code string, l Language) (text string, documented bool) {
	if s, ok := LookupAPIStatus(code); ok {
		return s.Meaning(l), true
	}
	if code == statusDatabase {
		return l.pick("平台数据库故障（见外呼活动接口的文档）",
			"The platform's database failed (documented for the interfaces of campaigns)"), true
	}
	return l.pick("文档中没有此返回码", "Not in the documentation"), false
}
