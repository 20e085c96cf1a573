package views

// chineseReasons are the Chinese sentences about a text that is no value.
var chineseReasons = map[string]string{
	"empty":          "没有输入内容",
	"no_number":      "其中没有数字",
	"letters":        "数字旁边有字母或符号",
	"several":        "其中有两个或更多数字：请只输入一个",
	"grouping":       "无法判断这是一个还是多个数字：请去掉分隔符",
	"shortened":      "电子表格缩短了此数字：请将该列设为文本格式后重新复制",
	"fraction":       "这不是整数",
	"signed":         "数字前有正负号",
	"zero":           "数字从 1 开始",
	"too_large":      "数字过大",
	"foreign_digits": "请使用数字 0 到 9",
	"hidden":         "数字中有不可见字符：请重新输入",
	"other_field":    "从名称看，这不是外显结果 ID",
	"other_page":     "此地址不是外显结果的地址",
	"only_vdn":       "其中只有 VDN，没有外显结果",
	"bad_vdn":        "此 ID 旁的 VDN 不是 1 到 9999 之间的数字",
	"list_number":    "这只是行序号",
	"more_cells":     "该行的单元格多于表头",
	"too_wide":       "该行的列数过多，其后的内容未读取",
	"long_cell":      "单元格过长：可能有引号没有闭合",
}

// chineseFileKinds are the Chinese names of files that are no tables.
var chineseFileKinds = map[string]string{
	"xlsb":         "Excel 二进制工作簿（.xlsb）",
	"opendocument": "OpenDocument 文件（.ods）",
	"zip":          "ZIP 压缩包",
	"ole":          "旧版 Excel 工作簿（.xls），或有密码的工作簿",
	"pdf":          "PDF 文档",
	"image":        "图片",
	"packed":       "压缩包",
	"html":         "网页（无论文件名为何）",
	"xml":          "XML 文件",
	"binary":       "未知类型的文件",
}
