package views

import "strings"

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

// Title is the page's own part of the document title.
func (p ResultPage) Title() string {
	return Fill(p.T.ResultTitle, "name", strings.TrimSpace(p.Def+" "+p.DisplayText), "vdn", p.VDN)
}
