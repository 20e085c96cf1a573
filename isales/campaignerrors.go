package isales

import (
	"errors"
	"fmt"
)

// CampaignNotFoundError is an answer about a campaign that the platform does not
// know.
type CampaignNotFoundError struct {
	VDNID      int
	CampaignID int64
	// Code is the API status that said so; empty for success without a campaign.
	Code string
}

func (e *CampaignNotFoundError) Error() string {
	return fmt.Sprintf("isales: no campaign %d in VDN %d", e.CampaignID, e.VDNID)
}

// CallNotFoundError is success without a call.
type CallNotFoundError struct {
	VDNID  int
	CallID string
}

func (e *CallNotFoundError) Error() string {
	return fmt.Sprintf("isales: no call %s in VDN %d", e.CallID, e.VDNID)
}

// campaignError gives the API statuses that mean an unknown campaign a type. They
// have that meaning in the interfaces about one campaign only; the second is
// printed with its hyphen (error table of page cec_07_0731).
func campaignError(err error, vdnID int, campaignID int64) error {
	e, ok := errors.AsType[*APIError](err)
	if ok && (e.Code == "0200007" || e.Code == "0200-01") {
		return &CampaignNotFoundError{vdnID, campaignID, e.Code}
	}
	return err
}
