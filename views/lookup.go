package views

// LookupForm is the form that leads to a result.
type LookupForm struct{ VDN, Def Field }

// Wrong reports whether any field has an error.
func (f LookupForm) Wrong() bool { return f.VDN.Error != "" || f.Def.Error != "" }

// LookupPage is the home page; after a bad look-up its form has errors.
type LookupPage struct {
	Page
	Box  FindBox
	Form LookupForm
	// VDN is the VDN of the latest look-up; empty for none.
	VDN string
	// MaySee are the VDNs of a user who may see some only; nil for all.
	MaySee []VDNLink
	// Recent are the latest look-ups of this browser, newest first.
	Recent []Recent
}

// Recent is a look-up of this browser; Href leads to its result.
// Text is empty where it is not at hand.
type Recent struct {
	Href, VDN, Def, Text string
	At                   Time
}

// VDNLink leads to the external results of a VDN; Href is empty for a span of VDNs.
type VDNLink struct{ Text, Href string }

// Title is the page's own part of the document title.
func (p LookupPage) Title() string { return p.title(p.T.LookupTitle, p.Form.Wrong()) }
