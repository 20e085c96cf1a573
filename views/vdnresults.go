package views

// VDNResultRow is a line of a list of external results.
type VDNResultRow struct {
	ResultLink
	Code, Codes string
	Verdict     Verdict // none for a result that could not be read
}

// VerdictOption is a verdict that a list can be filtered by.
type VerdictOption struct {
	Verdict
	Chosen bool
}

// PageLink leads to a page of a long list.
type PageLink struct {
	Number, Href string
	Current      bool
}

// SortLink is a heading that sorts its column.
type SortLink struct {
	Text, Href string
	// Sorted is "ascending", "descending" or empty.
	Sorted string
	Number bool
}

// VDNResultsPage lists the external results of a VDN.
type VDNResultsPage struct {
	VDNPage
	Query, Sort     string
	Total           int
	Range, Filtered string
	// Verdicts are what the list can be filtered by; Compare is where two picked
	// results go.
	Verdicts []VerdictOption
	Compare  string
	// Meant are the codes that a text is which finds no result, MeantText says so.
	Meant     []MappingRow
	MeantText string
	// BeyondEnd says that the page number is too large.
	BeyondEnd bool
	Rows      []VDNResultRow
	Columns   []SortLink
	Pages     []PageLink
}

// Title is the page's heading and its own part of the document title.
func (p VDNResultsPage) Title() string { return Fill(p.T.ResultsTitle, "vdn", p.VDN) }
