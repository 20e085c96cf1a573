package views

// RetryMessages are the texts of the page that says which external results not to
// retry.
type RetryMessages struct {
	Title, Own, Section        string
	Unread, All                string
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

	FollowersTitle, FollowersLead, FollowersDo string
	FollowersNone, FollowersUnread             string
	FollowersRead                              string            // {time}
	Followers                                  map[string]string // by the verdict of the check
	ReadingFollowers, ReadingPolicies          string
	ReadingCampaigns                           Plural
	// NotRetriedBy and RetriedByAll say on a result's page which campaigns do not
	// retry it; {time}.
	NotRetriedBy, RetriedByAll string
	PoliciesUnread             Plural
}

var englishRetry = RetryMessages{
	Title:     "Which results of VDN {vdn} not to retry",
	Own:       "A suggestion of this console, from what each mapped code says. The decision is yours.",
	Section:   "Retry",
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

	FollowersTitle:  "Who follows it",
	FollowersLead:   "The retry policies of the campaigns have not been read yet: each campaign is a call to the platform.",
	FollowersDo:     "Read the retry policies of all campaigns",
	FollowersNone:   "The VDN has no campaigns",
	FollowersUnread: "The list of campaigns could not be read.",
	FollowersRead:   "Retry policies as of {time}",
	Followers: map[string]string{
		"differs": "Differs", "policy_unread": "Policy not read", "incomplete": "Incomplete: results are missing",
		"agrees": "Agrees", "by_number_type": "By number type: cannot be checked", "no_policy": "No retry policy",
	},
	ReadingFollowers: "Reading the retry policies of all campaigns. The results above are ready.",
	ReadingPolicies:  "Reading retry policies: {done} of {total}",
	ReadingCampaigns: Plural{"Reading the list of campaigns: {n} so far", "Reading the list of campaigns: {n} so far"},
	NotRetriedBy:     "Campaigns that do not retry it, as of {time}:",
	RetriedByAll:     "No campaign’s retry policy names it as of {time}.",
	PoliciesUnread:   Plural{"{n} retry policy could not be read.", "{n} retry policies could not be read."},
}

var chineseRetry = RetryMessages{
	Title:     "VDN {vdn} 中不重试的外显结果",
	Own:       "以下是本控制台根据已关联的各个结果码给出的建议，是否采用由你决定。",
	Section:   "重试",
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

	FollowersTitle:  "各外呼活动是否遵循",
	FollowersLead:   "尚未读取各外呼活动的重试策略：每个外呼活动需要调用一次平台接口。",
	FollowersDo:     "读取全部外呼活动的重试策略",
	FollowersNone:   "此 VDN 没有外呼活动",
	FollowersUnread: "未能读取外呼活动列表。",
	FollowersRead:   "重试策略读取时间：{time}",
	Followers: map[string]string{
		"differs": "不一致", "policy_unread": "策略未读取", "incomplete": "外显结果不全，对照不完整",
		"agrees": "一致", "by_number_type": "按号码类型，无法对照", "no_policy": "没有重试策略",
	},
	ReadingFollowers: "正在读取全部外呼活动的重试策略，以上外显结果已就绪。",
	ReadingPolicies:  "正在读取重试策略：已完成 {done} 个，共 {total} 个",
	ReadingCampaigns: Plural{Other: "正在读取外呼活动列表：已读取 {n} 个"},
	NotRetriedBy:     "不重试此外显结果的外呼活动（截至 {time}）：",
	RetriedByAll:     "截至 {time}，没有外呼活动的重试策略指定此外显结果。",
	PoliciesUnread:   Plural{Other: "{n} 个重试策略未能读取。"},
}
