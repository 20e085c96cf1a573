package views

// CodesPage lists and searches the codes.
type CodesPage struct {
	Page
	Query           string
	VDN             Field
	Groups, Actions []Choice
	// Found says how many codes there are; Empty that there are none.
	Found        string
	Empty        bool
	Sections     []CodeSection
	CSV          string
	CodesMissing bool
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
