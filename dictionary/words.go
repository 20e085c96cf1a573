package dictionary

import "isales-console/isales"

// groupNames are the names that readers see on the pages, then other words
// that people use for the same ending of a call.
var groupNames = map[isales.Group][]string{
	isales.GroupSuccess:     {"呼叫成功", "Success"},
	isales.GroupBusy:        {"用户忙", "Busy"},
	isales.GroupNoAnswer:    {"无人应答", "No answer", "无应答", "无人接听", "没人接"},
	isales.GroupDeclined:    {"用户拒接或挂机", "Declined"},
	isales.GroupForwarded:   {"呼叫转移", "Forwarded"},
	isales.GroupUnreachable: {"暂时无法接通", "Not reachable", "unreachable"},
	isales.GroupNumber:      {"号码问题", "Number problem"},
	isales.GroupMachine:     {"机器应答", "Machine answered"},
	isales.GroupTone:        {"信号音或提示音", "Tone or announcement"},
	isales.GroupLine:        {"线路故障", "Line fault"},
	isales.GroupResources:   {"资源不足", "Not enough resources"},
	isales.GroupPlatform:    {"平台原因", "Platform issue"},
}

// actionNames are the names that readers see, Chinese and English, then other
// words by which people look for a piece of advice.
var actionNames = map[Action][]string{
	RetrySoon:  {"尽快重试", "Retry soon"},
	RetryLater: {"稍后重试", "Retry later", "换个时段重试"},
	NoRetry:    {"不重试", "Do not retry", "不再重试", "Never retry", "不要重试", "no retry"},
	AskAdmin:   {"联系管理员", "Ask the administrator", "请管理员处理", "ask admin"},
	None:       {"无需处理", "Nothing to do"},
	CannotTell: {"无法判断", "Cannot tell"},
}

// codeNames are everyday words for single codes whose texts use another one.
var codeNames = map[string][]string{
	"00145": {"占线", "engaged"},
	"00149": {"拒接", "refused"},
	"00181": {"占线", "engaged"},
	"00263": {"语音信箱", "voicemail", "留言机"},
	"00537": {"占线", "engaged"},
	"00604": {"拒接", "refused"},
}

// undocumentedNames find the codes that the vendor only uses in examples.
var undocumentedNames = []string{"没有文档说明", "Not documented", "undocumented"}

// labels returns the words by which a code is found although they are not in
// its texts.
func labels(e Entry) []string {
	var words []string
	words = append(words, groupNames[e.Group]...)
	words = append(words, actionNames[e.Action]...)
	if e.Kind == KindOBS {
		words = append(words, codeNames[e.Code]...)
	}
	if !e.Documented {
		words = append(words, undocumentedNames...)
	}
	return words
}
