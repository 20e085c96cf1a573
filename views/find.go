package views

// FindBox is the box for anything, with the VDN that numbers belong to beside it.
type FindBox struct {
	Text string
	VDN  Field
}

// FindPage is what a text may stand for.
type FindPage struct {
	Page
	Box     FindBox
	Heading string
	// None says that a text was searched and nothing found, Unreadable why it is
	// neither a number nor words; empty when it is one.
	None       bool
	Unreadable string
	// VDN is the one that was searched; empty for none.
	VDN string
	// Codes and Results are what may be meant. MoreCodes and MoreResults lead to
	// all of them; empty when these are all.
	Codes                  []MappingRow
	Results                []VDNResultRow
	MoreCodes, MoreResults string
	// Tried are sentences on what was searched.
	Tried []string
	// Nearest are codes that look like the text, when nothing was found.
	Nearest []MappingRow
}

// Title is the page's own part of the document title.
func (p FindPage) Title() string { return p.title(p.Heading, p.Box.VDN.Error != "") }
