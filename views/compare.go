package views

// CompareSide is one of two compared results.
type CompareSide struct {
	ResultLink
	Code, Codes string
	Verdict     Verdict
}

// ComparePage shows two results side by side.
type ComparePage struct {
	VDNPage
	Action   string
	Fields   [2]Field
	Compared bool
	// TooMany says that more than two were picked; empty when that is not so.
	TooMany string
	Sides   [2]CompareSide
	Parts   []CodeSection
}

// Title is the page's own part of the document title.
func (p ComparePage) Title() string {
	return p.title(p.heading(), p.Fields[0].Error != "" || p.Fields[1].Error != "")
}

func (p ComparePage) heading() string { return Fill(p.T.CompareTitle, "vdn", p.VDN) }
