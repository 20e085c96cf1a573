package views

// SignInPage asks for user name and password.
type SignInPage struct {
	Page
	// User is the name that was typed before.
	User string
	// Next is the path to go on to.
	Next string
	// Error says why the sign-in failed, Note why it is needed again.
	Error, Note string
}

// Title is the page's own part of the document title.
func (p SignInPage) Title() string { return p.title(p.T.SignInTitle, p.Error != "") }
