package views

// LookupForm is the form that leads to a result.
type LookupForm struct{ VDN, Def Field }

// Wrong reports whether any field has an error.
func (f LookupForm) Wrong() bool { return f.VDN.Error != "" || f.Def.Error != "" }

// LookupPage is the home page; after a bad look-up its form has errors.
type LookupPage struct {
	Page
	Form LookupForm
	// Recent are the latest look-ups of this browser, newest first.
	Recent []Recent
}

// Recent is a look-up of this browser; Href leads to its result.
type Recent struct {
	Href, VDN, Def string
	At             Time
}

// Title is the page's own part of the document title.
func (p LookupPage) Title() string { return p.title(p.T.LookupTitle, p.Form.Wrong()) }
