package dictionary

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"isales-console/isales"
)

// TestCausesOfQ850: the code is the cause of ITU-T Q.850 plus 128, for all eight
// documented codes of that range; the SIP statuses are those of RFC 3398, which
// has none for cause 4.
func TestCausesOfQ850(t *testing.T) {
	tests := []struct {
		code  string
		cause int
		sip   []int
	}{
		{"00129", 1, []int{404}},       // unallocated number
		{"00132", 4, nil},              // send special information tone
		{"00145", 17, []int{486}},      // user busy
		{"00146", 18, []int{408}},      // no user responding
		{"00147", 19, []int{480}},      // no answer from user, user alerted
		{"00149", 21, []int{403, 603}}, // call rejected
		{"00150", 22, []int{410}},      // number changed
		{"00155", 27, []int{502}},      // destination out of order
	}
	for _, tt := range tests {
		e, _ := Lookup(tt.code)
		number, _ := strconv.Atoi(tt.code)
		if e.Q850() != tt.cause || number != tt.cause+128 || !slices.Equal(e.SIP(), tt.sip) {
			t.Errorf("%s: cause %d, SIP %v; want %d, %v", tt.code, e.Q850(), e.SIP(), tt.cause, tt.sip)
		}
		cause := strconv.Itoa(tt.cause)
		en := "Found by comparison with ITU-T Q.850 (cause " + cause + "), not in the vendor's documents."
		zh := "含义通过对照 ITU-T Q.850（原因值 " + cause + "）得出，并非来自厂商文档。"
		if e.Provenance(isales.English) != en || e.Provenance(isales.Chinese) != zh {
			t.Errorf("%s: %q, %q", tt.code, e.Provenance(isales.English), e.Provenance(isales.Chinese))
		}
	}
	with := 0
	for _, e := range all() {
		if e.Q850() != 0 {
			with++
		}
	}
	if with != len(tests) {
		t.Errorf("%d codes have a cause, want %d", with, len(tests))
	}
}

// TestDiversions: a row of codes follows the reasons of a call diversion. 00009
// stands among them and does not.
func TestDiversions(t *testing.T) {
	for _, e := range all() {
		want := e.Code >= "00006" && e.Code <= "00014" && e.Code != "00009" && e.Kind == KindOBS
		en, zh := e.Provenance(isales.English), e.Provenance(isales.Chinese)
		says := strings.Contains(en, "Very likely") && strings.Contains(en, "call diversion") &&
			strings.Contains(en, "not in the vendor's documents") &&
			strings.Contains(zh, "很可能") && strings.Contains(zh, "呼叫转移原因") &&
			strings.Contains(zh, "并非来自厂商文档")
		if says != want || !want && e.Q850() == 0 && en+zh != "" {
			t.Errorf("%s: %q, %q", e.Code, en, zh)
		}
	}
}

// facts are by code.
var facts = []struct {
	code   string
	action Action
	reason Reason
	en, zh string // facts separated by |, in meaning and advice
}{
	{"00006", RetrySoon, ReasonBusy, "busy|for this reason", "遇忙转移"},
	{"00007", RetryLater, ReasonNoAnswer, "rang|nobody answered|for this reason", "响过|无应答转移"},
	{"00008", RetryLater, ReasonForwarded, "Very likely|unconditionally|Look for another number",
		"很可能|无条件转移|查找客户的其他号码"},
	{"00009", RetryLater, ReasonUnreachable, "does not accept calls|-forward", "不接受来电|-转移"},
	{"00010", RetryLater, ReasonForwarded, "Very likely|while the phone was ringing", "很可能|振铃时"},
	{"00011", RetryLater, ReasonForwarded, "Very likely|at once|did not ring", "很可能|立即转走|没有响"},
	{"00012", RetryLater, ReasonUnreachable, "mobile network cannot reach", "移动网络联系不到"},
	{"00013", RetryLater, ReasonUnreachable, "Very likely|out of order", "很可能|故障"},
	{"00014", RetryLater, ReasonForwarded, "Very likely|called end itself forwarded",
		"很可能|被叫侧的终端自行转走"},
	{"00132", NoRetry, ReasonUnreachable, "out of reach for a long time|number has been checked",
		"长期无法接通|核实号码"},
	{"00146", RetryLater, ReasonUnreachable, "did not answer the signalling|most likely the phone never rang|00147",
		"没有在规定时间内响应信令|很可能根本没有响过|00147"},
	{"00147", RetryLater, ReasonNoAnswer, "The phone rang and nobody answered", "电话响过，没有人接"},
	{"00155", RetryLater, ReasonUnreachable, "at the destination|not in our trunk|-check the trunks",
		"被叫侧|不在我方中继|-检查中继"},
	{"00160", RetryLater, ReasonTone, "mostly|in place of the ringback tone|before anybody answers",
		"多数|接听之前的彩铃"},
	{"00606", AskAdmin, ReasonPlatform, "system exceptions|-released by the system|-system released",
		"系统异常|-由系统释放"},
	{"34611", AskAdmin, ReasonPlatform, "system exception|-released", "系统异常|-释放"},
	{"00701", RetryLater, ReasonOurSide, "our queue", "我方队列"},
	{"34605", NoRetry, ReasonBadRecord, "record|no phone number", "数据|没有电话号码"},
	{"01046", RetrySoon, ReasonOurSide, "probably heard silence|Let an agent place the next call",
		"很可能接起后没有听到声音|由座席人工回拨"},
	{"01281", RetrySoon, ReasonOurSide, "probably heard silence|Let an agent place the next call",
		"很可能接起后没有听到声音|由座席人工回拨"},
	{"01288", RetrySoon, ReasonOurSide, "while agent and customer were being connected|very likely|01281|-only in",
		"座席与客户接续的过程中|很可能|01281|-只在"},
	{"00185", NoRetry, ReasonMachine, "fax", "传真"},
	{"00182", RetryLater, ReasonTone, "(SIT)", "（SIT）"},
	{"01119", CannotTell, ReasonUndocumented, "found so far", "目前查到"},
	{"01153", CannotTell, ReasonUndocumented, "found so far", "目前查到"},
	{"01169", CannotTell, ReasonUndocumented, "found so far", "目前查到"},
	{"34609", CannotTell, ReasonUndocumented, "found so far", "目前查到"},
}

// TestFacts holds what the explanations say beyond the vendor's texts, or must
// not say. A fact begins with - when the text must not have it.
func TestFacts(t *testing.T) {
	for _, tt := range facts {
		e, _ := Lookup(tt.code)
		if e.Action != tt.action || e.Reason != tt.reason {
			t.Errorf("%s: %q because of %q, want %q because of %q", tt.code, e.Action, e.Reason, tt.action, tt.reason)
		}
		for l, facts := range map[isales.Language]string{isales.English: tt.en, isales.Chinese: tt.zh} {
			text := e.Meaning(l) + " " + e.Advice(l)
			for fact := range strings.SplitSeq(facts, "|") {
				missing, must := strings.CutPrefix(fact, "-")
				if strings.Contains(text, missing) == must {
					t.Errorf("%s in %s: %q in %q", tt.code, l, fact, text)
				}
			}
		}
	}
}

// TestOtherRangesOfNumbers: the numbers of Q.850 are search words of these codes
// alone, and no text speaks of release causes.
func TestOtherRangesOfNumbers(t *testing.T) {
	for _, e := range all() {
		for _, l := range languages {
			text := strings.ToLower(e.Meaning(l) + e.Advice(l) + strings.Join(e.Causes(l), " "))
			for _, word := range []string{"release cause", "释放原因", "q.850", "sip 4"} {
				if strings.Contains(text, word) {
					t.Errorf("%s in %s: %q in %q", e.Code, l, word, text)
				}
			}
		}
	}
}
