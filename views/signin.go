package views

// SignInPage asks for user name and password, or leads to the sign-in elsewhere.
type SignInPage struct {
	Page
	// User is the name that was typed; empty at first.
	User string
	// Next is the local path that follows a successful sign-in.
	Next string
	// SignOn is the path that leads to the sign-in elsewhere; empty for none.
	SignOn string
	// Passwords says that there are user names and passwords.
	Passwords bool
	// Error says why the sign-in failed, Note why a new one is needed; both may be
	// empty.
	Error, Note string
}

// Title is the page's own part of the document title.
func (p SignInPage) Title() string { return p.title(p.T.SignInTitle, p.Error != "") }

// SignedOutPage says that the sign-out here is done, and leads to that elsewhere.
type SignedOutPage struct {
	Page
	// There is the address of the sign-out elsewhere.
	There string
}
