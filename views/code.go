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
	// Reason is why a call ends with the code, Actor whose turn it is; both are empty
	// for an API status.
	Reason, Actor string
	// OtherText is the short text in the language OtherLang.
	OtherLang, OtherText string
	// VDN is the VDN to look in for external results with the code, UsedHref leads to
	// them; all are empty when no VDN is known.
	VDN, UsedHref, UsedText string
	// Uses are such results as far as they are at hand, UsesMore says how many more
	// there are, UsedNone that there are none; all may be empty.
	Uses               []CodeResult
	UsesMore, UsedNone string
	// Previous and Next are the known codes around it; zero for none.
	Previous, Next MappingRow
	Ticket         Ticket
	CodesMissing   bool
}

// CodeResult is an external result with the code; Verdict is zero for one that could
// not be read.
type CodeResult struct {
	ResultLink
	Verdict Verdict
}

// action is the address of the form that asks for a VDN.
func (p CodePage) action() string {
	path, _, _ := strings.Cut(p.Canonical, "?")
	return path
}

func (p CodePage) neighbours() (rows []MappingRow) {
	for _, row := range []MappingRow{p.Previous, p.Next} {
		if row.Code != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

// Title is the page's own part of the document title.
func (p CodePage) Title() string { return strings.TrimSpace(p.Code + " " + p.Row.Meaning) }
