package views

// AccountPage shows a user's sign-ins.
type AccountPage struct {
	Page
	// VDNs are those that the user may see; nil for all.
	VDNs    []VDNLink
	SignIns []SignInRow
	// Elsewhere says that the user signs in without a password of the console.
	Elsewhere bool
}

// SignInRow is a browser that is signed in.
type SignInRow struct {
	Ref              string // names it in the form that ends it
	Here             bool   // the browser that shows the page
	Address, Browser string
	Created, Seen    Time
}
