package handlers

import "isales-console/isales/catalog"

// changesDocument is what has changed in a VDN since an export, as JSON.
type changesDocument struct {
	Schema int    `json:"schema"`
	VDNID  int    `json:"vdnId"`
	ReadAt string `json:"readAt"`
	// Complete and ExportComplete say that nothing is left out because a result was not listed or not read.
	Complete       bool            `json:"complete"`
	ExportComplete bool            `json:"exportComplete"`
	ExportReadAt   string          `json:"exportReadAt,omitzero"`
	Added          []changedResult `json:"added"`
	Removed        []changedResult `json:"removed"`
	Renamed        []renamedResult `json:"renamed"`
	Moved          []codeChange    `json:"moved"`
	Mapped         []codeChange    `json:"mapped"`
	Unmapped       []codeChange    `json:"unmapped"`
	Others         []codeChange    `json:"others"`
	NotCompared    []string        `json:"notCompared"`
}

type changedResult struct {
	DefID         string `json:"defId"`
	DisplayResult string `json:"displayResult"`
	NamedCode
	OBSCodes []string `json:"obsCodes"`
}

type renamedResult struct {
	Earlier changedResult `json:"earlier"`
	Now     changedResult `json:"now"`
}

func newChangesDocument(v vdnRequest, read *catalog.Catalog, earlier *earlierExport, c changes) changesDocument {
	d := changesDocument{Schema: v.schema(), VDNID: v.vdnID, ReadAt: machineTime(read.ReadAt()), Complete: c.now.whole(),
		ExportComplete: c.earlier.whole(), Moved: c.Moved, Mapped: c.Mapped, Unmapped: c.Unmapped, Others: c.Others,
		NotCompared: c.NotCompared}
	if !earlier.readAt.IsZero() {
		d.ExportReadAt = machineTime(earlier.readAt)
	}
	of := func(id string, s mappingState) changedResult {
		r := s.results[id]
		return changedResult{id, r.displayResult, v.nameCode(r.code), r.obsCodes}
	}
	for _, id := range c.Added {
		d.Added = append(d.Added, of(id, c.now))
	}
	for _, id := range c.Removed {
		d.Removed = append(d.Removed, of(id, c.earlier))
	}
	for _, id := range c.Renamed {
		d.Renamed = append(d.Renamed, renamedResult{of(id, c.earlier), of(id, c.now)})
	}
	return d
}
