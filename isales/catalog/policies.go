package catalog

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"isales-console/isales"
)

// PolicySource is where retry policies are read from; an [*isales.Client] is one.
// Its methods are called concurrently and return soon after ctx is cancelled.
type PolicySource interface {
	ListCampaigns(ctx context.Context, vdnID int) iter.Seq2[isales.ListedCampaign, error]
	RetryPolicy(ctx context.Context, vdnID int, campaignID int64) (isales.RetryPolicy, error)
}

// CampaignPolicy is a campaign of a VDN with its retry policy.
type CampaignPolicy struct {
	isales.ListedCampaign
	// Policy is zero when the campaign has none or the policy could not be read.
	Policy isales.RetryPolicy
	// Err is why the policy could not be read; nil when it was.
	Err error
}

// ReadPolicies reads the campaigns of the VDN, then the retry policy of each, at
// most concurrency at once (DefaultConcurrency if less than 1). progress, unless
// nil, is told how far the reading is, as [Options.Progress] is; ListTotal is 0
// until the list is known whole. It makes every call once.
//
// The error is that of the list, or ctx's own error, unwrapped, when ctx ended.
// Otherwise every listed campaign is there, in list order, one whose policy failed
// with its error. No goroutine outlives ReadPolicies.
func ReadPolicies(ctx context.Context, s PolicySource, vdnID, concurrency int,
	progress func(Progress)) ([]CampaignPolicy, error) {
	options := Options{Concurrency: concurrency, Progress: progress}
	var policies []CampaignPolicy
	var positions []int
	for campaign, err := range s.ListCampaigns(ctx, vdnID) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("catalog: campaigns of VDN %d: %w", vdnID, err)
		}
		positions = append(positions, len(policies))
		policies = append(policies, CampaignPolicy{ListedCampaign: campaign})
		options.report(Progress{Listed: len(policies)})
	}
	all := len(policies)
	p := Progress{Listed: all, ListTotal: all, Total: all}
	err := options.forEach(ctx, positions, p, func(ctx context.Context, i int) error {
		policies[i].read(ctx, s, vdnID)
		return policies[i].Err
	})
	if err != nil {
		return nil, err
	}
	return policies, ctx.Err()
}

// read asks for the retry policy.
func (c *CampaignPolicy) read(ctx context.Context, s PolicySource, vdnID int) {
	id, err := strconv.ParseInt(c.ID, 10, 64)
	if err != nil || id < 1 {
		c.Err = fmt.Errorf("catalog: listed campaign ID %q is not a positive integer", c.ID)
		return
	}
	c.Policy, c.Err = s.RetryPolicy(ctx, vdnID, id)
}
