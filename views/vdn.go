package views

// VDNPage is the common part of the pages about a whole VDN.
type VDNPage struct {
	Page
	VDN string
	// Section is the page's entry in the VDN's own navigation, see tabs; empty for
	// none.
	Section string
	// CSV and XLSX are paths of the exports.
	CSV, XLSX string
	ReadAt    Time
	Age       string
	// Again is the path that reads the VDN anew, AgainMissing only what failed.
	Again, AgainMissing string
	// Missing are results that could not be read; MissingText says how many.
	Missing      []ResultLink
	MissingText  string
	CodesMissing bool
	// Short says of each list that does not add up how many entries it has.
	Short []string
}

// ResultLink leads to an external result.
type ResultLink struct {
	Href, Text, Def string
	// Why says what is wrong with it; empty for nothing.
	Why string
	// Stale says why an old copy is shown; zero for one that is not.
	Stale TimedText
}
