package views

// CampaignMessages are the texts of the pages about campaigns and calls.
type CampaignMessages struct {
	Title, Section, One                             string
	Name, Status, Device, Begin, End, ID            string
	Search, AllStates, IDLabel, IDHint, Open, IDBad string
	None, NoneDo, Beyond                            string
	Statuses, Devices                               map[string]string
	Started                                         string
	Description, Alerting, Workdays, Holidays       string
	Queue, Callers                                  string

	Policy, Kind, NoPolicy, Unread, Unreadable         string
	Kinds                                              map[string]string
	Rule, RuleOf                                       string
	Days, Result                                       string
	NoRetry, NoRetryNone                               string
	Business, BusinessUnread                           string
	BusinessActions                                    map[string]string
	Check, CheckLead, CheckNot, CheckByType, CheckSame string
	CheckUnread                                        string
	Parts                                              map[string]string
	Raw                                                string
	ColDoes, Listed, Unlisted                          string

	CallTitle, CallHeading, CallPrivacy          string
	Outcome, FailCode, Rang, Talked, Ended       string
	Outcomes                                     map[string]string
	Then, Today, Same, Moved, Nowhere, NotListed string
	TodayUnread, NoResult                        string
}

var englishCampaigns = CampaignMessages{
	Title: "Campaigns of VDN {vdn}", Section: "Campaigns", One: "Campaign {id} in VDN {vdn}",
	Name: "Campaign", Status: "Status", Device: "How it calls", Begin: "Begins", End: "Ends", ID: "Campaign ID",
	Search: "Name", AllStates: "All", IDLabel: "Campaign ID", IDHint: "For a campaign that the list does not show",
	Open: "Open the campaign", IDBad: "A campaign ID is a number from 1 to 9223372036854775807",
	None: "No campaign found", NoneDo: "Search for a shorter part of the name, or open it by its ID.",
	Beyond: "This page is beyond the end of the list",
	Statuses: map[string]string{
		"2": "Started", "3": "Suspended", "4": "Completed or expired", "other": "Status {value}",
	},
	Started: "“Started” does not prove that calls go out: the platform also says so before the first and after the last call.",
	Devices: map[string]string{
		"1": "IVR, intelligent", "2": "Skill queue, predicted", "3": "IVR, automatic", "5": "Skill queue, previewed",
		"6": "Skill queue, preempted", "other": "Device type {value}",
	},
	Description: "Description", Alerting: "Rings for at most", Workdays: "On workdays", Holidays: "On holidays",
	Queue: "Skill queue", Callers: "Numbers shown to customers",

	Policy: "Retry policy", Kind: "Kind",
	NoPolicy:   "The campaign has no retry policy.",
	Unread:     "The retry policy could not be read.",
	Unreadable: "This part of the policy has a form that is not documented. It is shown below as sent.",
	Kinds: map[string]string{
		"0": "Global, for all numbers", "1": "By number type", "other": "Kind {value}",
	},
	Rule: "All numbers", RuleOf: "Number type {type}",
	Days:    "{days} days, {times} calls a day. The newest page of the vendor has it the other way round.",
	Result:  "Result type {result}: {n} retries, each after {interval} (probably seconds: the unit is not documented)",
	NoRetry: "Results that are not retried", NoRetryNone: "The policy names no result that is not retried.",
	Business: "Business results", BusinessUnread: "The names of the business results could not be read.",
	BusinessActions: map[string]string{
		"0": "Stop calling", "1": "Call the next number", "2": "Call this number again", "other": "Policy {value}",
	},
	Check: "Policy against mapping", CheckLead: "A suggestion of this console, from what each mapped code says.",
	CheckNot:    "There is nothing to check.",
	CheckByType: "A policy by number type names result types, and their meaning is not documented: this cannot be checked.",
	CheckSame:   "The policy and the advice for the external results agree.",
	CheckUnread: "External results are missing, so the check is not complete.",
	Parts: map[string]string{
		"retried":     "Retried although every code says never",
		"not_retried": "Not retried although every code is temporary",
		"gone":        "In the policy, but no longer in the VDN",
		"mixed":       "Mixed: right for some of the calls only",
		"unread":      "Not checked, because a result was not read",
	},
	Raw:     "Policy as sent",
	ColDoes: "The policy", Listed: "Not retried", Unlisted: "Retried",

	CallTitle: "Call {id}", CallHeading: "Call {id} in VDN {vdn}",
	CallPrivacy: "The number called, the recording and what the customer said are not read by this console.",
	Outcome:     "Outcome", FailCode: "Fail code", Rang: "Rang for", Talked: "Talked for", Ended: "Ended",
	Outcomes: map[string]string{"5": "Failed", "6": "Succeeded", "other": "Status {value}"},
	Then:     "The platform said then", Today: "Today's mapping",
	Same:        "Today's mapping still says the same.",
	Moved:       "Today the code is mapped to another external result:",
	Nowhere:     "Today no external result is mapped to the code.",
	NotListed:   "Today no external result has the external result code {code}.",
	TodayUnread: "External results are missing, so this may be incomplete.",
	NoResult:    "The platform sent no external result code.",
}

var chineseCampaigns = CampaignMessages{
	Title: "VDN {vdn} 的外呼活动", Section: "外呼活动", One: "VDN {vdn} 中的外呼活动 {id}",
	Name: "外呼活动", Status: "状态", Device: "外呼方式", Begin: "开始时间", End: "结束时间",
	ID:     "外呼活动 ID",
	Search: "名称", AllStates: "全部", IDLabel: "外呼活动 ID",
	IDHint: "用于打开列表中没有的外呼活动",
	Open:   "打开外呼活动", IDBad: "外呼活动 ID 必须是 1 到 9223372036854775807 之间的数字",
	None: "没有找到外呼活动", NoneDo: "请换用名称中更短的一部分，或按 ID 打开。",
	Beyond: "此页超出了列表末尾",
	Statuses: map[string]string{
		"2": "已启动", "3": "暂停", "4": "已完成或已过期", "other": "状态 {value}",
	},
	Started: "“已启动”不代表正在呼出：首次呼叫之前和最后一次呼叫之后，平台也显示此状态。",
	Devices: map[string]string{
		"1": "智能外呼的 IVR", "2": "预测外呼的技能队列", "3": "自动外呼的 IVR",
		"5": "预览外呼的技能队列",
		"6": "预占外呼的技能队列", "other": "类型 {value}",
	},
	Description: "描述", Alerting: "最长振铃时间", Workdays: "工作日时段", Holidays: "节假日时段",
	Queue: "技能队列", Callers: "向客户显示的号码",

	Policy: "重试策略", Kind: "类型",
	NoPolicy:   "此外呼活动没有重试策略。",
	Unread:     "未能读取重试策略。",
	Unreadable: "策略的这一部分格式没有文档说明，原文见下方。",
	Kinds: map[string]string{
		"0": "全局，适用于全部号码", "1": "按号码类型", "other": "类型 {value}",
	},
	Rule: "全部号码", RuleOf: "号码类型 {type}",
	Days:    "{days} 天，每天呼叫 {times} 次。厂商最新的文档中两者含义相反。",
	Result:  "结果类型 {result}：重试 {n} 次，每次间隔 {interval}（文档未注明单位，可能是秒）",
	NoRetry: "不重试的外显结果", NoRetryNone: "策略没有指定不重试的外显结果。",
	Business: "业务结果", BusinessUnread: "未能读取业务结果的名称。",
	BusinessActions: map[string]string{
		"0": "停止呼叫", "1": "呼叫下一个号码", "2": "再次呼叫此号码", "other": "策略 {value}",
	},
	Check: "策略与关联的对照", CheckLead: "以下是本控制台根据已关联的各个结果码给出的建议。",
	CheckNot:    "没有可以对照的内容。",
	CheckByType: "按号码类型的策略使用结果类型，其含义没有文档说明，因此无法对照。",
	CheckSame:   "策略与外显结果的处理建议一致。",
	CheckUnread: "缺少部分外显结果，因此对照不完整。",
	Parts: map[string]string{
		"retried":     "所有结果码都不应重试，但仍在重试",
		"not_retried": "所有结果码都是暂时的，但没有重试",
		"gone":        "在策略中，但 VDN 中已不存在",
		"mixed":       "混合：只适用于一部分呼叫",
		"unread":      "因外显结果未读取而没有对照",
	},
	Raw:     "策略原文",
	ColDoes: "策略", Listed: "不重试", Unlisted: "重试",

	CallTitle: "呼叫 {id}", CallHeading: "VDN {vdn} 中的呼叫 {id}",
	CallPrivacy: "本控制台不读取被叫号码、录音以及客户提供的内容。",
	Outcome:     "结果", FailCode: "失败码", Rang: "振铃时长", Talked: "通话时长", Ended: "结束时间",
	Outcomes: map[string]string{"5": "失败", "6": "成功", "other": "状态 {value}"},
	Then:     "平台当时的记录", Today: "现在的关联",
	Same:        "现在的关联与当时一致。",
	Moved:       "现在此结果码关联其他外显结果：",
	Nowhere:     "现在没有外显结果与此结果码关联。",
	NotListed:   "现在没有外显结果使用外显结果码 {code}。",
	TodayUnread: "缺少部分外显结果，因此可能不完整。",
	NoResult:    "平台没有返回外显结果码。",
}
