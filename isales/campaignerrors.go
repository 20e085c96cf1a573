package isales

import (
	"errors"
	"fmt"
)

// What the interfaces of campaigns and calls do not find, for errors.Is.
var (
	// ErrNoCampaign: the platform knows no such campaign.
	ErrNoCampaign = errors.New("no such campaign")
	// ErrNoCall: the platform succeeded and sent no call.
	ErrNoCall = errors.New("no such call")
)

// CampaignNotFoundError is an answer about a campaign that the platform does not
// know. It matches [ErrNoCampaign].
type CampaignNotFoundError struct {
	VDNID      int
	CampaignID int64
	// Code is the API status that said so; empty for success without a campaign.
	Code string
}

func (e *CampaignNotFoundError) Error() string {
	return fmt.Sprintf("isales: no campaign %d in VDN %d", e.CampaignID, e.VDNID)
}

// Is makes errors.Is(err, ErrNoCampaign) true.
func (e *CampaignNotFoundError) Is(target error) bool { return target == ErrNoCampaign }

// CallNotFoundError is success without a call. It matches [ErrNoCall].
type CallNotFoundError struct {
	VDNID  int
	CallID string
}

func (e *CallNotFoundError) Error() string {
	return fmt.Sprintf("isales: no call %s in VDN %d", e.CallID, e.VDNID)
}

// Is makes errors.Is(err, ErrNoCall) true.
func (e *CallNotFoundError) Is(target error) bool { return target == ErrNoCall }

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
