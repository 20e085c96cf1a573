package views

// ExplainPage takes a call report and shows what its codes mean.
type ExplainPage struct {
	Page
	// Error is what is wrong with the report; empty for nothing.
	Error string
	// Typed are the pasted rows. Uploaded is set for a report that came as a file, which has to be chosen again.
	Typed    string
	Uploaded bool
	// Columns are those of the report, Chosen is the value of the chosen one; empty for none.
	Columns []ColumnChoice
	Chosen  string
	// Holds are what the column may hold.
	Holds []ExplainHolding
	VDN   Field
	// Report is nil when nothing is explained.
	Report *ExplainReport
}

// ExplainHolding is what a column may hold.
type ExplainHolding struct {
	Value, Text string
	Chosen      bool
}

// ExplainReport is what a call report comes to.
type ExplainReport struct {
	Summary, Added string
	Counts         []ExplainCount
	Unknown        []ExplainUnknown
	More           string // about unknown codes that are not listed
	First          []ExplainRow
	Named          bool // external results are
}

// ExplainCount are the rows with one action and reason.
type ExplainCount struct {
	Action Verdict
	Reason string
	Rows   int
}

// ExplainUnknown is a text that is no known code.
type ExplainUnknown struct {
	Text, Why string
	Rows      int
}

// ExplainRow is a row of a report; Code is empty when the cell has none.
type ExplainRow struct {
	Number               int
	Cell, Code, Href     string
	Meaning, Group, Acts string
	Result, Lang         string // the external results, and their language if it is not the page's
	Action               Verdict
}

// Title is the page's own part of the document title.
func (p ExplainPage) Title() string { return p.title(p.T.Explain.Title, p.Error != "") }

// anchor is the field to which the message leads.
func (p ExplainPage) anchor() string {
	if p.VDN.Error != "" {
		return "#vdnId"
	}
	if len(p.Columns) > 0 {
		return "#columns"
	}
	return "#file"
}

// fileProblem is the message if it belongs to the field for the file.
func (p ExplainPage) fileProblem() string {
	if p.anchor() == "#file" {
		return p.Error
	}
	return ""
}

func (p ExplainPage) fileLabel() string {
	if p.Uploaded && len(p.Columns) > 0 {
		return p.T.Batch.FileAgain
	}
	return p.T.Explain.File
}
