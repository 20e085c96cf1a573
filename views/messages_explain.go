package views

// ExplainMessages are the texts of the page that explains a call report.
type ExplainMessages struct {
	Title, Lead, Link                    string
	File, FileHint, Paste, PasteHint     string
	Show, Download, Another              string
	Missing, PasteTooLarge, FileTooLarge string
	Column, ColumnHint                   string
	Holds                                string
	Holdings                             map[string]string // by the values of the form
	VDNHint, VDNMissing                  string
	NotAsked, NoResult                   string
	NoCodes                              string // the guess found no column
	NoPlatform                           string // in a terminal
	Rows, Mended, Empty, Unknown         Plural
	LeftOut                              Plural
	Counts, ColRows                      string
	UnknownTitle, Several, NotKnown      string
	More                                 Plural
	First, ColRow, ColCell               string
	Explained                            string // the column of codes with their zeros
	Added                                string
}

var englishExplain = ExplainMessages{
	Title: "Explain a call report",
	Lead: "Upload a report with a column of OBS result codes, external result codes or external result IDs: it comes back with " +
		"their meaning. The console keeps nothing of it.",
	Link:          "Explain a whole call report",
	File:          "Report: CSV, text or XLSX",
	FileHint:      "Up to 32 MiB; of a workbook the first sheet",
	Paste:         "Or rows copied from a spreadsheet",
	PasteHint:     "With the names of the columns, if there are any; up to 1 MiB",
	Show:          "Show",
	Download:      "Download the explained report",
	Another:       "Another report",
	Missing:       "Choose a report or paste rows",
	PasteTooLarge: "More than 1 MiB was pasted: upload it as a file",
	FileTooLarge:  "The workbook is too large when unpacked: save it as CSV",
	Column:        "Which column is to be explained?",
	ColumnHint:    "With the first three rows of each",
	Holds:         "What does it hold?",
	Holdings: map[string]string{"obsCode": "OBS result codes", "externalResultCode": "External result codes",
		"defId": "External result IDs: each is looked up, at most 500 different ones"},
	VDNHint:    "For external result codes and IDs; with OBS result codes it adds the external results that they lead to",
	VDNMissing: "Enter the VDN whose external results the report has",
	NotAsked:   "Not looked up: beyond the first 500 different IDs",
	NoResult:   "No external result of VDN {vdn} has this code",
	NoCodes:    "No column looks like OBS result codes: choose it",
	NoPlatform: "External result codes and IDs mean what the platform says of a VDN, and it is not asked here: give the report to " +
		"the page /explain of the console, or name a column of OBS result codes",
	Rows:         Plural{"{n} row.", "{n} rows."},
	Mended:       Plural{"{n} code was written differently and is recognised.", "{n} codes were written differently and are recognised."},
	Empty:        Plural{"{n} row has no code.", "{n} rows have no code."},
	Unknown:      Plural{"{n} row is not explained.", "{n} rows are not explained."},
	LeftOut:      Plural{"{n} ID beyond the first 500 was not looked up.", "{n} IDs beyond the first 500 were not looked up."},
	Counts:       "What follows, by number of rows",
	ColRows:      "Rows",
	UnknownTitle: "Not explained",
	Several:      "May be {codes}",
	NotKnown:     "Not an OBS result code that is known",
	More:         Plural{"{n} more code.", "{n} more codes."},
	First:        "The first rows",
	ColRow:       "Row",
	ColCell:      "In the report",
	Explained:    "Explained code",
	Added:        "The download has all rows and cells of the report and these columns behind them: {columns}.",
}

var chineseExplain = ExplainMessages{
	Title:         "解释呼叫报表",
	Lead:          "上传含有 OBS 外呼结果码、外显结果码或外显结果 ID 的报表，取回附有其含义的同一报表。本控制台不保留报表的任何内容。",
	Link:          "解释整份呼叫报表",
	File:          "报表：CSV、文本或 XLSX",
	FileHint:      "最大 32 MiB；工作簿只读取第一个工作表",
	Paste:         "或粘贴从电子表格复制的行",
	PasteHint:     "如有列名请一并粘贴；最大 1 MiB",
	Show:          "查看",
	Download:      "下载解释后的报表",
	Another:       "另一份报表",
	Missing:       "请选择报表或粘贴内容",
	PasteTooLarge: "粘贴的内容超过 1 MiB：请以文件上传",
	FileTooLarge:  "工作簿解压后过大：请另存为 CSV",
	Column:        "要解释哪一列？",
	ColumnHint:    "附各列的前三行",
	Holds:         "该列的内容是什么？",
	Holdings: map[string]string{"obsCode": "OBS 外呼结果码", "externalResultCode": "外显结果码",
		"defId": "外显结果 ID：逐个查询，最多 500 个不同的 ID"},
	VDNHint:      "用于外显结果码和外显结果 ID；对 OBS 外呼结果码，则附上其关联的外显结果",
	VDNMissing:   "请输入报表中外显结果所属的 VDN",
	NotAsked:     "未查询：超出前 500 个不同的 ID",
	NoResult:     "VDN {vdn} 中没有使用此码的外显结果",
	NoCodes:      "没有看似 OBS 外呼结果码的列，请选择",
	NoPlatform:   "外显结果码和外显结果 ID 的含义由平台上的 VDN 决定，而此处不查询平台：请在控制台的 /explain 页面上传报表，或指定一个 OBS 外呼结果码的列",
	Rows:         Plural{Other: "共 {n} 行。"},
	Mended:       Plural{Other: "{n} 个结果码写法不同，已识别。"},
	Empty:        Plural{Other: "{n} 行没有结果码。"},
	Unknown:      Plural{Other: "{n} 行未能解释。"},
	LeftOut:      Plural{Other: "超出前 500 个的 {n} 个 ID 未查询。"},
	Counts:       "处理建议及行数",
	ColRows:      "行数",
	UnknownTitle: "未能解释的内容",
	Several:      "可能是 {codes}",
	NotKnown:     "不是已知的 OBS 外呼结果码",
	More:         Plural{Other: "另有 {n} 个。"},
	First:        "前几行",
	ColRow:       "行号",
	ColCell:      "报表内容",
	Explained:    "识别的结果码",
	Added:        "下载的文件包含报表的所有行和单元格，并在其后增加以下列：{columns}。",
}
