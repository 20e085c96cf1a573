package views

// ReverseFormPage asks for the code of a reverse look-up.
type ReverseFormPage struct {
	VDNPage
	// Action is the path of the form.
	Action string
	Code   Field
}

// Title is the page's own part of the document title.
func (p ReverseFormPage) Title() string { return p.title(p.heading(), p.Code.Error != "") }

func (p ReverseFormPage) heading() string { return Fill(p.T.Reverse.FormTitle, "vdn", p.VDN) }
