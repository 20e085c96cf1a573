package dictionary

import "isales-console/isales"

// Reason says in a word why a call ended as it did. The value is the key in
// JSON and CSV.
type Reason string

// The reasons; the empty Reason means that there is none, as for the zero
// [Advice].
const (
	ReasonAnswered     Reason = "answered"
	ReasonBusy         Reason = "busy"
	ReasonNoAnswer     Reason = "no_answer"
	ReasonUnreachable  Reason = "unreachable"
	ReasonForwarded    Reason = "forwarded"
	ReasonTone         Reason = "tone" // a tone, music or an announcement instead of a person
	ReasonDeclined     Reason = "declined"
	ReasonNumberDead   Reason = "number_dead"
	ReasonMachine      Reason = "machine"
	ReasonBadRecord    Reason = "bad_record" // the list, not the number, is wrong
	ReasonOurSide      Reason = "our_side"   // agents, queues and campaigns of the center
	ReasonCapacity     Reason = "capacity"   // of the lines, the ACD or the platform
	ReasonPlatform     Reason = "platform"   // a fault inside the platform
	ReasonUndocumented Reason = "undocumented"
	ReasonRequest      Reason = "request" // an API status: the request, not a call
)

// reasonTexts are in the order of [Reasons].
var reasonTexts = []struct {
	reason Reason
	text   bilingual[string]
}{
	{ReasonAnswered, bilingual[string]{"Answered", "已接通"}},
	{ReasonBusy, bilingual[string]{"Busy", "占线"}},
	{ReasonNoAnswer, bilingual[string]{"No answer", "无人接听"}},
	{ReasonUnreachable, bilingual[string]{"Unreachable", "无法接通"}},
	{ReasonForwarded, bilingual[string]{"Forwarded", "呼叫转移"}},
	{ReasonTone, bilingual[string]{"Tone or announcement", "信号音或提示音"}},
	{ReasonDeclined, bilingual[string]{"Customer declined", "客户拒接或挂断"}},
	{ReasonNumberDead, bilingual[string]{"Number dead", "号码失效"}},
	{ReasonMachine, bilingual[string]{"Machine", "机器应答"}},
	{ReasonBadRecord, bilingual[string]{"Bad record", "名单数据有误"}},
	{ReasonOurSide, bilingual[string]{"Our side", "我方原因"}},
	{ReasonCapacity, bilingual[string]{"Not enough capacity", "资源不足"}},
	{ReasonPlatform, bilingual[string]{"Platform fault", "平台故障"}},
	{ReasonUndocumented, bilingual[string]{"Not documented", "没有文档说明"}},
	{ReasonRequest, bilingual[string]{"Request", "查询请求"}},
}

// Reasons returns all reasons, from the customer's side to ours.
func Reasons() []Reason {
	reasons := make([]Reason, len(reasonTexts))
	for i, r := range reasonTexts {
		reasons[i] = r.reason
	}
	return reasons
}

// Text returns the reason in a word or a few; "" for one that is not in
// [Reasons].
func (r Reason) Text(l isales.Language) string {
	for _, known := range reasonTexts {
		if known.reason == r {
			return pick(l, known.text)
		}
	}
	return ""
}
