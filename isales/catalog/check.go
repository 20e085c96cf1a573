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

// Check compares the external result codes that a policy does not retry with the
// VDN's results. advise is asked once for the OBS result codes of each external
// result code, in list order, repeated ones included; results that share an
// external result code are advised together, for a policy cannot tell them apart.
// A campaign without a policy has nothing to check.
func Check(noRetry []string, results []Result, advise func(codes []string) Advice) PolicyCheck {
	var check PolicyCheck
	groups := groupByCode(results)
	for _, g := range groups {
		g.Listed = g.Code != "" && slices.Contains(noRetry, g.Code)
		if slices.ContainsFunc(g.Results, func(r Result) bool { return r.Err != nil }) {
			check.Unread = append(check.Unread, *g)
			continue
		}
		g.Advice = advise(obsCodes(g.Results))
		switch {
		case g.Advice == NeverRetry && !g.Listed:
			check.Retried = append(check.Retried, *g)
		case g.Advice == Temporary && g.Listed:
			check.NotRetried = append(check.NotRetried, *g)
		case g.Advice == MixedAdvice:
			check.Mixed = append(check.Mixed, *g)
		}
	}
	for _, code := range noRetry {
		known := slices.ContainsFunc(groups, func(g *Checked) bool { return g.Code == code })
		if !known && !slices.Contains(check.Gone, code) {
			check.Gone = append(check.Gone, code)
		}
	}
	return check
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
