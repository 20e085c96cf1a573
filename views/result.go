package views

import "strings"

// ResultPage is one external result with its mapped codes.
type ResultPage struct {
	Page
	VDN, Def, DisplayText, Code string
	Rows                        []MappingRow
	// Count is the number of rows.
	Count string
	// Verdict is what follows for the result as a whole; Shares are its grounds, that
	// of the same action first.
	Verdict Verdict
	Shares  []Share
	// Contradictions are the warnings of all rows.
	Contradictions []string
	CSV, XLSX      string // paths of the exports
	// CodesMissing says that the VDN's own dictionary could not be read.
	CodesMissing bool
	CheckedAt    Time
	Age          string
	Details      []Detail
	Raw          string
	// Stale says why an old copy is shown; zero for one that is not.
	Stale TimedText
	// NotRetriedBy says which campaigns do not retry the result; zero when their
	// policies were not read.
	NotRetriedBy NotRetriedBy
	// Again is the path that asks the platform anew.
	Again  string
	Ticket Ticket
}

// Share says how many codes of a result have an action.
type Share struct {
	Action Verdict
	Text   string
}

// verdictAlone says that the verdict is none of the actions that are counted.
func (p ResultPage) verdictAlone() bool { return len(p.Shares) == 0 || p.Shares[0].Action != p.Verdict }

// NotRetriedBy are the campaigns that do not retry a result. Unread says how many
// policies could not be read; empty for none.
type NotRetriedBy struct {
	Text      TimedText
	Campaigns []CampaignLink
	Unread    string
}

// CampaignLink leads to a campaign.
type CampaignLink struct{ Href, Name string }

// Detail is a line of a description list.
type Detail struct{ Label, Value string }

// heading is the result's own text, or what stands in for one.
func (p ResultPage) heading() string {
	if p.DisplayText != "" {
		return p.DisplayText
	}
	return p.T.ResultNoText
}

// Title is the page's own part of the document title.
func (p ResultPage) Title() string {
	return Fill(p.T.ResultTitle, "name", strings.TrimSpace(p.Def+" "+p.DisplayText), "vdn", p.VDN)
}
