package views

// Ticket is a text for the ticket of another system.
type Ticket struct {
	// Text has several lines.
	Text string
	// At is when the text was true; zero for the time at which it is copied, which
	// the script fills in.
	At Time
}
