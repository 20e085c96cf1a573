package views

// ExplainMessages are the texts of the page that explains a call report.
type ExplainMessages struct {
	Title, Lead, Link                    string
	File, FileHint, Paste, PasteHint     string
	Show, Download, Another              string
	Missing, PasteTooLarge, FileTooLarge string
	Column, ColumnHint                   string
	NoCodes                              string // the guess found no column
	Rows, Mended, Empty, Unknown         Plural
	Counts, ColRows                      string
	UnknownTitle, Several, NotKnown      string
	More                                 Plural
	First, ColRow, ColCell               string
	Explained                            string // the column of codes with their zeros
	Added                                string
}

var englishExplain = ExplainMessages{
	Title:         "Explain a call report",
	Lead:          "Upload a report with a column of OBS result codes: it comes back with the meaning of each code. The console keeps nothing of it.",
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
	Column:        "Which column holds the OBS result codes?",
	ColumnHint:    "With the first three rows of each",
	NoCodes:       "No column looks like OBS result codes: choose it",
	Rows:          Plural{"{n} row.", "{n} rows."},
	Mended:        Plural{"{n} code was written differently and is recognised.", "{n} codes were written differently and are recognised."},
	Empty:         Plural{"{n} row has no code.", "{n} rows have no code."},
	Unknown:       Plural{"{n} row has an unknown code.", "{n} rows have an unknown code."},
	Counts:        "What follows, by number of rows",
	ColRows:       "Rows",
	UnknownTitle:  "Unknown codes",
	Several:       "May be {codes}",
	NotKnown:      "Not an OBS result code that is known",
	More:          Plural{"{n} more code.", "{n} more codes."},
	First:         "The first rows",
	ColRow:        "Row",
	ColCell:       "In the report",
	Explained:     "Explained code",
	Added:         "The download has all rows and cells of the report and these columns behind them: {columns}.",
}

var chineseExplain = ExplainMessages{
	Title:         "解释呼叫报表",
	Lead:          "上传含有 OBS 外呼结果码的报表，取回附有各结果码含义的同一报表。本控制台不保留报表的任何内容。",
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
	Column:        "哪一列是 OBS 外呼结果码？",
	ColumnHint:    "附各列的前三行",
	NoCodes:       "没有看似 OBS 外呼结果码的列，请选择",
	Rows:          Plural{Other: "共 {n} 行。"},
	Mended:        Plural{Other: "{n} 个结果码写法不同，已识别。"},
	Empty:         Plural{Other: "{n} 行没有结果码。"},
	Unknown:       Plural{Other: "{n} 行的结果码未知。"},
	Counts:        "处理建议及行数",
	ColRows:       "行数",
	UnknownTitle:  "未知的结果码",
	Several:       "可能是 {codes}",
	NotKnown:      "不是已知的 OBS 外呼结果码",
	More:          Plural{Other: "另有 {n} 个。"},
	First:         "前几行",
	ColRow:        "行号",
	ColCell:       "报表内容",
	Explained:     "识别的结果码",
	Added:         "下载的文件包含报表的所有行和单元格，并在其后增加以下列：{columns}。",
}
