package views

// ChangesMessages are the texts of the page that compares a VDN with an earlier export.
type ChangesMessages struct {
	Title, Lead, Link, Another           string
	File, FileHint, Partial              string
	Missing, NotExport, TooLong          string
	OtherVDN                             string
	Exported, Earlier, Now, Same         string
	Added, Removed, Renamed              string
	Moved, Mapped, Unmapped, Others      string
	More, Unread                         Plural
	OnlyCodes, PartialExport, PartialNow string
	UnreadExport, UnreadNow              string
}

var englishChanges = ChangesMessages{
	Title:         "Changes in VDN {vdn} since an earlier export",
	Lead:          "Upload an export of this VDN's external results or of its coverage that you downloaded here before, last month's for example. The console keeps nothing of it.",
	Link:          "Compare with an earlier export",
	Another:       "Compare with another export",
	File:          "Earlier export: JSON, CSV or XLSX",
	FileHint:      "Up to 5 MiB",
	Partial:       "The export has only some of the results, for example because of a search or a verdict",
	Missing:       "Choose an export",
	NotExport:     "Not an export of the external results or of the coverage of a VDN",
	TooLong:       "The export has more than {n} results",
	OtherVDN:      "The export is of VDN {other}, not of VDN {vdn}",
	Exported:      "State of the export",
	Earlier:       "Earlier",
	Now:           "Now",
	Same:          "No change was found.",
	Added:         "Results added",
	Removed:       "Results removed",
	Renamed:       "Results with another name or code",
	Moved:         "Codes moved",
	Mapped:        "Codes newly mapped",
	Unmapped:      "Codes no longer mapped",
	Others:        "Codes with more or fewer results",
	More:          Plural{"{n} more.", "{n} more."},
	Unread:        Plural{"{n} result was not read at one of the times: its codes are not compared", "{n} results were not read at one of the times: their codes are not compared"},
	OnlyCodes:     "The table of the coverage has neither the names of results nor results without codes: only codes are compared.",
	PartialExport: "The export does not have all results: those that are missing in it are not shown as added.",
	PartialNow:    "The platform does not list all results now: those that are missing are not shown as removed.",
	UnreadExport:  "Some results had not been read when the export was made, so a code that seems to be new may have led to one of them.",
	UnreadNow:     "Some results are not read now, so a code that seems to be gone may lead to one of them.",
}

var chineseChanges = ChangesMessages{
	Title:         "VDN {vdn} 自以前导出以来的变化",
	Lead:          "上传以前在此下载的本 VDN 外显结果或覆盖情况的导出文件，例如上个月的。本控制台不保留文件的任何内容。",
	Link:          "与以前的导出文件对比",
	Another:       "与另一份导出文件对比",
	File:          "以前的导出文件：JSON、CSV 或 XLSX",
	FileHint:      "最大 5 MiB",
	Partial:       "导出文件只有部分外显结果，例如导出时使用了搜索或结论筛选",
	Missing:       "请选择导出文件",
	NotExport:     "不是 VDN 外显结果或覆盖情况的导出文件",
	TooLong:       "导出文件的外显结果超过 {n} 个",
	OtherVDN:      "导出文件属于 VDN {other}，不属于 VDN {vdn}",
	Exported:      "导出数据的时间",
	Earlier:       "以前",
	Now:           "现在",
	Same:          "未发现变化。",
	Added:         "新增的外显结果",
	Removed:       "删除的外显结果",
	Renamed:       "名称或外显结果码有变化的外显结果",
	Moved:         "改变关联的结果码",
	Mapped:        "新关联的结果码",
	Unmapped:      "不再关联的结果码",
	Others:        "关联的外显结果增多或减少的结果码",
	More:          Plural{Other: "另有 {n} 个。"},
	Unread:        Plural{Other: "{n} 个外显结果在其中一次未能读取，其结果码不作对比"},
	OnlyCodes:     "覆盖情况表格没有外显结果的名称，也没有未关联结果码的外显结果，因此只对比结果码。",
	PartialExport: "导出文件缺少部分外显结果：其中没有的不会显示为新增。",
	PartialNow:    "平台目前未列出全部外显结果：缺少的不会显示为删除。",
	UnreadExport:  "导出时有部分外显结果未能读取，因此看似新关联的结果码以前可能与其中之一关联。",
	UnreadNow:     "目前有部分外显结果未能读取，因此看似不再关联的结果码可能与其中之一关联。",
}
