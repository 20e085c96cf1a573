package views

// SignOnMessages are the texts of single sign-on.
type SignOnMessages struct {
	Button, OrPassword           string
	SignedOut, Lead, There, Stay string
	Change                       string
}

var englishSignOn = SignOnMessages{
	Button:     "Sign in with your company account",
	OrPassword: "Or with a user name and password",
	SignedOut:  "You are signed out here",
	Lead:       "Your company's sign-in service is asked to sign you out too.",
	There:      "Go there now",
	Stay:       "Sign in again",
	Change:     "A sign-in that is not yours? Sign it out, and tell the administrator of your company account.",
}

var chineseSignOn = SignOnMessages{
	Button:     "使用公司账号登录",
	OrPassword: "或使用用户名和密码登录",
	SignedOut:  "你已退出本控制台",
	Lead:       "正在转到公司的登录服务，以便同时退出该服务。",
	There:      "立即前往",
	Stay:       "重新登录",
	Change:     "如有非本人的登录，请将其退出，并告知公司账号的管理员",
}

// englishSignOnErrors and chineseSignOnErrors belong to englishErrors and chineseErrors.
var englishSignOnErrors = map[string]ErrorText{
	"sign_on_state": {
		Heading: "This sign-in cannot be finished",
		What: "This browser began no sign-in that belongs to this address: " +
			"it was finished already, or began in another browser.",
		Do: "Sign in again.",
	},
	"sign_on_old": {
		Heading: "The sign-in took too long",
		What:    "A sign-in must be finished within 10 minutes.",
		Do:      "Sign in again.",
	},
	"sign_on_denied": {
		Heading: "You were not signed in",
		What:    "Your company's sign-in service refused it, or it was cancelled there.",
		Do:      "Try again. If it stays like this, ask the administrator of your company account.",
	},
	"sign_on_code": {
		Heading: "This sign-in was used already",
		What:    "The sign-in service accepts each sign-in once, and for a short time only.",
		Do:      "Sign in again.",
	},
	"sign_on_token": {
		Heading: "The answer of the sign-in service cannot be trusted",
		What: "It is not for this console or this attempt, or the sign-in service did not sign it. " +
			"Nobody was signed in.",
		Do: "Try again. If it stays like this, tell an administrator.",
	},
	"sign_on_expired": {
		Heading: "The answer of the sign-in service has expired",
		What:    "It came after the time for which it was valid. Nobody was signed in.",
		Do:      "Try again. If it stays like this, tell an administrator.",
	},
	"sign_on_clock": {
		Heading: "The clocks of the console and the sign-in service differ",
		What: "They are {wait} apart, so it cannot be told whether the answer of the sign-in service is valid. " +
			"Nobody was signed in.",
		Do: "The console's administrator needs to see that both clocks are set by NTP.",
	},
	"sign_on_no_group": {
		Heading: "You may not use this console",
		What:    "Your company's sign-in service knows you, but none of your groups may use this console.",
		Do:      "Ask the console's administrator for access.",
	},
	"sign_on_down": {
		Heading: "The sign-in service does not answer",
		What:    "The console cannot reach your company's sign-in service, or the service cannot answer at the moment.",
		Do:      "Try again in a minute. If it stays like this, tell an administrator.",
	},
	"sign_on_setup": {
		Heading: "The sign-in service does not work with this console",
		What:    "It refuses the console, or answers in another way than the console expects. Nobody was signed in.",
		Do:      "The console's administrator finds the reason in the log and by the command “web check”.",
	},
}

var chineseSignOnErrors = map[string]ErrorText{
	"sign_on_state": {
		Heading: "无法完成此次登录",
		What:    "本浏览器中没有与此地址对应的登录：该登录已完成，或是在其他浏览器中开始的。",
		Do:      "请重新登录。",
	},
	"sign_on_old": {
		Heading: "登录用时过长",
		What:    "登录必须在 10 分钟内完成。",
		Do:      "请重新登录。",
	},
	"sign_on_denied": {
		Heading: "未能登录",
		What:    "公司的登录服务拒绝了登录，或登录在该处被取消。",
		Do:      "请重试。如果仍然如此，请联系公司账号的管理员。",
	},
	"sign_on_code": {
		Heading: "此次登录已使用过",
		What:    "登录服务对每次登录只接受一次，并且有效时间很短。",
		Do:      "请重新登录。",
	},
	"sign_on_token": {
		Heading: "登录服务的应答不可信",
		What:    "应答不是发给本控制台或此次登录的，或者没有登录服务的签名。登录未完成。",
		Do:      "请重试。如果仍然如此，请告知管理员。",
	},
	"sign_on_expired": {
		Heading: "登录服务的应答已过期",
		What:    "应答在有效期之后才到达。登录未完成。",
		Do:      "请重试。如果仍然如此，请告知管理员。",
	},
	"sign_on_clock": {
		Heading: "控制台与登录服务的时钟不一致",
		What:    "两者相差 {wait}，无法判断登录服务的应答是否有效。登录未完成。",
		Do:      "本控制台的管理员需要确认两边的时钟都已与网络时间同步。",
	},
	"sign_on_no_group": {
		Heading: "你无权使用本控制台",
		What:    "公司的登录服务认识你，但你所在的组都无权使用本控制台。",
		Do:      "如需权限，请联系本控制台的管理员。",
	},
	"sign_on_down": {
		Heading: "登录服务没有响应",
		What:    "控制台无法连接到公司的登录服务，或该服务暂时无法应答。",
		Do:      "请在一分钟后重试。如果仍然如此，请告知管理员。",
	},
	"sign_on_setup": {
		Heading: "登录服务无法与本控制台配合",
		What:    "登录服务拒绝了本控制台，或其应答与预期不符。登录未完成。",
		Do:      "本控制台的管理员可在日志中，或通过命令“web check”查明原因。",
	},
}
