package views

// ChangesPage takes an earlier export of a VDN and says what has changed since.
type ChangesPage struct {
	VDNPage
	// Action is the path of the form, Error what is wrong with the file; empty for nothing.
	Action, Error string
	// Compared says that the rest is filled in; Same that nothing is found to have changed.
	Compared, Same bool
	// ExportedAt is when the export was read; zero for one that does not say it.
	ExportedAt Time
	// Warnings say what cannot be told.
	Warnings []string
	Numbers  []Number
	// Results are those that were added and removed.
	Results []ChangedResults
	Renamed RenamedResults
	Codes   []ChangedCodes
	// NotCompared are results whose codes were not read at one of the times; NotComparedText says how many.
	NotCompared     []ResultLink
	NotComparedText string
}

// ChangedResults is a list of results; ID is that of the list on the page. Rows are fewer than Total in a long list.
type ChangedResults struct {
	ID, Heading string
	Total       int
	Rows        []ChangedResult
}

// ChangedResult is a result that was added or removed; one that is gone has no Href.
type ChangedResult struct {
	ResultLink
	Code, Codes string
	Unread      bool // Codes are not known
}

// RenamedResults is like [ChangedResults].
type RenamedResults struct {
	ID, Heading string
	Total       int
	Rows        []RenamedResult
}

// RenamedResult is a result as it is now, and its text and code as they were.
type RenamedResult struct {
	ResultLink
	Code, OldText, OldCode string
}

// ChangedCodes is a list of codes, like [ChangedResults].
type ChangedCodes struct {
	ID, Heading string
	Total       int
	Rows        []ChangedCode
}

// ChangedCode is a code with some of the results that it led to and leads to. MoreEarlier and MoreNow say how many
// there are besides; empty for none.
type ChangedCode struct {
	Row                  MappingRow
	Earlier, Now         []ResultLink
	MoreEarlier, MoreNow string
}

// Title is the page's own part of the document title.
func (p ChangesPage) Title() string { return p.title(p.heading(), p.Error != "") }

func (p ChangesPage) heading() string { return Fill(p.T.Changes.Title, "vdn", p.VDN) }
