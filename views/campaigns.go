package views

// CampaignsPage lists the campaigns of a VDN.
type CampaignsPage struct {
	VDNPage
	Query    string
	Statuses []Choice
	Total    int
	Range    string
	// BeyondEnd says that the page number is too large.
	BeyondEnd bool
	Rows      []CampaignRow
	Pages     []PageLink
	// ID is the field that leads to a campaign by its ID.
	ID Field
}

// Title is the page's heading and its own part of the document title.
func (p CampaignsPage) Title() string { return Fill(p.T.Campaigns.Title, "vdn", p.VDN) }

// CampaignRow is a campaign in a list. Begin and End are as the platform sent them.
type CampaignRow struct{ Href, Name, ID, Status, Device, Begin, End string }

// CampaignPage is one campaign with its retry policy and the check of it.
type CampaignPage struct {
	VDNPage
	ID, Name string
	Started  bool
	Facts    []Detail
	// PolicyNote says why there is no policy to show; empty for a policy.
	PolicyNote string
	Kind       string
	KindField  string
	Rules      []PolicyRule
	NoRetry    []CheckedResult
	// Unread says that a part of the policy could not be read.
	Unread   bool
	Business []PolicyRule
	// BusinessUnread says that the names of business results are missing.
	BusinessUnread bool
	// CheckNote says why there is nothing to check, or that all agrees.
	CheckNote   string
	CheckUnread bool
	Parts       []CheckPart
	Raw         []Detail
}

// Title is the page's own part of the document title.
func (p CampaignPage) Title() string {
	return Fill(p.T.Campaigns.One, "id", p.ID, "vdn", p.VDN)
}

// PolicyRule is a rule in words, with the fields of the platform beside them.
type PolicyRule struct{ Label, Text, Fields string }

// CheckPart is a list of a check.
type CheckPart struct {
	ID, Heading string
	Rows        []CheckedResult
}

// CheckedResult is an external result code with the results that have it: none for
// one that is gone. Does says what the policy does with it.
type CheckedResult struct {
	Code, Does string
	Verdict    Verdict
	Results    []ResultLink
}

// CallPage says how a call ended.
type CallPage struct {
	VDNPage
	ID, Outcome string
	Row         MappingRow
	Code        string // external result code; may be empty
	// Then are the results of today that have the code.
	Then  []ResultLink
	Facts []Detail
	// Today says what today's mapping makes of the fail code, with the results.
	Today   string
	Results []ResultLink
	Unread  bool
}

// Title is the page's own part of the document title.
func (p CallPage) Title() string { return Fill(p.T.Campaigns.CallTitle, "id", p.ID) }
