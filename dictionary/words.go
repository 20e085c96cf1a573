package dictionary

import "isales-console/isales"

// groupWords are other words for a group than the names on the pages, which
// come with [Query.GroupNames].
var groupWords = map[isales.Group][]string{
	isales.GroupNoAnswer:    {"无应答", "无人接听", "没人接"},
	isales.GroupUnreachable: {"unreachable"},
}

// actionNames are the names that readers see, Chinese and English, then other
// words by which people look for a piece of advice.
var actionNames = map[Action][]string{
	NoRetry:    {"不重试", "Do not retry", "不再重试", "Never retry", "不要重试", "no retry"},
	RetryLater: {"稍后重试", "Retry later", "换个时段重试"},
	RetrySoon:  {"尽快重试", "Retry soon"},
	AskAdmin:   {"联系管理员", "Ask the administrator", "请管理员处理", "ask admin"},
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
	words = append(words, groupWords[e.Group]...)
	words = append(words, actionNames[e.Action]...)
	words = append(words, codeNames[e.Code]...)
	words = append(words, e.causeNames()...)
	if !e.Documented {
		words = append(words, undocumentedNames...)
	}
	return words
}
