package views

// RetryMessages are the texts of the page that says which external results not to
// retry.
type RetryMessages struct {
	Title, Own, Section        string
	Reached, Unread, All       string
	Paste, PasteJSON           string
	PasteNone                  string
	CopyList, CopyJSON         string
	NotYet                     Plural
	Table, None                string
	ColCodes, ColReason        string
	Never, Unknown             Plural
	NoCode, Shared             string
	Mixed, MixedDo             string
	ColNever, ColRetry, ColAsk string
}

var englishRetry = RetryMessages{
	Title:     "Which results of VDN {vdn} not to retry",
	Own:       "A suggestion of this console, from what each mapped code says. The decision is yours.",
	Section:   "Retry",
	Reached:   "Reached",
	Unread:    "Not read",
	All:       "All external results",
	Paste:     "List to paste into a retry policy",
	PasteJSON: "The same as JSON",
	PasteNone: "No external result is to be left out of retries as a whole.",
	CopyList:  "Copy the list",
	CopyJSON:  "Copy the list as JSON",
	NotYet:    Plural{"{n} result not read: do not paste yet.", "{n} results not read: do not paste yet."},
	Table:     "What follows for each external result",
	None:      "No external result has this verdict",
	ColCodes:  "What its codes say",
	ColReason: "Reason",
	Never:     Plural{"{never} of {n} code says never", "{never} of {n} codes say never"},
	Unknown:   Plural{"{n} code is not explained", "{n} codes are not explained"},
	NoCode:    "It has no external result code, so no policy can name it.",
	Shared:    "Other results have this external result code too: a policy cannot tell them apart.",
	Mixed:     "Mixed results",
	MixedDo:   "No policy is right for all of their calls. Split like this, each part would be clear.",
	ColNever:  "Not to retry",
	ColRetry:  "May be retried",
	ColAsk:    "Not explained",
}

var chineseRetry = RetryMessages{
	Title:     "VDN {vdn} 中不重试的外显结果",
	Own:       "以下是本控制台根据已关联的各个结果码给出的建议，是否采用由你决定。",
	Section:   "重试",
	Reached:   "已接通",
	Unread:    "未读取",
	All:       "全部外显结果",
	Paste:     "可粘贴到重试策略的列表",
	PasteJSON: "同一列表的 JSON 格式",
	PasteNone: "没有需要整体排除在重试之外的外显结果。",
	CopyList:  "复制列表",
	CopyJSON:  "复制 JSON 列表",
	NotYet:    Plural{Other: "有 {n} 个外显结果未读取，请暂勿粘贴。"},
	Table:     "每个外显结果的处理建议",
	None:      "没有符合此建议的外显结果",
	ColCodes:  "结果码的建议",
	ColReason: "原因",
	Never:     Plural{Other: "{n} 个结果码中有 {never} 个不重试"},
	Unknown:   Plural{Other: "{n} 个结果码没有说明"},
	NoCode:    "没有外显结果码，重试策略无法指定它。",
	Shared:    "还有其他外显结果使用同一外显结果码，重试策略无法区分。",
	Mixed:     "混合的外显结果",
	MixedDo:   "任何策略都不能适用于其全部呼叫。按下表拆分后，各部分的处理方式就明确了。",
	ColNever:  "不重试",
	ColRetry:  "可以重试",
	ColAsk:    "没有说明",
}
