package views

// ReverseMessages are the texts of the pages on which a code leads to external results.
type ReverseMessages struct {
	Section, Title, Results, Meant                     string
	FormTitle, FormLead, FormCode, FormHint, FormError string
	// Says is what is found, by the number of results: once, twice, nowhere; or unknown.
	Says map[string]ErrorText
}

var englishReverse = ReverseMessages{
	Title:     "Code {code} in VDN {vdn}",
	Results:   "External results",
	Meant:     "Leading zeros may be lost. Did you mean:",
	Section:   "Code to results",
	FormTitle: "Which external results have a code in VDN {vdn}?",
	FormLead:  "An OBS result code leads to the external results that it is mapped to.",
	FormCode:  "OBS result code",
	FormHint:  "For example 00605; leading zeros count",
	FormError: "Enter one code, such as 00605",
	Says: map[string]ErrorText{
		"once": {
			Heading: "Code {code} leads to one external result",
			What:    "A call that ends with this code in VDN {vdn} is shown as the external result below.",
			Do:      "A retry policy names external results, not codes: what follows is decided for the result as a whole.",
		},
		"twice": {
			Heading: "Code {code} leads to {n} external results",
			What: "More than one external result of VDN {vdn} is mapped to this code, so it is not clear which one " +
				"a call gets.",
			Do: "Ask the administrator of the VDN to map the code once only.",
		},
		"nowhere": {
			Heading: "Code {code} leads to no external result",
			What:    "The code exists, but no external result of VDN {vdn} is mapped to it.",
			Do:      "Add it to an external result in AICC, if calls with this code should be shown as one.",
		},
		"unknown": {
			Heading: "Code {code} is unknown",
			What: "Neither the documentation nor the code list of VDN {vdn} has this code, and no external result " +
				"is mapped to it.",
			Do: "Check each digit; leading zeros count.",
		},
	},
}

var chineseReverse = ReverseMessages{
	Title:     "VDN {vdn} 中的结果码 {code}",
	Results:   "外显结果",
	Meant:     "可能丢失了前导零。你要查找的是否为：",
	Section:   "按结果码反查",
	FormTitle: "在 VDN {vdn} 中按结果码反查外显结果",
	FormLead:  "输入 OBS 外呼结果码，查看它关联的外显结果。",
	FormCode:  "OBS 外呼结果码",
	FormHint:  "例如 00605，前导零不可省略",
	FormError: "请输入一个结果码，例如 00605",
	Says: map[string]ErrorText{
		"once": {
			Heading: "结果码 {code} 关联一个外显结果",
			What:    "在 VDN {vdn} 中，以此结果码结束的呼叫显示为以下外显结果。",
			Do:      "重试策略以外显结果为单位，因此是否重试要看整个结果。",
		},
		"twice": {
			Heading: "结果码 {code} 关联 {n} 个外显结果",
			What:    "VDN {vdn} 中有多个外显结果关联此结果码，无法确定呼叫显示为哪一个。",
			Do:      "请让 VDN 的管理员只保留一处关联。",
		},
		"nowhere": {
			Heading: "结果码 {code} 没有关联外显结果",
			What:    "此结果码存在，但 VDN {vdn} 中没有外显结果与它关联。",
			Do:      "如果此类呼叫需要显示外显结果，请在 AICC 中添加关联。",
		},
		"unknown": {
			Heading: "未知的结果码 {code}",
			What:    "文档和 VDN {vdn} 的结果码列表中都没有此结果码，也没有外显结果与它关联。",
			Do:      "请逐位核对，前导零也算。",
		},
	},
}
