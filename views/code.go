package views

import "strings"

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
	// Meaning and Causes are the console's explanation, empty for a code that
	// nothing is documented about. Provenance says where the meaning comes from
	// when it goes beyond the vendor's documents; else it is empty.
	Meaning, Provenance string
	Causes              []string
	// Advice, Action and Actor are what follows; Action and Actor are empty for
	// an API status.
	Advice, Action, Actor string
	// OtherText is the short text in the language OtherLang.
	OtherLang, OtherText string
	// UsedHref leads to the external results of a VDN that the code leads to;
	// empty when no VDN was named.
	UsedHref, UsedText string
	CodesMissing       bool
}

// Title is the page's own part of the document title.
func (p CodePage) Title() string { return strings.TrimSpace(p.Code + " " + p.Row.Meaning) }
