package isales

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// MaxStatisticDays is the longest range of FailStatistics (page cec_07_0734).
const MaxStatisticDays = 30

// maxCallID bounds the length of a callId.
const maxCallID = 64

// ListCampaigns reads the campaigns of the VDN (1 to MaxVDNID), all pages, in the
// platform's order, each campaign once: page cec_07_0727. An error ends the
// sequence; what came before it is good. No error of this method or of those below
// quotes the answer, except for the platform's resultDesc.
func (c *Client) ListCampaigns(ctx context.Context, vdnID int) iter.Seq2[ListedCampaign, error] {
	l := pagedList[ListedCampaign]{c, vdnID, campaignPaging, readCampaigns, func(e ListedCampaign) string { return e.ID }}
	return func(yield func(ListedCampaign, error) bool) {
		for e, err := range l.entries(ctx) {
			if !yield(e, withoutBody(err)) {
				return
			}
		}
	}
}

// Campaign asks for one campaign (1 or more) of the VDN: page cec_07_0726. An
// unknown campaign is a [CampaignNotFoundError].
func (c *Client) Campaign(ctx context.Context, vdnID int, campaignID int64) (*Campaign, error) {
	if err := checkCampaignID(campaignID); err != nil {
		return nil, err
	}
	a, err := ask(ctx, c, vdnID, fmt.Sprintf("/%d", campaignID), nil, (*campaignAnswer).head)
	if err != nil {
		return nil, campaignError(err, vdnID, campaignID)
	}
	f := a.Campaign.fields
	if f == nil || f.empty() {
		return nil, &CampaignNotFoundError{VDNID: vdnID, CampaignID: campaignID}
	}
	if f.ID != "" && strings.TrimLeft(string(f.ID), "0") != strconv.FormatInt(campaignID, 10) {
		return nil, &DecodeError{"/returnObject/id", "another campaign than asked for"}
	}
	return f.campaign(), nil
}

// RetryPolicy asks for the retry policy of a campaign (1 or more) of the VDN: page
// cec_07_0731. The zero RetryPolicy is the answer for a campaign that has none. An
// unknown campaign is a [CampaignNotFoundError].
func (c *Client) RetryPolicy(ctx context.Context, vdnID int, campaignID int64) (RetryPolicy, error) {
	if err := checkCampaignID(campaignID); err != nil {
		return RetryPolicy{}, err
	}
	a, err := ask(ctx, c, vdnID, fmt.Sprintf("/retryPolicy/%d", campaignID), nil, (*policyAnswer).head)
	if err != nil {
		return RetryPolicy{}, campaignError(err, vdnID, campaignID)
	}
	if a.Policy.fields == nil {
		return RetryPolicy{}, nil
	}
	return a.Policy.fields.policy(), nil
}

// BusinessResults reads the business results of the VDN, all pages, in the
// platform's order: page cec_07_0733. With an [IncompleteError] they are those that
// came.
func (c *Client) BusinessResults(ctx context.Context, vdnID int) ([]BusinessResult, error) {
	if err := checkVDNID(vdnID); err != nil {
		return nil, err
	}
	l := pagedList[BusinessResult]{c: c, vdnID: vdnID, paging: usualPaging("/queryBusinessResults"), read: readBusiness}
	var results []BusinessResult
	total := 0
	// They have no ID by which entries could recognize those that came before, so
	// each pass begins anew.
	for range maxPasses {
		results = nil
		stable, first := true, true
		for page, err := range l.pass(ctx) {
			if err != nil {
				return nil, withoutBody(err)
			}
			stable = stable && (first || int(*page.total) == total)
			total, first = int(*page.total), false
			results = append(results, page.entries...)
		}
		if stable && len(results) == total {
			return results, nil
		}
		if total > l.most() || len(results) > total {
			break
		}
	}
	return results, &IncompleteError{len(results), total}
}

// FailStatistics asks for the failed calls of a campaign (1 or more) of the VDN on
// the days from one date to another, both included and at most MaxStatisticDays:
// page cec_07_0734. The dates are those of the times in their own locations. Days
// without failures are missing. An unknown campaign is a [CampaignNotFoundError],
// or an empty list: the page does not say.
func (c *Client) FailStatistics(ctx context.Context, vdnID int, campaignID int64,
	from, to time.Time) ([]DayFailures, error) {
	if err := checkCampaignID(campaignID); err != nil {
		return nil, err
	}
	first, last := from.Format(time.DateOnly), to.Format(time.DateOnly)
	if last < first || last > from.AddDate(0, 0, MaxStatisticDays-1).Format(time.DateOnly) {
		return nil, fmt.Errorf("isales: %s to %s is not 1 to %d days", first, last, MaxStatisticDays)
	}
	query := []pair{{"campaignId", strconv.FormatInt(campaignID, 10)}, {"endDate", last}, {"startDate", first}}
	a, err := ask(ctx, c, vdnID, "/failcategorystatistics", query, (*statisticsAnswer).head)
	if err != nil {
		return nil, campaignError(err, vdnID, campaignID)
	}
	return a.days()
}

// CallResult asks how the call callID of the VDN ended: page cec_07_0784. An
// unknown call is a [CallNotFoundError]. The connection is closed after the answer, so
// that nothing of it stays in memory beyond the next garbage collections.
func (c *Client) CallResult(ctx context.Context, vdnID int, callID string) (*CallResult, error) {
	if !ValidCallID(callID) {
		return nil, fmt.Errorf("isales: %s is not a call ID", quote(callID))
	}
	once := &Client{c.platform, c.language, true}
	a, err := ask(ctx, once, vdnID, "/callresultdetail/"+callID, nil, (*callAnswer).head)
	if err != nil {
		return nil, err
	}
	f := a.Call.fields
	if f == nil || *f == (callFields{}) {
		return nil, &CallNotFoundError{VDNID: vdnID, CallID: callID}
	}
	if f.CallID != "" && string(f.CallID) != callID {
		return nil, &DecodeError{"/data/callId", "another call than asked for"}
	}
	if f.VDNID != 0 && int(f.VDNID) != vdnID {
		return nil, &DecodeError{"/data/vdnId", "another VDN than asked for"}
	}
	return f.call(callID), nil
}

// ValidCallID reports whether id may be a callId, which is digits, a hyphen and
// digits in the documents' examples. At most 64 ASCII letters, digits and "-", "_"
// or "." are, with a digit among them: what needs no escaping in a path.
func ValidCallID(id string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_."
	const digits = "0123456789"
	return len(id) <= maxCallID && strings.Trim(id, letters+digits) == "" && strings.ContainsAny(id, digits)
}

func checkCampaignID(id int64) error {
	if id < 1 {
		return fmt.Errorf("isales: campaign ID %d is not positive", id)
	}
	return nil
}
