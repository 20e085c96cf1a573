package handlers

import (
	"cmp"
	"slices"

	"isales-console/views"
)

// notRetriedBy says which campaigns do not retry the result, from what was read of
// their policies before; zero when nothing was, or when no policy can name it.
func (v *resultView) notRetriedBy() (by views.NotRetriedBy) {
	t, code := v.locale.messages.Retry, v.found.Code
	if v.policies == nil || code == "" {
		return by
	}
	unread := 0
	for _, c := range v.policies.Campaigns {
		if c.Err != nil || c.Policy.NoRetryUnread() {
			unread++
		}
		if slices.Contains(c.Policy.NoRetry, code) {
			by.Campaigns = append(by.Campaigns, views.CampaignLink{Href: listedCampaignPath(v.query.vdnID, c.ID),
				Name: cmp.Or(c.Name, c.ID)})
		}
	}
	by.Text = views.TimedText{Text: t.RetriedByAll, Time: v.locale.moment(v.policies.ReadAt)}
	if len(by.Campaigns) > 0 {
		by.Text.Text = t.NotRetriedBy
	}
	if unread > 0 {
		by.Unread = t.PoliciesUnread.Of(unread)
	}
	return by
}
