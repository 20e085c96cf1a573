package views

// BatchPage takes and answers a list of IDs.
type BatchPage struct {
	VDNPage
	// Action is the path of the form, Typed what is in it, Error what is wrong.
	Action, Typed, Error string
	Summary              string
	Notes                []string
	// Retry are the IDs that failed, one a line.
	Retry, RetryText string
}

// BatchRow is what came of one ID.
type BatchRow struct {
	Def, Href, Text, Code string
	State, Why            string
	Bad                   bool
	Verdict               Verdict // none for a result that was not found
	Codes                 []MappingRow
}

// Title is the page's own part of the document title.
func (p BatchPage) Title() string { return p.title(p.heading(), p.Error != "") }

func (p BatchPage) heading() string { return Fill(p.T.BatchTitle, "vdn", p.VDN) }
