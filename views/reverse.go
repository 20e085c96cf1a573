package views

// ReversePage shows which results a code leads to.
type ReversePage struct {
	VDNPage
	Code              string
	Heading, What, Do string
	Row               MappingRow
	Results           []VDNResultRow
	Uncertain         bool
	// Meant are the codes that an unknown one may stand for; Def is the code, Text
	// its meaning.
	Meant []ResultLink
}

// Title is the page's own part of the document title. It needs nothing that must
// be read first.
func (p ReversePage) Title() string { return Fill(p.T.Reverse.Title, "code", p.Code, "vdn", p.VDN) }
