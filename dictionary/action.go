package dictionary

import "isales-console/isales"

// Action is what follows from a code for the number that was called. The value
// is the key in JSON, CSV and addresses.
type Action string

// The actions; the empty Action means that nothing is known about the code, or
// that it is an API status.
const (
	RetrySoon  Action = "retry-soon"  // call again within the hour
	RetryLater Action = "retry-later" // call again at another time or on another day
	NoRetry    Action = "never-retry" // do not call this number again
	AskAdmin   Action = "ask-admin"   // the platform needs attention; the number is not to blame
	None       Action = "none"        // nothing to do
	CannotTell Action = "cannot_tell" // nobody has said what follows: neither the vendor nor a note
)

// Actions returns the actions of the entries, from the soonest call to no call
// at all.
func Actions() []Action {
	return []Action{RetrySoon, RetryLater, NoRetry, AskAdmin, None}
}

// Text returns the action in words, without a full stop; "" for the empty
// Action and an unknown one.
func (a Action) Text(l isales.Language) string { return a.name(l) }

func (a Action) name(l isales.Language) string {
	names := actionNames[a]
	if len(names) == 0 {
		return ""
	}
	return pick(l, bilingual[string]{English: names[1], Chinese: names[0]})
}

// actionSentences say what to do where the action is all that is known, which
// is so after a note has changed it.
var actionSentences = map[Action]bilingual[string]{
	NoRetry:    {"Do not retry this number.", "不要重试这个号码。"},
	RetryLater: {"Call again at another time of day or on another day.", "换个时段或改天再呼叫。"},
	RetrySoon:  {"Call again within the hour.", "一小时内再呼叫。"},
	AskAdmin:   {"Ask the administrator to look into the platform.", "请管理员排查平台。"},
	CannotTell: {"Ask the administrator what this code means: the vendor's documents found so far do not say.",
		"请向管理员了解此码的含义：目前查到的厂商文档没有说明。"},
}
