package platform

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"isales-console/cache"
	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
)

// How what is read of campaigns is kept. It changes while calls are made.
const (
	campaignsFresh = time.Minute
	// The bounds of each kind, and of the policies of whole VDNs; roughly.
	maxCampaignBytes = 4 << 20
	maxPolicyBytes   = 16 << 20
	// campaignTimeout bounds a reading; a list may have many pages.
	campaignTimeout = time.Minute
)

// CampaignSource reads the campaigns of VDNs and what belongs to them; see the
// methods of these names of isales.Client.
type CampaignSource interface {
	ListCampaigns(ctx context.Context, vdnID int, l isales.Language) iter.Seq2[isales.ListedCampaign, error]
	Campaign(ctx context.Context, vdnID int, id int64, l isales.Language) (*isales.Campaign, error)
	RetryPolicy(ctx context.Context, vdnID int, id int64, l isales.Language) (isales.RetryPolicy, error)
	BusinessResults(ctx context.Context, vdnID int, l isales.Language) ([]isales.BusinessResult, error)
	FailStatistics(ctx context.Context, vdnID int, id int64, days catalog.Days,
		l isales.Language) ([]isales.DayFailures, error)
}

// CallSource reads how calls ended. Nothing of a call is ever kept.
type CallSource interface {
	CallResult(ctx context.Context, vdnID int, callID string, l isales.Language) (*isales.CallResult, error)
}

// Campaigns is a CampaignSource that keeps what it reads for a minute and lets
// simultaneous visitors share one reading. It is safe for concurrent use; what it
// returns is shared and read-only. Errors are not kept.
type Campaigns struct {
	source   CampaignSource
	lists    memo[campaignList]
	details  memo[*isales.Campaign]
	policies memo[isales.RetryPolicy]
	business memo[[]isales.BusinessResult]
	failures memo[[]isales.DayFailures]

	now      func() time.Time
	mu       sync.Mutex
	readings *cache.Cache[int, *Reading[*PolicyList]] // by VDN
}

// NewCampaigns returns campaigns that are read from the source; now is the clock.
func NewCampaigns(source CampaignSource, now func() time.Time) (*Campaigns, error) {
	c := &Campaigns{source: source, now: now}
	var err error
	c.readings, err = newReadings[int](maxPolicyBytes, (*PolicyList).weight)
	return c, errors.Join(err, c.lists.open(now, campaignList.weight), c.details.open(now, campaignWeight),
		c.policies.open(now, policyWeight), c.business.open(now, businessWeight), c.failures.open(now, failuresWeight))
}

// campaignList is a list that may not add up.
type campaignList struct {
	campaigns []isales.ListedCampaign
	short     *isales.IncompleteError // nil when it adds up
}

// List returns the campaigns of a VDN. With an *isales.IncompleteError they are those
// that came.
func (c *Campaigns) List(ctx context.Context, vdnID int, l isales.Language) ([]isales.ListedCampaign, error) {
	key := fmt.Sprintf("%d/%s", vdnID, l)
	list, err := c.lists.get(ctx, key, func(ctx context.Context) (list campaignList, err error) {
		for campaign, err := range c.source.ListCampaigns(ctx, vdnID, l) {
			if short, ok := errors.AsType[*isales.IncompleteError](err); ok {
				list.short = short
				return list, nil
			}
			if err != nil {
				return list, err
			}
			list.campaigns = append(list.campaigns, campaign)
		}
		return list, nil
	})
	if err == nil && list.short != nil {
		err = list.short
	}
	return list.campaigns, err
}

// ListCampaigns implements CampaignSource.
func (c *Campaigns) ListCampaigns(ctx context.Context, vdnID int,
	l isales.Language) iter.Seq2[isales.ListedCampaign, error] {
	return func(yield func(isales.ListedCampaign, error) bool) {
		list, err := c.List(ctx, vdnID, l)
		for _, campaign := range list {
			if !yield(campaign, nil) {
				return
			}
		}
		if err != nil {
			yield(isales.ListedCampaign{}, err)
		}
	}
}

// Campaign implements CampaignSource.
func (c *Campaigns) Campaign(ctx context.Context, vdnID int, id int64, l isales.Language) (*isales.Campaign, error) {
	return c.details.get(ctx, campaignKey(vdnID, id, l), func(ctx context.Context) (*isales.Campaign, error) {
		return c.source.Campaign(ctx, vdnID, id, l)
	})
}

// RetryPolicy implements CampaignSource.
func (c *Campaigns) RetryPolicy(ctx context.Context, vdnID int, id int64,
	l isales.Language) (isales.RetryPolicy, error) {
	return c.policies.get(ctx, campaignKey(vdnID, id, l), func(ctx context.Context) (isales.RetryPolicy, error) {
		return c.source.RetryPolicy(ctx, vdnID, id, l)
	})
}

// BusinessResults implements CampaignSource. Those of a list that does not add up are
// what came of it: the others have no name, only their code.
func (c *Campaigns) BusinessResults(ctx context.Context, vdnID int,
	l isales.Language) ([]isales.BusinessResult, error) {
	return c.business.get(ctx, strconv.Itoa(vdnID)+string(l), func(ctx context.Context) ([]isales.BusinessResult, error) {
		list, err := c.source.BusinessResults(ctx, vdnID, l)
		if _, short := errors.AsType[*isales.IncompleteError](err); short {
			return list, nil
		}
		return list, err
	})
}

// FailStatistics implements CampaignSource.
func (c *Campaigns) FailStatistics(ctx context.Context, vdnID int, id int64, days catalog.Days,
	l isales.Language) ([]isales.DayFailures, error) {
	key := campaignKey(vdnID, id, l) + days.From.Format("/20060102-") + days.To.Format("20060102")
	return c.failures.get(ctx, key, func(ctx context.Context) ([]isales.DayFailures, error) {
		return c.source.FailStatistics(ctx, vdnID, id, days, l)
	})
}

func campaignKey(vdnID int, id int64, l isales.Language) string {
	return fmt.Sprintf("%d/%d/%s", vdnID, id, l)
}

// Policies returns what catalog.ReadPolicies reads from, in a language.
func (c *Campaigns) Policies(l isales.Language) catalog.PolicySource { return policySource{c, l} }

type policySource struct {
	campaigns *Campaigns
	language  isales.Language
}

func (s policySource) ListCampaigns(ctx context.Context, vdnID int) iter.Seq2[isales.ListedCampaign, error] {
	return s.campaigns.ListCampaigns(ctx, vdnID, s.language)
}

func (s policySource) RetryPolicy(ctx context.Context, vdnID int, id int64) (isales.RetryPolicy, error) {
	return s.campaigns.RetryPolicy(ctx, vdnID, id, s.language)
}

// memo keeps values for campaignsFresh, by a key.
type memo[V any] struct {
	now   func() time.Time
	kept  *cache.Cache[string, kept[V]]
	group singleflight.Group
}

type kept[V any] struct {
	value V
	at    time.Time
}

func (m *memo[V]) open(now func() time.Time, weight func(V) int) (err error) {
	m.now = now
	m.kept, err = cache.New[string](maxCampaignBytes, campaignsFresh, func(k kept[V]) int { return weight(k.value) })
	return err
}

// get returns the kept value, or reads it. A reading goes on when its visitor leaves:
// others may wait for it. When ctx ends, the error is ctx's own.
func (m *memo[V]) get(ctx context.Context, key string, read func(context.Context) (V, error)) (value V, err error) {
	if k, ok := m.kept.GetIfPresent(key); ok && m.now().Sub(k.at) < campaignsFresh {
		return k.value, nil
	}
	done := m.group.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), campaignTimeout)
		defer cancel()
		at := m.now()
		// Of a panic, singleflight would end the process.
		value, err := background.Do(func() (V, error) { return read(ctx) })
		if err == nil {
			m.kept.Set(key, kept[V]{value, at})
		}
		return value, err
	})
	select {
	case r := <-done:
		if r.Err != nil {
			return value, r.Err
		}
		return r.Val.(V), nil
	case <-ctx.Done():
		return value, ctx.Err()
	}
}
