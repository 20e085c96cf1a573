package handlers

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// readCampaign reads VDN and campaign of a path; rest is what follows them in the
// page's own path. ok is false when the answer was a redirect to the right spelling.
func (c *Console) readCampaign(w http.ResponseWriter, r *http.Request,
	rest string) (v vdnRequest, id int64, ok bool, err error) {
	given := pathValue(r, "campaignId")
	if rest == "" {
		given = strings.TrimSuffix(given, suffix(r))
	}
	if v, ok, err = c.readVDN(w, r, "/campaigns/"+given+rest); err != nil || !ok {
		return v, 0, ok, err
	}
	if id, ok = canonicalID(given, input.MaxID); !ok {
		return v, 0, false, errPageNotFound
	}
	return v, id, true, nil
}

// campaign is one campaign with its retry policy.
type campaign struct {
	*isales.Campaign
	id     int64
	policy isales.RetryPolicy
	// policyErr is why there is no policy to show.
	policyErr error
	business  []isales.BusinessResult
	// businessErr is why the names of business results are missing.
	businessErr error
}

// findCampaign reads a campaign, its policy and the business results side by side. The
// error is that of the campaign itself.
func (c *Console) findCampaign(ctx context.Context, v vdnRequest, id int64) (found campaign, err error) {
	found.id = id
	var reading sync.WaitGroup
	reading.Go(background.Safe(func() {
		found.policy, found.policyErr = background.Do(func() (isales.RetryPolicy, error) {
			return c.campaigns.RetryPolicy(ctx, v.vdnID, id, v.l.platform)
		})
	}))
	reading.Go(background.Safe(func() {
		found.business, found.businessErr = background.Do(func() ([]isales.BusinessResult, error) {
			return c.campaigns.BusinessResults(ctx, v.vdnID, v.l.platform)
		})
	}))
	found.Campaign, err = c.campaigns.Campaign(ctx, v.vdnID, id, v.l.platform)
	reading.Wait()
	return found, err
}

// serveCampaign shows a campaign, its retry policy and the check of it.
func (c *Console) serveCampaign(w http.ResponseWriter, r *http.Request) error {
	v, id, ok, err := c.readCampaign(w, r, "")
	if err != nil || !ok {
		return err
	}
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: v.vdnID}, "ok"
	found, err := c.findCampaign(r.Context(), v, id)
	if err != nil {
		return &readError{v.path, err}
	}
	p := views.CampaignPage{VDNPage: c.vdnPage(r, v, "campaigns"), ID: strconv.FormatInt(id, 10), Name: found.Name}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "campaign-" + strconv.Itoa(v.vdnID) + "-" + p.ID,
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			fillCampaign(&p, v, found)
			fillPolicy(&p, v, found, read)
			fillCheck(&p, v, found, read)
			return views.Campaign(p), views.CampaignContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) { return newCampaignDocument(v, found, read), nil },
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			return checkSheet(v, found, read), nil
		},
	})
}

func fillCampaign(p *views.CampaignPage, v vdnRequest, found campaign) {
	t := v.l.messages.Campaigns
	p.Started = found.Status == isales.CampaignStarted
	add := func(label, value string) {
		if value != "" {
			p.Facts = append(p.Facts, views.Detail{Label: label, Value: value})
		}
	}
	add(t.ID, p.ID)
	add(t.Status, named(t.Statuses, string(found.Status)))
	add(t.Device, named(t.Devices, string(found.DeviceType)))
	add(t.Description, found.Description)
	add(t.Begin, found.Begin)
	add(t.End, found.End)
	add(t.Workdays, periodText(found.Workdays))
	add(t.Holidays, periodText(found.Holidays))
	if found.MaxAlertingTime > 0 {
		add(t.Alerting, v.l.messages.Seconds.Of(found.MaxAlertingTime))
	}
	if found.Skill != nil {
		add(t.Queue, strings.TrimSpace(found.Skill.Name+" "+found.Skill.ID))
	}
	add(t.Callers, strings.Join(found.CallerNumbers, ", "))
}

// periodText writes the periods of a day as the platform sent them.
func periodText(periods []isales.Period) string {
	var texts []string
	for _, p := range periods {
		texts = append(texts, p.Begin+"–"+p.End)
	}
	return strings.Join(texts, ", ")
}
