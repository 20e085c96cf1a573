package platform

import (
	"context"
	"iter"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

// ListCampaigns implements CampaignSource.
func (u Uncached) ListCampaigns(ctx context.Context, vdnID int,
	l isales.Language) iter.Seq2[isales.ListedCampaign, error] {
	return u.client.InLanguage(l).ListCampaigns(ctx, vdnID)
}

// Campaign implements CampaignSource.
func (u Uncached) Campaign(ctx context.Context, vdnID int, id int64, l isales.Language) (*isales.Campaign, error) {
	return u.client.InLanguage(l).Campaign(ctx, vdnID, id)
}

// RetryPolicy implements CampaignSource.
func (u Uncached) RetryPolicy(ctx context.Context, vdnID int, id int64,
	l isales.Language) (isales.RetryPolicy, error) {
	return u.client.InLanguage(l).RetryPolicy(ctx, vdnID, id)
}

// BusinessResults implements CampaignSource.
func (u Uncached) BusinessResults(ctx context.Context, vdnID int,
	l isales.Language) ([]isales.BusinessResult, error) {
	return u.client.InLanguage(l).BusinessResults(ctx, vdnID)
}

// FailStatistics implements CampaignSource.
func (u Uncached) FailStatistics(ctx context.Context, vdnID int, id int64, days catalog.Days,
	l isales.Language) ([]isales.DayFailures, error) {
	return u.client.InLanguage(l).FailStatistics(ctx, vdnID, id, days.From, days.To)
}

// CallResult implements CallSource.
func (u Uncached) CallResult(ctx context.Context, vdnID int, callID string,
	l isales.Language) (*isales.CallResult, error) {
	return u.client.InLanguage(l).CallResult(ctx, vdnID, callID)
}
