package views

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
	Verdict Verdict
	Cells   []Cell
}

// CodeGroup lists unmapped codes of a group. Rows are fewer than Total in a long list.
type CodeGroup struct {
	Name  string
	Total int
	Rows  []MappingRow
}

// CodeUse is a code with results that it leads to. More says how many there are
// besides; empty for none.
type CodeUse struct {
	Row     MappingRow
	Results []ResultLink
	More    string
}

// CodeUses is a list of codes with their results; ID is that of the list on the
// page. Uses are fewer than Total in a long list.
type CodeUses struct {
	ID, Heading string
	Total       int
	Uses        []CodeUse
}

// CoveragePage is the whole picture of a VDN.
type CoveragePage struct {
	VDNPage
	Numbers []Number
	Groups  []GroupBar
	// Largest is how many codes the largest of Groups has.
	Largest int
	// Matrix is one of Pages; MatrixRange says which, and is empty when it is the
	// only one. BeyondEnd says that the page number is too large.
	Matrix      []MatrixRow
	MatrixRange string
	BeyondEnd   bool
	Pages       []PageLink
	// Unmapped has the groups that have an unmapped code.
	Unmapped     []CodeGroup
	Twice, Wrong CodeUses
	Uncertain    bool
}

// Title is the page's heading and its own part of the document title.
func (p CoveragePage) Title() string { return Fill(p.T.CoverageTitle, "vdn", p.VDN) }
