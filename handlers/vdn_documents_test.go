package handlers

// The documents of whole VDNs as they are read: their lists are made while they are written.
type (
	resultsRead struct {
		resultsDocument
		Results []resultOverview `json:"results"`
	}
	reverseRead struct {
		reverseDocument
		Results []resultOverview `json:"results"`
	}
	coverageRead struct {
		coverageDocument
		Results []resultOverview `json:"results"`
		Mapped  []codeUse        `json:"mapped"`
	}
	retryRead struct {
		retryDocument
		Results []retryOverview `json:"results"`
	}
)
