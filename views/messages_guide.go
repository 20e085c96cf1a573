package views

// Guide are the texts of the page of help.
type Guide struct {
	Title, Lead, Chain, Terms, Script, ScriptLead string
	// Call, Code, Result and Policy are the steps from a call to what follows, and
	// terms as well.
	Call, Code, Result, Policy, Verdict, VDN Term
	ScriptResult, ScriptList, ScriptCode     string
	// ScriptToken is shown where there is a sign-in.
	ScriptToken, ScriptAll string
}

// Term is a word of the pages with what it means.
type Term struct{ Name, Text string }

var englishGuide = Guide{
	Title:  "Help",
	Lead:   "Type what you have into the box: a code, an ID, a link or words.",
	Chain:  "From a call to what follows",
	Terms:  "Terms",
	Script: "Use from a script",
	ScriptLead: "Each address gives a page to a browser. With .json, .csv or .xlsx at its end, or an Accept header, it " +
		"gives the same as data.",
	Call: Term{"Call", "The platform calls a customer for a campaign."},
	Code: Term{"OBS result code", "Says how one call ended: failCode, five digits, for example 00605. Leading zeros " +
		"belong to it."},
	Result: Term{"External result", "What the call center shows for a call: one or more OBS result codes are mapped to " +
		"it. It has an external result ID (defId) and an external result code, for example 002."},
	Policy: Term{"Retry policy",
		"A campaign’s rules on calling again. It names external result codes, so it treats all " +
			"OBS result codes of a result alike."},
	Verdict: Term{"What follows",
		"Do not retry, retry later, retry soon, or ask the administrator. Mixed means that the " +
			"codes of a result say different things."},
	VDN:          Term{"VDN", "A virtual call center. IDs and mappings hold in one VDN only."},
	ScriptResult: "One external result",
	ScriptList:   "All external results of a VDN",
	ScriptCode:   "Which external results a code leads to",
	ScriptToken: "A script sends a token, which the administrator of this console makes with “web token NAME”. A token " +
		"only reads, and has its own VDNs.",
	ScriptAll: "All addresses and fields (OpenAPI 3.1)",
}

var chineseGuide = Guide{
	Title:      "帮助",
	Lead:       "把手头的内容输入查找框：结果码、ID、链接或关键词。",
	Chain:      "从呼叫到处理建议",
	Terms:      "术语",
	Script:     "在脚本中使用",
	ScriptLead: "每个地址在浏览器中显示为页面；在末尾加上 .json、.csv 或 .xlsx，或使用 Accept 请求头，即可取得同样内容的数据。",
	Call:       Term{"呼叫", "平台为外呼活动呼叫客户。"},
	Code: Term{"OBS 外呼结果码",
		"说明一次呼叫如何结束，即 failCode，共五位数字，例如 00605。前导零是结果码的一部分。"},
	Result: Term{"外显结果",
		"呼叫中心为呼叫显示的结果，关联一个或多个 OBS 外呼结果码。它有外显结果 ID（defId）和外显结果码，例如 002。"},
	Policy: Term{"重试策略",
		"外呼活动关于再次呼叫的规则。它以外显结果码为单位，因此同一外显结果的所有 OBS 外呼结果码都按同样的方式处理。"},
	Verdict: Term{"处理建议",
		"不重试、稍后重试、尽快重试或联系管理员。“混合”表示一个外显结果的结果码给出的建议不一致。"},
	VDN: Term{"VDN", "虚拟呼叫中心。ID 和关联只在一个 VDN 内有效。"},

	ScriptResult: "一个外显结果",
	ScriptList:   "一个 VDN 的所有外显结果",
	ScriptCode:   "结果码对应的外显结果",
	ScriptToken:  "脚本使用令牌，由本控制台的管理员用“web token NAME”生成。令牌只能读取数据，且只能读取指定的 VDN。",
	ScriptAll:    "全部地址和字段（OpenAPI 3.1）",
}
