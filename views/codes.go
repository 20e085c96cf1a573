package views

// CodesPage lists and searches the codes.
type CodesPage struct {
	Page
	Query string
	// API says that API statuses were asked for; else the form has filters, which
	// are open while they are Filtered.
	API, Filtered   bool
	Tabs            []CodesTab
	VDN             Field
	Groups, Actions []Choice
	// Found says how many codes there are; Empty that there are none.
	Found        string
	Empty        bool
	Sections     []CodeSection
	CSV, XLSX    string // paths of the exports
	CodesMissing bool
	// Also says how many codes of the other kind a search finds, AlsoHref leads to
	// them; empty for none.
	Also, AlsoHref string
}

// CodesTab leads to the codes of a kind. ID is where older addresses lead; it may be
// empty.
type CodesTab struct {
	ID, Text, Href string
	Current        bool
}

// Choice is an option of a list.
type Choice struct {
	Value, Text string
	Chosen      bool
}

// CodeSection is a part of the list of codes below a heading.
type CodeSection struct {
	ID, Heading string
	Rows        []MappingRow
}

// Title is the page's own part of the document title.
func (p CodesPage) Title() string { return p.title(p.T.CodesTitle, p.VDN.Error != "") }
