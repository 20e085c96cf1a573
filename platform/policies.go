package platform

import (
	"context"
	"slices"
	"time"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

// policiesKept is how long the policies of a VDN are shown where nobody asked for
// them.
const policiesKept = time.Hour

// PolicyList is all campaigns of a VDN with their retry policies, in the platform's
// order. It is shared and read-only.
type PolicyList struct {
	Campaigns []catalog.CampaignPolicy
	// ReadAt is when the reading began.
	ReadAt time.Time
}

// Complete reports that every policy could be read.
func (l *PolicyList) Complete() bool {
	return !slices.ContainsFunc(l.Campaigns, func(c catalog.CampaignPolicy) bool { return c.Err != nil })
}

// JoinPolicies returns the reading of all retry policies of a VDN: one that is under
// way, or was complete less than a minute ago, or a new one. What does not depend on
// the language is asked for in l. Each JoinPolicies is followed by a Leave.
func (c *Campaigns) JoinPolicies(ctx context.Context, vdnID int, l isales.Language) *Reading[*PolicyList] {
	c.mu.Lock()
	defer c.mu.Unlock()
	old, ok := c.readings.GetIfPresent(vdnID)
	if ok && usablePolicies(old, c.now()) && old.join() {
		return old
	}
	r := startReading(ctx, func(ctx context.Context, advance func(catalog.Progress)) (*PolicyList, error) {
		at := c.now()
		policies, err := catalog.ReadPolicies(ctx, c.Policies(l), vdnID, catalogParallel, advance)
		if err != nil {
			return nil, err
		}
		return &PolicyList{policies, at}, nil
	})
	keepReading(c.readings, vdnID, r)
	return r
}

func usablePolicies(r *Reading[*PolicyList], now time.Time) bool {
	return !r.ended() || r.err == nil && r.value.Complete() && now.Sub(r.value.ReadAt) < campaignsFresh
}

// HeldPolicies returns the retry policies that were read of a VDN within the last
// hour, without a call; nil for none.
func (c *Campaigns) HeldPolicies(vdnID int) *PolicyList {
	r, ok := c.readings.GetIfPresent(vdnID)
	if !ok || !r.ended() || r.err != nil || c.now().Sub(r.value.ReadAt) >= policiesKept {
		return nil
	}
	return r.value
}
