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

// Title is the page's heading and its own part of the document title.
func (p CoveragePage) Title() string { return Fill(p.T.CoverageTitle, "vdn", p.VDN) }
