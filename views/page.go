// Package views renders the pages of the console. A page component takes one
// struct that is shaped like the screen and holds finished texts; the package
// knows neither HTTP nor the platform.
package views

import (
	"strings"
	"unicode"
)

// Page is what every page has.
type Page struct {
	// T holds the texts in the reader's language.
	T *Messages
	// Title is the page's own part of the document title.
	Title string
	// Active is the navigation entry of the page: NavLookup, NavCodes or none.
	Active string
	// Base is the scheme and host of the console, in front of Canonical.
	Base string
	// Canonical is the path of the page itself; empty for pages that are not
	// worth a bookmark.
	Canonical string
	// JSON is the path of the same data as JSON; empty when there is none.
	JSON string
	// Version is the version of the console.
	Version string
	// Demo shows the banner that tells demo data from real data.
	Demo bool
	// Open shows the note that the console has no sign-in.
	Open bool
	// User is the name of who is signed in; empty for no one.
	User string
	// Theme is "light" or "dark"; empty for the system's.
	Theme string
	// Here is the path of the page, to come back to from another language.
	Here string
	// RequestID is shown at the foot; empty for not there.
	RequestID string
}

// colorScheme says in which colours a browser may begin, before the stylesheet is
// there.
func (p Page) colorScheme() string {
	if p.Theme != "" {
		return p.Theme
	}
	return "light dark"
}

// Values of Page.Active.
const (
	NavLookup = "lookup"
	NavCodes  = "codes"
)

// Field is a text input with what was typed and what is wrong with it.
type Field struct{ Value, Error string }

// LookupForm is the form that leads to a result.
type LookupForm struct{ VDN, Def Field }

// Wrong reports whether any field has an error.
func (f LookupForm) Wrong() bool { return f.VDN.Error != "" || f.Def.Error != "" }

// LookupPage is the first page, also with errors after a bad look-up.
type LookupPage struct {
	Page
	Form LookupForm
	// Recent are the latest look-ups of this browser, newest first.
	Recent []Recent
}

// Recent is a look-up of this browser.
type Recent struct {
	Href, VDN, Def string
	At             Time
}

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

// ResultPage is one external result with its mapped codes.
type ResultPage struct {
	Page
	VDN, Def, DisplayText, Code string
	Rows                        []MappingRow
	// Count is the number of rows, Counted says what they are.
	Count, Counted string
	CSV            string // path of the CSV export
	// CodesMissing says that the VDN's own dictionary could not be read.
	CodesMissing bool
	CheckedAt    Time
	Age          string
	Details      []Detail
	Raw          string
	// Stale says why an old copy is shown; empty for one that is not.
	Stale string
	// Again is the path that asks the platform anew.
	Again string
}

// Detail is a line of a description list.
type Detail struct{ Label, Value string }

// Time is a point in time for a machine and for a person.
type Time struct{ Machine, Human string }

// CodesPage lists and searches the codes.
type CodesPage struct {
	Page
	Query           string
	VDN             Field
	Groups, Actions []Choice
	// Found says how many codes there are; Empty that there are none.
	Found        string
	Empty        bool
	Sections     []CodeSection
	CSV          string
	CodesMissing bool
}

// Choice is an option of a list.
type Choice struct {
	Value, Text string
	Chosen      bool
}

// CodeSection is a part of the list of codes below a heading.
type CodeSection struct {
	ID, Heading string
	Rows        []MappingRow
}

// CodePage is everything about one code.
type CodePage struct {
	Page
	Code string
	// API says that it is an API status, not an OBS result code.
	API bool
	Row MappingRow
	// Detail is the longer text of a second document, Documented the vendor's
	// short text where the VDN has one of its own; both may be empty.
	Detail, Documented string
	// Meaning, Causes, Advice, Action and Actor are the console's explanation,
	// empty for a code that nothing is documented about.
	Meaning       string
	Causes        []string
	Advice        string
	Action, Actor string
	// OtherText is the short text in the language OtherLang.
	OtherLang, OtherText string
	// UsedHref leads to the external results of a VDN that the code leads to;
	// empty when no VDN was named.
	UsedHref, UsedText string
	CodesMissing       bool
}

// VDNPage is the part of a page about a whole VDN that all of them have.
type VDNPage struct {
	Page
	VDN string
	// Section is the page's entry in the VDN's own navigation: "results",
	// "coverage", "batch", "compare" or none.
	Section string
	CSV     string
	ReadAt  Time
	Age     string
	// Again is the path that reads the VDN anew, AgainMissing only what failed.
	Again, AgainMissing string
	// Missing are results that could not be read; MissingText says how many.
	Missing      []ResultLink
	MissingText  string
	CodesMissing bool
}

// ResultLink leads to an external result.
type ResultLink struct {
	Href, Text, Def string
	// Why says what is wrong with it; empty for nothing.
	Why string
}

// VDNResultRow is a line of a list of external results.
type VDNResultRow struct {
	ResultLink
	Code, Codes string
}

// PageLink leads to a page of a long list.
type PageLink struct {
	Number, Href string
	Current      bool
}

// SortLink is a heading that sorts its column.
type SortLink struct {
	Text, Href string
	// Sorted is "ascending", "descending" or empty.
	Sorted string
	Number bool
}

// VDNResultsPage lists the external results of a VDN.
type VDNResultsPage struct {
	VDNPage
	Query, Sort     string
	Total           int
	Range, Filtered string
	// BeyondEnd says that the page number is too large.
	BeyondEnd bool
	Rows      []VDNResultRow
	Columns   []SortLink
	Pages     []PageLink
}

// ReversePage shows which results a code leads to.
type ReversePage struct {
	VDNPage
	Heading, What, Do string
	Row               MappingRow
	Results           []VDNResultRow
	Uncertain         bool
}

// Number is a figure of the coverage; ID leads to the list behind it.
type Number struct{ ID, Text, N string }

// GroupBar is how many codes of a group are mapped and unmapped.
type GroupBar struct {
	Name             string
	Mapped, Unmapped int
}

// Cell is how many codes of a group lead to a result; Level is 0 to 4.
type Cell struct{ N, Level int }

// MatrixRow is a result against all groups; without cells when it could not be
// read.
type MatrixRow struct {
	ResultLink
	Cells []Cell
}

// CodeUse is a code with results that it leads to.
type CodeUse struct {
	Row     MappingRow
	Results []ResultLink
}

// CoveragePage is the whole picture of a VDN.
type CoveragePage struct {
	VDNPage
	Numbers                         []Number
	Groups                          []GroupBar
	Matrix                          []MatrixRow
	Unmapped                        []MappingRow
	Twice, Repeated, Contradictions []CodeUse
	Uncertain                       bool
}

// BatchPage takes and answers a list of IDs.
type BatchPage struct {
	VDNPage
	// Action is the path of the form, Typed what is in it, Error what is wrong.
	Action, Typed, Error string
	Summary              string
	Notes                []string
	// Retry are the IDs that failed, one a line.
	Retry, RetryText string
}

// BatchRow is what came of one ID.
type BatchRow struct {
	Def, Href, Text, Code string
	State, Why            string
	Bad                   bool
	Codes                 []MappingRow
}

// CompareSide is one of two compared results.
type CompareSide struct {
	ResultLink
	Code, Codes string
}

// ComparePage shows two results side by side.
type ComparePage struct {
	VDNPage
	Action   string
	Fields   [2]Field
	Compared bool
	Sides    [2]CompareSide
	Parts    []CodeSection
}

// ErrorPage is what a person sees when something went wrong.
type ErrorPage struct {
	Page
	Heading, What, Do string
	// PlatformSays is the platform's description of the error; empty for none.
	PlatformSays string
	// Retry is the path to try again; empty when that cannot help.
	Retry string
	// AllCodes offers the list of all codes; Nearest are codes that may have been
	// meant.
	AllCodes bool
	Nearest  []MappingRow
	// Form is the look-up form to correct the input with; nil for none.
	Form      *LookupForm
	Time      Time
	RequestID string
}

// foreign returns the language of a text that is not in the page's language,
// for its lang attribute: customers' texts are often Chinese on English pages.
func (p Page) foreign(text string) string {
	for _, r := range text {
		if r > unicode.MaxLatin1 && unicode.Is(unicode.Han, r) {
			if p.T.Lang == "zh-CN" {
				return ""
			}
			return "zh-CN"
		}
	}
	return ""
}

func before(text, mark string) string { b, _, _ := strings.Cut(text, mark); return b }
func after(text, mark string) string  { _, a, _ := strings.Cut(text, mark); return a }
