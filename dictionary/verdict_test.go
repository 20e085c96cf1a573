package dictionary

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"isales-console/isales"
)

// actionCodes has a code for each action that a result's code can have.
var actionCodes = map[Action]string{
	NoRetry: "00129", RetryLater: "00147", RetrySoon: "00145", AskAdmin: "00605", CannotTell: "09999",
}

// TestVerdictOfEachCombination has every set of actions: the letters of the
// first column are Never, Later, Soon, Ask and Unknown.
func TestVerdictOfEachCombination(t *testing.T) {
	tests := []struct {
		actions string
		want    Verdict
	}{
		{"", VerdictNoCodes},
		{"N", VerdictNoRetry}, {"L", VerdictRetryLater}, {"S", VerdictRetrySoon}, {"A", VerdictAskAdmin},
		{"U", VerdictCannotTell},
		{"NL", VerdictMixed}, {"NS", VerdictMixed}, {"NA", VerdictMixed}, {"NU", VerdictCannotTell},
		{"LS", VerdictRetryLater}, {"LA", VerdictRetryLater}, {"LU", VerdictCannotTell},
		{"SA", VerdictRetrySoon}, {"SU", VerdictCannotTell}, {"AU", VerdictCannotTell},
		{"NLS", VerdictMixed}, {"NLA", VerdictMixed}, {"NLU", VerdictMixed},
		{"NSA", VerdictMixed}, {"NSU", VerdictMixed}, {"NAU", VerdictMixed},
		{"LSA", VerdictRetryLater}, {"LSU", VerdictCannotTell}, {"LAU", VerdictCannotTell}, {"SAU", VerdictCannotTell},
		{"NLSA", VerdictMixed}, {"NLSU", VerdictMixed}, {"NLAU", VerdictMixed}, {"NSAU", VerdictMixed},
		{"LSAU", VerdictCannotTell}, {"NLSAU", VerdictMixed},
	}
	if len(tests) != 32 {
		t.Errorf("%d combinations, want 32", len(tests))
	}
	letters := map[rune]Action{'N': NoRetry, 'L': RetryLater, 'S': RetrySoon, 'A': AskAdmin, 'U': CannotTell}
	for _, tt := range tests {
		var codes []string
		for _, letter := range tt.actions {
			codes = append(codes, actionCodes[letters[letter]])
		}
		if got := Judge(codes, Notes{}).Verdict; got != tt.want {
			t.Errorf("%q: verdict %q, want %q", tt.actions, got, tt.want)
		}
	}
}

// TestCannotTellIsAsSmallAsItCanBe replaces the unknown codes by codes of every
// action: the verdict is known exactly when all replacements agree.
func TestCannotTellIsAsSmallAsItCanBe(t *testing.T) {
	known := []string{actionCodes[NoRetry], actionCodes[RetryLater], actionCodes[RetrySoon], actionCodes[AskAdmin]}
	for set := range 1 << len(known) {
		var codes []string
		for i, code := range known {
			if set&(1<<i) != 0 {
				codes = append(codes, code)
			}
		}
		possible := map[Verdict]bool{}
		for _, a := range known {
			for _, b := range known {
				possible[Judge(append(slices.Clone(codes), a, b), Notes{}).Verdict] = true
			}
		}
		want := VerdictCannotTell
		if len(possible) == 1 {
			for v := range possible {
				want = v
			}
		}
		if got := Judge(append(codes, "09998", "09999"), Notes{}).Verdict; got != want {
			t.Errorf("%q and two unknown codes: verdict %q, want %q of %v", codes, got, want, possible)
		}
	}
}

// TestVerdictProperties judges codes drawn at random, always the same ones.
func TestVerdictProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 15))
	all := append(OBS(), Entry{Code: "09999"}, Entry{Code: "OB99999"}, Entry{})
	for range 5000 {
		var list []string
		for range random.IntN(6) {
			list = append(list, all[random.IntN(len(all))].Code)
		}
		j := Judge(list, Notes{})

		shuffled := append(slices.Clone(list), list...)
		random.Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
		if again := Judge(shuffled, Notes{}); again.Verdict != j.Verdict || len(again.Advices) != len(j.Advices) {
			t.Fatalf("%q: %q with %d codes, twice and shuffled %q with %d", list, j.Verdict, len(j.Advices),
				again.Verdict, len(again.Advices))
		}
		if more := Judge(append(slices.Clone(list), "09998"), Notes{}).Verdict; more != j.Verdict &&
			more != VerdictCannotTell {
			t.Fatalf("%q: %q, with an unknown code %q", list, j.Verdict, more)
		}
		counted := 0
		for _, c := range j.Counts() {
			counted += len(c.Codes)
		}
		if counted != len(j.Advices) || (len(j.Reasons()) == 0) != (len(list) == 0) {
			t.Fatalf("%q: %d codes counted, %d reasons, want %d codes", list, counted, len(j.Reasons()), len(j.Advices))
		}
		checkSplit(t, j)
	}
}

// checkSplit judges the parts of a split.
func checkSplit(t *testing.T, j Judgement) {
	never, retry, unknown := j.Split()
	if j.Verdict != VerdictMixed {
		if never != nil || retry != nil || unknown != nil {
			t.Fatalf("%q is split: %q %q %q", j.Verdict, never, retry, unknown)
		}
		return
	}
	if n := len(never) + len(retry) + len(unknown); n != len(j.Advices) {
		t.Fatalf("%d codes in the parts, want %d", n, len(j.Advices))
	}
	if v := Judge(never, Notes{}).Verdict; v != VerdictNoRetry && v != VerdictReached {
		t.Fatalf("%q: verdict %q", never, v)
	}
	if v := Judge(retry, Notes{}).Verdict; v != VerdictRetryLater && v != VerdictRetrySoon && v != VerdictAskAdmin {
		t.Fatalf("%q: verdict %q", retry, v)
	}
}

func TestJudgement(t *testing.T) {
	tests := []struct {
		name, codes             string // separated by commas
		verdict                 Verdict
		counts                  string
		reasons                 string
		never, retry, undecided string
	}{
		{"mixed", "00149,00604,00601,00551", VerdictMixed, "Do not retry: 00149 00604 · Retry later: 00601 00551",
			"declined",
			"00149 00604", "00601 00551", ""},
		{"unknown in a mixed one", "09999,00145,00129", VerdictMixed,
			"Do not retry: 00129 · Retry soon: 00145 · Cannot tell: 09999",
			"busy number_dead undocumented", "00129", "00145", "09999"},
		{"the vendor's example", "34609,00008", VerdictCannotTell, "Retry later: 00008 · Cannot tell: 34609",
			"forwarded undocumented", "", "", ""},
		{"most frequent reason first", "00145,00147,00603,00181,01040", VerdictRetryLater,
			"Retry later: 00147 00603 01040 · Retry soon: 00145 00181", "no_answer busy", "", "", ""},
		{"a code in several forms", "0,00000, 00000 ,０００００", VerdictReached, "Do not retry: 00000", "answered", "",
			"", ""},
		{"letters of a VDN's code", "OB9,ob9", VerdictCannotTell, "Cannot tell: OB9", "undocumented", "", "", ""},
		{"a mapping without a code", ",00605", VerdictCannotTell, "Ask the administrator: 00605 · Cannot tell: ",
			"capacity undocumented", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := Judge(strings.Split(tt.codes, ","), Notes{})
			var counts, reasons []string
			for _, c := range j.Counts() {
				counts = append(counts, c.Action.Text(isales.English)+": "+strings.Join(c.Codes, " "))
			}
			for _, r := range j.Reasons() {
				reasons = append(reasons, string(r))
			}
			never, retry, undecided := j.Split()
			got := []string{string(j.Verdict), strings.Join(counts, " · "), strings.Join(reasons, " "),
				strings.Join(never, " "), strings.Join(retry, " "), strings.Join(undecided, " ")}
			want := []string{string(tt.verdict), tt.counts, tt.reasons, tt.never, tt.retry, tt.undecided}
			if !slices.Equal(got, want) {
				t.Errorf("got\n%q\nwant\n%q", got, want)
			}
		})
	}
}

// TestReached: a note that gives another action has the last word.
func TestReached(t *testing.T) {
	retried := parse(t, "00000,,,retry_later")
	for _, tt := range []struct {
		codes string
		notes Notes
		want  Verdict
	}{
		{"00000", Notes{}, VerdictReached}, {"0 00000", Notes{}, VerdictReached}, {"00000 00129", Notes{}, VerdictNoRetry},
		{"00000 00145", Notes{}, VerdictMixed}, {"00000 09999", Notes{}, VerdictCannotTell},
		{"00000", retried, VerdictRetryLater},
	} {
		if got := Judge(strings.Fields(tt.codes), tt.notes).Verdict; got != tt.want {
			t.Errorf("%q: %s, want %s", tt.codes, got, tt.want)
		}
	}
}

// TestWordsOfVerdictsAndReasons holds the terms of the pages.
func TestWordsOfVerdictsAndReasons(t *testing.T) {
	want := "Do not retry 不重试, Mixed 混合, Retry later 稍后重试, " +
		"Retry soon 尽快重试, Ask the administrator 联系管理员, Reached 已接通, No codes 未关联结果码, Cannot tell 无法判断"
	var got []string
	for _, v := range Verdicts() {
		got = append(got, v.Text(isales.English)+" "+v.Text(isales.Chinese))
	}
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("verdicts %s\nwant %s", s, want)
	}
	for _, a := range Actions() {
		for _, l := range languages {
			if v := Judge([]string{actionCodes[a]}, Notes{}).Verdict; v.Text(l) != a.Text(l) {
				t.Errorf("a result of %q is called %q, the code %q", a, v.Text(l), a.Text(l))
			}
		}
	}
	used := map[Reason]bool{}
	for _, e := range all() {
		used[e.Reason] = true
	}
	for _, r := range Reasons() {
		if !used[r] || hasHan(r.Text(isales.English)) || !hasHan(r.Text(isales.Chinese)) ||
			r.Text(isales.English) == "" {
			t.Errorf("reason %q, used %t: %q, %q", r, used[r], r.Text(isales.English), r.Text(isales.Chinese))
		}
	}
	if len(used) != len(Reasons()) {
		t.Errorf("%d reasons are used, want %d", len(used), len(Reasons()))
	}
	const en = isales.English
	if s := Verdict("x").Text(en) + Reason("x").Text(en) + Action("x").Text(en); s != "" {
		t.Errorf("unknown words are called %q", s)
	}
}
