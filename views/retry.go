package views

// RetryPage says which external results of a VDN not to retry.
type RetryPage struct {
	VDNPage
	Counts []RetryCount
	// Paste and PasteJSON are the external result codes not to retry; empty when
	// there are none and while Unread is not.
	Paste, PasteJSON string
	// Unread says how many results are missing; empty for none.
	Unread string
	Rows   []RetryRow
	Splits []RetrySplit
	// Followers say which campaigns do so.
	Followers Followers
}

// Title is the page's heading and its own part of the document title.
func (p RetryPage) Title() string { return Fill(p.T.Retry.Title, "vdn", p.VDN) }

// RetryCount is how many results have a verdict; Href leads to them alone.
type RetryCount struct {
	Verdict
	N, Href string
	Chosen  bool
}

// RetryRow is what follows for an external result.
type RetryRow struct {
	ResultLink
	// Code is the external result code; it may be empty.
	Code    string
	Verdict Verdict
	// Never says how many codes say "do not retry", which are NeverCodes; empty for
	// a result without codes.
	Never      string
	NeverCodes []CodeLink
	// Unknown says how many codes are not explained; empty for none.
	Unknown      string
	UnknownCodes []CodeLink
	// Notes are the center's own on codes of the result.
	Notes  []CodeNote
	Reason string
	// Note is why a policy cannot say so; empty for no reason.
	Note string
}

// CodeNote is the center's own note on a code.
type CodeNote struct {
	Code string
	Note *Note
}

// RetrySplit is a mixed result with the parts that would be clear.
type RetrySplit struct {
	ResultLink
	Code  string
	Parts [3][]CodeLink // not to retry, may be retried, not explained
}

// partLabel names a part of [RetrySplit.Parts].
func (p RetryPage) partLabel(i int) string {
	return [...]string{p.T.Retry.ColNever, p.T.Retry.ColRetry, p.T.Retry.ColAsk}[i]
}

// CodeLink leads to a code as a VDN has it; Href is empty where nothing is to be
// seen.
type CodeLink struct{ Code, Href string }

// Followers are the campaigns of the VDN, compared with the advice.
type Followers struct {
	// Href reads all retry policies.
	Href string
	// Read says when they were read; zero for not at all. Problem says why the list of
	// campaigns could not be read; empty for no reason.
	Read    TimedText
	Problem string
	// Counts are how many campaigns have a verdict.
	Counts []Detail
	Rows   []FollowerRow
}

// FollowerRow is a campaign with the verdict of its check.
type FollowerRow struct {
	Href, Name, ID, Verdict string
	// Note says more about the verdict; empty for nothing.
	Note string
	// Differences are external result codes: retried although every code says never,
	// not retried although every code is temporary, gone.
	Differences [3][]CodeLink
}

// differenceLabel names a part of [FollowerRow.Differences].
func (p RetryPage) differenceLabel(i int) string {
	return p.T.Campaigns.Parts[[...]string{"retried", "not_retried", "gone"}[i]]
}
