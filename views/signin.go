package views

// SignInPage asks for user name and password.
type SignInPage struct {
	Page
	// User is the name that was typed; empty at first.
	User string
	// Next is the local path that follows a successful sign-in.
	Next string
	// Error says why the sign-in failed, Note why a new one is needed; both may be
	// empty.
	Error, Note string
}

// Title is the page's own part of the document title.
func (p SignInPage) Title() string { return p.title(p.T.SignInTitle, p.Error != "") }
