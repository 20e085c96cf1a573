package views

// vdnTab is a page about a VDN, in its navigation.
type vdnTab struct {
	// Section is the value of VDNPage.Section on that page, Path what follows the
	// VDN's own address.
	Section, Path, Text string
}

// tabs are the pages about a VDN, in the order of the navigation.
func (p VDNPage) tabs() []vdnTab {
	return []vdnTab{
		{"results", "/results", p.T.SectionResults},
		{"retry", "/retry", p.T.Retry.Section},
		{"campaigns", "/campaigns", p.T.Campaigns.Section},
		{"coverage", "", p.T.SectionCoverage},
		{"codes", "/codes", p.T.Reverse.Section},
		{"batch", "/batch", p.T.Batch.Section},
		{"compare", "/compare", p.T.SectionCompare},
	}
}
