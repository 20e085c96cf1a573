package dictionary

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"isales-console/isales"
)

// firstWords begin the English sentences on what to do, by action.
var firstWords = map[Action][]string{
	NoRetry:    {"Do not retry"},
	RetryLater: {"Call again", "Call by hand", "Check whether", "Look for another number"},
	RetrySoon:  {"Call again in 10 to 30 minutes", "Let an agent place the next call, within the hour"},
	AskAdmin:   {"Ask the administrator"},
	CannotTell: {"Ask the administrator"},
	"":         {"Ask the administrator", "Check ", "Compare ", "Copy ", "Look up again", "Read "},
}

// TestSentencesSayTheAction: the sentence of a code can be told from its first
// words to belong to the action, and says nothing that belongs to another one.
func TestSentencesSayTheAction(t *testing.T) {
	for _, e := range all() {
		en, zh := e.Advice(isales.English), e.Advice(isales.Chinese)
		begins := func(with string) bool { return strings.HasPrefix(en, with) }
		if n := utf8.RuneCountInString(en); n > 160 || !slices.ContainsFunc(firstWords[e.Action], begins) {
			t.Errorf("%s, %s, %d characters: %q", e.Code, e.Action, n, en)
		}
		again := strings.Contains(strings.ToLower(en), "call again") || strings.Contains(zh, "再呼叫") ||
			strings.Contains(zh, "再次呼叫")
		soon := strings.Contains(en, "minutes") || strings.Contains(en, "the hour")
		soonChinese := strings.Contains(zh, "分钟") || strings.Contains(zh, "小时内")
		wrong := false
		switch e.Action {
		case NoRetry:
			wrong = !strings.HasPrefix(zh, "不要重试") || again || soon || soonChinese
		case RetryLater:
			wrong = !again || soon || soonChinese
		case RetrySoon:
			wrong = !soon || !soonChinese
		case AskAdmin:
			wrong = !strings.HasPrefix(zh, "请管理员") || soon != soonChinese
		case CannotTell:
			wrong = again || soon || soonChinese
		}
		if wrong || e.Action != NoRetry && (strings.Contains(strings.ToLower(en), "not retry") ||
			strings.Contains(zh, "不要重试")) {
			t.Errorf("%s, %s: %q, %q", e.Code, e.Action, en, zh)
		}
	}
}

// TestSentencesOfAGroupAgree: codes of one group with the same reason and action
// name one time to call again.
func TestSentencesOfAGroupAgree(t *testing.T) {
	times := []string{"in 10 to 30 minutes", "within the hour", "in a few hours", "on another day",
		"another time of day", "later"}
	seen := map[[3]string]string{}
	for _, e := range OBS() {
		key := [3]string{string(e.Group), string(e.Reason), string(e.Action)}
		named := slices.IndexFunc(times, func(s string) bool { return strings.Contains(e.Advice(isales.English), s) })
		when := ""
		if named >= 0 {
			when = times[named]
		}
		// Where the phone never rings, a few hours can be enough; where the customer
		// or the operator must act first, it is another day.
		if e.Reason == ReasonForwarded || e.Reason == ReasonUnreachable {
			if e.Action == RetryLater && !slices.Contains(times[2:5], when) {
				t.Errorf("%s: %q", e.Code, e.Advice(isales.English))
			}
			continue
		}
		if other, ok := seen[key]; ok && other != when && (e.Action == RetryLater || e.Action == RetrySoon) {
			t.Errorf("%s of %v: %q, others %q", e.Code, key, when, other)
		}
		seen[key] = when
	}
}

func TestFullWidth(t *testing.T) {
	tests := []struct{ text, want string }{
		{"遇忙,被叫正在转移", "遇忙，被叫正在转移"}, {"文本电话(ans1)", "文本电话（ans1）"},
		{"几种情况:一;二?三!", "几种情况：一；二？三！"},
		{"9:30 之后,1,000 个", "9:30 之后，1,000 个"}, {"Busy, called (party)", "Busy, called (party)"}, {"", ""},
		{"忙,", "忙，"},
	}
	for _, tt := range tests {
		if got := FullWidth(tt.text); got != tt.want {
			t.Errorf("FullWidth(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	changed := 0
	for i, c := range isales.OBSCodes() {
		e := OBS()[i]
		if e.Short(isales.Chinese) != c.Text(isales.Chinese) || e.Detail(isales.Chinese) != c.Detail(isales.Chinese) {
			changed++
		}
		if shown := e.Short(isales.Chinese) + e.Detail(isales.Chinese); strings.ContainsAny(shown, ",;:()?!") {
			t.Errorf("%s is shown as %q", c.Code, shown)
		}
		if e.Short(isales.English) != c.Text(isales.English) || e.Detail(isales.English) != c.Detail(isales.English) {
			t.Errorf("%s: the English text is changed to %q", c.Code, e.Short(isales.English))
		}
	}
	if changed != 26 {
		t.Errorf("%d codes have half-width punctuation in Chinese, want 26", changed)
	}
}
