package dictionary

import (
	"cmp"
	"slices"

	"isales-console/isales"
)

// Verdict is what follows for an external result from its codes. The value is
// the key in JSON, CSV and addresses.
type Verdict string

// The verdicts. A result is in the campaign's hands as a whole: a retry policy
// names results, not codes. So a verdict must be right for every code of it.
const (
	// VerdictNoRetry: every code says so, and not all because the customer was reached.
	VerdictNoRetry = Verdict(NoRetry)
	// VerdictMixed: some codes say "do not retry" and others do not, so no
	// policy is right for all calls that end with the result. Codes that ask for
	// the administrator are among the others: they say nothing against the
	// number, and a call that failed on our side is to be made again.
	VerdictMixed Verdict = "mixed"
	// VerdictRetryLater: no code says "do not retry" and at least one says "retry
	// later". Codes that would allow a call within the hour lose nothing by
	// waiting, while a call within the hour is wrong for the others.
	VerdictRetryLater = Verdict(RetryLater)
	// VerdictRetrySoon: at least one code says so, and the others ask for the
	// administrator at most, who does not stand against calling again.
	VerdictRetrySoon = Verdict(RetrySoon)
	// VerdictAskAdmin: every code says so.
	VerdictAskAdmin = Verdict(AskAdmin)
	// VerdictReached: every code says that the customer was reached. Such a result
	// needs no place in a retry policy, which is about calls that failed.
	VerdictReached Verdict = "reached"
	// VerdictNoCodes: there is no code.
	VerdictNoCodes Verdict = "no_codes"
	// VerdictCannotTell: for some code nobody has said what follows, and what it
	// says could change the verdict. Only a mixed result stays what it is
	// whatever an unknown code says.
	VerdictCannotTell = Verdict(CannotTell)
)

// verdictNames are those of the verdicts that are no action; the others have the key
// and the name of theirs.
var verdictNames = map[Verdict]bilingual[string]{
	VerdictMixed:   {"Mixed", "混合"},
	VerdictReached: {"Reached", "已接通"},
	VerdictNoCodes: {"No codes", "未关联结果码"},
}

// Verdicts returns all verdicts, those first that need a decision about the
// retry policy.
func Verdicts() []Verdict {
	return []Verdict{VerdictNoRetry, VerdictMixed, VerdictRetryLater, VerdictRetrySoon, VerdictAskAdmin, VerdictReached,
		VerdictNoCodes, VerdictCannotTell}
}

// Text returns the verdict in words, without a full stop; "" for one that is
// not in [Verdicts].
func (v Verdict) Text(l isales.Language) string {
	if name, ok := verdictNames[v]; ok {
		return pick(l, name)
	}
	return Action(v).Text(l)
}

// Judgement is a verdict with its grounds.
type Judgement struct {
	Verdict Verdict
	// Advices has each code once, in the order in which the codes were given.
	Advices []Advice
}

// Judge returns what follows from the codes of an external result. The order of
// the codes and how often one occurs do not matter. A mapping without a code,
// "", is an unknown one.
func Judge(codes []string, notes Notes) Judgement {
	j := Judgement{Advices: make([]Advice, 0, len(codes))}
	seen, actions := map[string]bool{}, map[Action]bool{}
	for _, code := range codes {
		a := Advise(code, notes)
		if key := halfWidth(a.Code); !seen[key] {
			seen[key], actions[a.Action] = true, true
			j.Advices = append(j.Advices, a)
		}
	}
	if j.Verdict = verdictOf(actions); j.Verdict == VerdictNoRetry && j.answered() {
		j.Verdict = VerdictReached
	}
	return j
}

// verdictOf applies the rules to the actions that occur.
func verdictOf(has map[Action]bool) Verdict {
	retried := has[RetryLater] || has[RetrySoon] || has[AskAdmin]
	switch {
	case has[NoRetry] && retried:
		return VerdictMixed
	case has[CannotTell]:
		return VerdictCannotTell
	case has[NoRetry]:
		return VerdictNoRetry
	case has[RetryLater]:
		return VerdictRetryLater
	case has[RetrySoon]:
		return VerdictRetrySoon
	case has[AskAdmin]:
		return VerdictAskAdmin
	}
	return VerdictNoCodes
}

// Codes returns the codes that have the action, in their order; nil for none.
func (j Judgement) Codes(a Action) []string {
	var codes []string
	for _, advice := range j.Advices {
		if advice.Action == a {
			codes = append(codes, advice.Code)
		}
	}
	return codes
}

// Count is an action with the codes of a result that have it.
type Count struct {
	Action Action
	Codes  []string
}

// Counts returns the actions that occur, in the order of [Actions]. The codes of
// all of them together are as many as Advices.
func (j Judgement) Counts() []Count {
	var counts []Count
	for _, a := range Actions() {
		if codes := j.Codes(a); codes != nil {
			counts = append(counts, Count{a, codes})
		}
	}
	return counts
}

// Reasons returns the reasons that occur, the most frequent first and equally
// frequent ones in the order of [Reasons].
func (j Judgement) Reasons() []Reason {
	times := map[Reason]int{}
	for _, a := range j.Advices {
		times[a.Reason]++
	}
	reasons := slices.DeleteFunc(Reasons(), func(r Reason) bool { return times[r] == 0 })
	slices.SortStableFunc(reasons, func(a, b Reason) int { return cmp.Compare(times[b], times[a]) })
	return reasons
}

// answered reports whether all codes say that the customer was reached.
func (j Judgement) answered() bool {
	return !slices.ContainsFunc(j.Advices, func(a Advice) bool { return a.Reason != ReasonAnswered })
}

// Split returns the external results that a mixed one would have to be divided
// into to get a clean verdict each: the codes not to retry and the codes that
// may be retried. Unknown codes are in neither part but in a third, for the
// administrator to place. All are nil unless the verdict is Mixed.
func (j Judgement) Split() (noRetry, retry, unknown []string) {
	if j.Verdict != VerdictMixed {
		return nil, nil, nil
	}
	for _, a := range j.Advices {
		switch a.Action {
		case NoRetry:
			noRetry = append(noRetry, a.Code)
		case CannotTell:
			unknown = append(unknown, a.Code)
		default:
			retry = append(retry, a.Code)
		}
	}
	return noRetry, retry, unknown
}
