package dictionary

import (
	"slices"

	"isales-console/isales"
)

// Action is what follows from a code for the number that was called. The value
// is the key in JSON, CSV and addresses.
type Action string

// The actions; the empty Action is that of an API status only.
const (
	NoRetry    Action = "no_retry"    // do not call this number again
	RetryLater Action = "retry_later" // call again at another time or on another day
	RetrySoon  Action = "retry_soon"  // call again within the hour
	AskAdmin   Action = "ask_admin"   // the platform needs attention; the number is not to blame
	CannotTell Action = "cannot_tell" // nobody has said what follows: neither the vendor nor a note
)

// Actions returns all actions, in the order in which they are counted and
// shown.
func Actions() []Action {
	return []Action{NoRetry, RetryLater, RetrySoon, AskAdmin, CannotTell}
}

// Text returns the action in words, without a full stop; "" for the empty
// Action and an unknown one.
func (a Action) Text(l isales.Language) string {
	names := actionNames[a]
	if len(names) == 0 {
		return ""
	}
	return pick(l, bilingual[string]{English: names[1], Chinese: names[0]})
}

// ParseAction reads an action that a person or an older address wrote: the key
// or the words in either language, in any spelling of case, spaces, hyphens and
// underscores.
func ParseAction(written string) (Action, bool) {
	written = words(written)
	isName := func(name string) bool { return words(name) == written }
	for _, a := range Actions() {
		if isName(string(a)) || slices.ContainsFunc(actionNames[a], isName) {
			return a, true
		}
	}
	return "", false
}

// actionSentences say what to do where the action is all that is known, which
// is so after a note has changed it.
var actionSentences = map[Action]bilingual[string]{
	NoRetry:    {"Do not retry this number.", "不要重试这个号码。"},
	RetryLater: {"Call again at another time of day or on another day.", "换个时段或改天再呼叫。"},
	RetrySoon:  {"Call again within the hour.", "一小时内再呼叫。"},
	AskAdmin:   {"Ask the administrator to look into the platform.", "请管理员排查平台。"},
	CannotTell: {
		"Ask the administrator whether to retry: the vendor's documents found so far do not explain this code.",
		"请联系管理员确认能否重试：目前查到的厂商文档没有说明此码。",
	},
}

// noCodeSentence is for a mapping that names no code.
var noCodeSentence = bilingual[string]{
	"Ask the administrator why the platform sends no code with this mapping.",
	"请联系管理员确认平台为什么没有返回结果码。",
}
