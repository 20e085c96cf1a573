package views

// CampaignCodesMessages are the texts of the page that counts the fail codes of a
// campaign.
type CampaignCodesMessages struct {
	Title, Section                           string
	First, Last, FirstHint, LastHint, Submit string
	Zone                                     string
	BadDay, NoDay, Order, TooMany, Future    string
	Range, Compared, Uncompared              string
	None, NoneDo                             string
	Failed, Ours, Unmapped, Unknown, ShareOf string
	UnmappedDo, UnknownDo                    string
	Picture, PictureText, Segment            string
	DayTable, Day, AllDays                   string
	Calls, Share, Change, Before, AllCodes   string
	MarkUnmapped, MarkUnknown, MarkOurs      string
}

var englishCampaignCodes = CampaignCodesMessages{
	Title: "Fail codes of campaign {id} in VDN {vdn}", Section: "Fail codes",
	First: "First day", Last: "Last day", FirstHint: "Such as {day}", LastHint: "At most {max} days with the first",
	Submit: "Count",
	Zone: "The vendor does not say in which time zone a day begins. " +
		"Without dates, the last {max} days up to today in UTC are counted.",
	BadDay:     "Enter a day as year-month-day, such as {day}",
	NoDay:      "Enter both days, or leave both fields empty",
	Order:      "The first day is after the last day",
	TooMany:    "These are {days} days; at most {max} can be counted at once",
	Future:     "This day has not begun yet",
	Range:      "{from} to {to}",
	Compared:   "Changes are against as many days before, {from} to {to}.",
	Uncompared: "The days before could not be read, so no change is shown.",
	None:       "No failed calls",
	NoneDo:     "The platform counts no failed call of this campaign on these days. Try other days.",
	Failed:     "Failed calls", Ours: "Ours to mend: resources, platform, agents",
	Unmapped: "With unmapped codes", Unknown: "With unexplained codes", ShareOf: "{share} ({n})",
	UnmappedDo: "These codes occur, but no external result is mapped to them. " +
		"Map them, so that a result says why the calls failed:",
	UnknownDo: "These codes occur, but neither the vendor's documents found so far nor this VDN's own code list " +
		"nor a note explains them. Ask the platform's administrator:",
	Picture: "Failed calls a day, by what to do",
	PictureText: "{n} calls from {from} to {to}, most of them on {day}: {most}. " +
		"The table below has every number.",
	Segment: "{day}, {action}: {n}", DayTable: "The picture as a table", Day: "Day", AllDays: "All days",
	Calls: "Calls", Share: "Share", Change: "Change", Before: "{n} before", AllCodes: "All codes",
	MarkUnmapped: "unmapped", MarkUnknown: "unexplained", MarkOurs: "ours to mend",
}

var chineseCampaignCodes = CampaignCodesMessages{
	Title: "VDN {vdn} 中外呼活动 {id} 的失败码", Section: "失败码",
	First: "开始日期", Last: "结束日期", FirstHint: "例如 {day}", LastHint: "含开始日期最多 {max} 天",
	Submit:     "统计",
	Zone:       "厂商文档没有说明每一天按哪个时区计算。不填日期时，统计截至今天（UTC）的最近 {max} 天。",
	BadDay:     "请按年-月-日的格式输入日期，例如 {day}",
	NoDay:      "请填写两个日期，或者都不填",
	Order:      "开始日期晚于结束日期",
	TooMany:    "所选范围有 {days} 天，一次最多统计 {max} 天",
	Future:     "这一天还没有开始",
	Range:      "{from} 至 {to}",
	Compared:   "变化是与此前相同天数（{from} 至 {to}）相比。",
	Uncompared: "未能读取此前的数据，因此不显示变化。",
	None:       "没有失败的呼叫",
	NoneDo:     "平台没有统计到此外呼活动在这些日期的失败呼叫。请换其他日期。",
	Failed:     "失败的呼叫", Ours: "我方可以解决：资源、平台、座席",
	Unmapped: "结果码未关联", Unknown: "结果码没有说明", ShareOf: "{share} ({n})",
	UnmappedDo: "以下结果码有呼叫，但没有外显结果与之关联。请建立关联，使外显结果能说明呼叫失败的原因：",
	UnknownDo:  "以下结果码有呼叫，但目前查到的厂商文档、此 VDN 的结果码列表和备注都没有说明。请咨询平台管理员：",
	Picture:    "每天失败的呼叫，按处理方式划分",
	PictureText: "{from} 至 {to} 共有 {n} 次呼叫失败，最多的一天是 {day}，有 {most} 次。" +
		"下方表格列出全部数字。",
	Segment: "{day}，{action}：{n}", DayTable: "用表格显示此图", Day: "日期", AllDays: "全部日期",
	Calls: "呼叫次数", Share: "占比", Change: "变化", Before: "此前 {n}", AllCodes: "全部结果码",
	MarkUnmapped: "未关联", MarkUnknown: "没有说明", MarkOurs: "我方可以解决",
}
