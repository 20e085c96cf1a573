package views

// ErrorPage is what a person sees when something went wrong.
type ErrorPage struct {
	Page
	Heading, What string
	Do            TimedText
	// PlatformSays is the platform's description of the error; empty for none.
	PlatformSays string
	// Retry is the path to try again; empty when that cannot help.
	Retry string
	// AllCodes offers the list of all codes; Nearest are codes that may have been
	// meant.
	AllCodes bool
	// Meant are the codes that the ID of a missing result is, MeantText says so.
	Meant     []MappingRow
	MeantText string
	Nearest   []MappingRow
	// Form is the look-up form to correct the input with; nil for none.
	Form      *LookupForm
	Time      Time
	RequestID string
	Ticket    Ticket
}
