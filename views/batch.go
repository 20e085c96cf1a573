package views

// BatchPage takes and answers a list of IDs.
type BatchPage struct {
	VDNPage
	// Action is the path of the form, Typed what is in it, Error what is wrong.
	Action, Typed, Error string
	Summary              string
	Notes                []string
	// Others are the IDs of other VDNs, which are left out.
	Others []NoteLink
	// FileError is what is wrong with the file. Columns are those of a file among
	// which a person has to choose.
	FileError string
	Columns   []ColumnChoice
	// Codes are those of the results, each once; known at the end.
	Codes []MappingRow
	// Cut says why the rest is missing; empty when nothing is.
	Cut string
	// Retry are the IDs that failed, one a line.
	Retry, RetryText string
}

// NoteLink is a note that leads somewhere.
type NoteLink struct{ Text, Link, Href string }

// ColumnChoice is a column of a file; Value is its number from 1, Header the name that
// the file gives it, Sample its first cells.
type ColumnChoice struct {
	Value, Name, Header string
	Sample              []string
}

// BatchRow is what came of one ID.
type BatchRow struct {
	Def, Href, Text, Code string
	State, Why            string
	// Stale says why an old copy is shown; zero for one that is not.
	Stale   TimedText
	Bad     bool
	Verdict Verdict // none for a result that was not found
	Codes   []MappingRow
}

// Title is the page's own part of the document title.
func (p BatchPage) Title() string { return p.title(p.heading(), p.Error != "" || p.FileError != "") }

func (p BatchPage) heading() string { return Fill(p.T.Batch.Title, "vdn", p.VDN) }

// fileAnchor leads from the summary to what a person has to do about the file.
func (p BatchPage) fileAnchor() string {
	if len(p.Columns) > 0 {
		return "#columns"
	}
	return "#file"
}

func (p BatchPage) fileLabel() string {
	if len(p.Columns) > 0 && p.FileError != "" {
		return p.T.Batch.FileAgain
	}
	return p.T.Batch.File
}
