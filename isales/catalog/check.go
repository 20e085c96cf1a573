package catalog

import "slices"

// Advice is what the OBS result codes of an external result say together about
// calling again.
type Advice int

// The advices. Undecided is for codes from which nothing follows for a retry
// policy: unknown ones, none at all, those that only an administrator can act on,
// and success.
const (
	Undecided   Advice = iota
	NeverRetry         // every code says never
	Temporary          // every code is temporary
	MixedAdvice        // some codes say never, others do not
)

// Checked is an external result code that a retry policy may name.
type Checked struct {
	// Code is the external result code; empty for a result without one, which no
	// policy can name.
	Code string
	// Results are the VDN's results with the code, in list order: usually one.
	Results []Result
	// Listed says whether the policy names the code, so that it is not retried.
	Listed bool
	// Advice is what the codes of all Results say together.
	Advice Advice
}

// PolicyCheck is where a retry policy and the advice for a VDN's external results
// differ. The lists are in list order of the VDN.
type PolicyCheck struct {
	// Retried are retried although every code says never.
	Retried []Checked
	// NotRetried are not retried although every code is temporary.
	NotRetried []Checked
	// Mixed are right for some of their calls only, be they listed or not.
	Mixed []Checked
	// Unread could not be checked, for a result of theirs was not read.
	Unread []Checked
	// Gone are the codes that the policy names and no result has, in the policy's
	// order.
	Gone []string
}

// Differences returns how many external result codes the policy should treat
// otherwise: those in Retried, NotRetried and Gone.
func (c *PolicyCheck) Differences() int { return len(c.Retried) + len(c.NotRetried) + len(c.Gone) }

// Agrees reports that there is no difference and that there can be none in what
// was not read.
func (c *PolicyCheck) Agrees() bool { return c.Differences() == 0 && len(c.Unread) == 0 }

// Checker compares retry policies with a VDN's results. It is immutable and safe for
// concurrent use.
type Checker struct {
	groups []*Checked // Listed is not set
	known  map[string]bool
}

// NewChecker returns a checker for the results. advise is asked once for the OBS
// result codes of each external result code, in list order, repeated ones included;
// results that share an external result code are advised together, for a policy
// cannot tell them apart.
func NewChecker(results []Result, advise func(codes []string) Advice) *Checker {
	c := &Checker{groups: groupByCode(results), known: make(map[string]bool)}
	for _, g := range c.groups {
		c.known[g.Code] = true
		if !g.unread() {
			g.Advice = advise(obsCodes(g.Results))
		}
	}
	return c
}

// Check compares the external result codes that a policy does not retry with the
// results. A campaign without a policy has nothing to check.
func (c *Checker) Check(noRetry []string) PolicyCheck {
	var check PolicyCheck
	for _, group := range c.groups {
		g := *group
		g.Listed = g.Code != "" && slices.Contains(noRetry, g.Code)
		switch {
		case g.unread():
			check.Unread = append(check.Unread, g)
		case g.Advice == NeverRetry && !g.Listed:
			check.Retried = append(check.Retried, g)
		case g.Advice == Temporary && g.Listed:
			check.NotRetried = append(check.NotRetried, g)
		case g.Advice == MixedAdvice:
			check.Mixed = append(check.Mixed, g)
		}
	}
	for _, code := range noRetry {
		if !c.known[code] && !slices.Contains(check.Gone, code) {
			check.Gone = append(check.Gone, code)
		}
	}
	return check
}

func (c *Checked) unread() bool {
	return slices.ContainsFunc(c.Results, func(r Result) bool { return r.Err != nil })
}

// groupByCode puts the results with one external result code together. A result
// without one stays alone.
func groupByCode(results []Result) []*Checked {
	var groups []*Checked
	byCode := make(map[string]*Checked)
	for _, r := range results {
		g := byCode[r.Code]
		if g == nil || r.Code == "" {
			g = &Checked{Code: r.Code}
			groups = append(groups, g)
			byCode[r.Code] = g
		}
		g.Results = append(g.Results, r)
	}
	return groups
}

func obsCodes(results []Result) (codes []string) {
	for _, r := range results {
		for _, m := range r.Mappings {
			codes = append(codes, m.OBSCode)
		}
	}
	return codes
}
