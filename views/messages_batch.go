package views

// BatchMessages are the texts of the page that looks up many external results at once.
type BatchMessages struct {
	Section, Title, IDs, Hint, File, FileHint              string
	Empty, KeepOpen, Caption, Codes, State, Next           string
	Found, NotFound, NoID, Failed                          string
	Count, Duplicates, TooMany, Retry                      Plural
	ListNumbers, Other, NoRow                              Plural
	OtherLink, Row                                         string
	Column, ColumnHint, ColumnName, FileAgain, ColumnWrong string
	FileEmpty, FileDamaged, FileTooLarge, FileKind         string
}

var englishBatch = BatchMessages{
	Section:      "Batch",
	Title:        "Look up many results of VDN {vdn}",
	IDs:          "External result IDs",
	Hint:         "Up to 500, one a line or with anything between them",
	File:         "Or a file: XLSX, CSV or text",
	FileHint:     "Up to 5 MiB; the column of the IDs is found by its name, for example defId",
	Empty:        "Enter at least one external result ID",
	KeepOpen:     "Keep this page open until it is complete.",
	Caption:      "Results, as they are answered",
	Codes:        "What the codes of these results mean",
	State:        "State",
	Next:         "Another batch",
	Found:        "✓ Found",
	NotFound:     "✗ Not found",
	NoID:         "✗ No ID",
	Failed:       "↻ Failed",
	Count:        Plural{"{n} ID.", "{n} IDs."},
	Duplicates:   Plural{"{n} duplicate was merged.", "{n} duplicates were merged."},
	TooMany:      Plural{"{n} ID beyond the first 500 was left out.", "{n} IDs beyond the first 500 were left out."},
	Retry:        Plural{"Try {n} failed ID again", "Try {n} failed IDs again"},
	ListNumbers:  Plural{"{n} number that only counts a line was left out.", "{n} numbers that only count lines were left out."},
	Other:        Plural{"{n} ID of VDN {vdn} was left out.", "{n} IDs of VDN {vdn} were left out."},
	NoRow:        Plural{"{n} row without an ID was left out.", "{n} rows without an ID were left out."},
	Row:          "Row {n}",
	OtherLink:    "Look up in VDN {vdn}",
	Column:       "Which column holds the external result IDs?",
	ColumnHint:   "No column has a name that is known. Nothing was looked up or kept.",
	ColumnName:   "Column {n}",
	FileAgain:    "Choose the same file again",
	ColumnWrong:  "There is no column {n}",
	FileEmpty:    "The file is empty",
	FileDamaged:  "The file is damaged: save it again, as XLSX or CSV",
	FileTooLarge: "The file is too large when unpacked: save the column of the IDs alone",
	FileKind:     "Not a table: {kind}. Save it as XLSX or CSV",
}

var chineseBatch = BatchMessages{
	Section:      "批量查询",
	Title:        "批量查询 VDN {vdn} 的外显结果",
	IDs:          "外显结果 ID",
	Hint:         "最多 500 个，每行一个，或用任意符号分隔",
	File:         "或上传文件：XLSX、CSV 或文本",
	FileHint:     "最大 5 MiB；按名称查找 ID 所在的列，例如 defId",
	Empty:        "请至少输入一个外显结果 ID",
	KeepOpen:     "查询完成前请不要关闭页面。",
	Caption:      "查询结果（按返回先后排列）",
	Codes:        "以上结果所含结果码的含义",
	State:        "状态",
	Next:         "再次批量查询",
	Found:        "✓ 已找到",
	NotFound:     "✗ 未找到",
	NoID:         "✗ 格式有误",
	Failed:       "↻ 失败",
	Count:        Plural{Other: "{n} 个 ID。"},
	Duplicates:   Plural{Other: "合并了 {n} 个重复的 ID。"},
	TooMany:      Plural{Other: "前 500 个之后的 {n} 个 ID 未查询。"},
	Retry:        Plural{Other: "重试 {n} 个失败的 ID"},
	ListNumbers:  Plural{Other: "{n} 个行序号未查询。"},
	Other:        Plural{Other: "{n} 个属于 VDN {vdn} 的 ID 未查询。"},
	NoRow:        Plural{Other: "{n} 行没有 ID，未查询。"},
	Row:          "第 {n} 行",
	OtherLink:    "在 VDN {vdn} 中查询",
	Column:       "外显结果 ID 在哪一列？",
	ColumnHint:   "没有可识别的列名。内容未查询，也未保存。",
	ColumnName:   "第 {n} 列",
	FileAgain:    "请再次选择同一文件",
	ColumnWrong:  "没有第 {n} 列",
	FileEmpty:    "文件为空",
	FileDamaged:  "文件已损坏：请重新保存为 XLSX 或 CSV",
	FileTooLarge: "文件解压后过大：请只保存 ID 所在的列",
	FileKind:     "不是表格：{kind}。请另存为 XLSX 或 CSV",
}
