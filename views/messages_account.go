package views

// AccountMessages are the texts of the page on which users see where they are
// signed in.
type AccountMessages struct {
	Title, Lead                   string
	AllVDNs                       string
	SignIns                       string
	Browser, Address, Since, Used string
	Here, End, EndOthers          string
	OtherBrowser, Change, Action  string
}

var englishAccount = AccountMessages{
	Title:        "Your account",
	Lead:         "Signed in as {user}.",
	AllVDNs:      "You may see all VDNs.",
	SignIns:      "Where you are signed in",
	Browser:      "Browser",
	Address:      "Address",
	Since:        "Signed in",
	Used:         "Last used",
	Here:         "This browser",
	End:          "Sign out there",
	EndOthers:    "Sign out everywhere else",
	OtherBrowser: "Another program",
	Change:       "A sign-in that is not yours? Sign it out, and have your administrator change your password.",
	Action:       "Sign-in",
}

var chineseAccount = AccountMessages{
	Title:        "我的账号",
	Lead:         "当前登录用户：{user}",
	AllVDNs:      "可查看所有 VDN",
	SignIns:      "已登录的浏览器",
	Browser:      "浏览器",
	Address:      "地址",
	Since:        "登录时间",
	Used:         "最近使用",
	Here:         "本浏览器",
	End:          "退出该登录",
	EndOthers:    "退出其他所有登录",
	OtherBrowser: "其他程序",
	Change:       "如有非本人的登录，请将其退出，并请管理员修改密码",
	Action:       "操作",
}
