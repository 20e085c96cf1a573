package handlers

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// campaignFailures are the failed calls of a campaign, as the platform counts them.
type campaignFailures struct {
	*isales.Campaign
	id     int64
	days   catalog.Days
	during []isales.DayFailures
	// before has the days before, perhaps among others; beforeErr is why it has not.
	before    []isales.DayFailures
	beforeErr error
}

// readFailures reads a campaign and its failures side by side. The error is that of the
// campaign or of the days themselves: an unknown campaign may have empty statistics.
func (c *Console) readFailures(ctx context.Context, v vdnRequest, id int64,
	days catalog.Days) (found campaignFailures, err error) {
	found.id, found.days = id, days
	asked := days
	both := 2*days.Len() <= catalog.MaxDays // in one call
	if both {
		asked.From = days.Before().From
	}
	var failuresErr error
	var reading sync.WaitGroup
	statistics := func(days catalog.Days) ([]isales.DayFailures, error) {
		return background.Do(func() ([]isales.DayFailures, error) {
			return c.campaigns.FailStatistics(ctx, v.vdnID, id, days, v.l.platform)
		})
	}
	reading.Go(background.Safe(func() { found.during, failuresErr = statistics(asked) }))
	if !both {
		reading.Go(background.Safe(func() { found.before, found.beforeErr = statistics(days.Before()) }))
	}
	found.Campaign, err = c.campaigns.Campaign(ctx, v.vdnID, id, v.l.platform)
	reading.Wait()
	if both {
		found.before = found.during
	}
	if err == nil {
		err = failuresErr
	}
	return found, err
}

// serveCampaignCodes counts the fail codes of a campaign on some days.
func (c *Console) serveCampaignCodes(w http.ResponseWriter, r *http.Request) error {
	v, id, ok, err := c.readCampaign(w, r, "/codes")
	if err != nil || !ok {
		return err
	}
	days, typed := readDays(r, c.Now(), v.l)
	p := views.CampaignCodesPage{VDNPage: c.vdnPage(r, v, "campaigns"), ID: strconv.FormatInt(id, 10),
		From: typed.from, To: typed.to, Zone: zoneText(v.l), DayHints: dayHints(c.Now(), v.l)}
	if typed.wrong() {
		return c.refuseDays(w, r, p)
	}
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: v.vdnID}, "ok"
	reading, err := c.startFailures(r, v, id, days)
	if err != nil {
		return err
	}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "campaign-codes-" + strconv.Itoa(v.vdnID) + "-" + p.ID,
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			count, err := reading.count(v, read)
			if err != nil {
				return nil, nil, err
			}
			c.fillFreshness(&p.VDNPage, v, read)
			p.Again, p.AgainMissing = againPaths(v, r)
			p.Name = count.Name
			fillCampaignCodes(&p, v, count)
			return views.CampaignCodes(p), views.CampaignCodesContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			count, err := reading.count(v, read)
			if err != nil {
				return nil, err
			}
			return newFailuresDocument(v, count), nil
		},
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			count, err := reading.count(v, read)
			if err != nil {
				return spreadsheet.Sheet{}, err
			}
			return failureSheet(v, count), nil
		},
	})
}

// failuresReading is a campaign whose failures are being read; the others are set when done is closed.
type failuresReading struct {
	done  chan struct{}
	found campaignFailures
	err   error
}

// startFailures begins a reading. The error is that of one which has ended before a page would show progress, see
// streamCatalog.
func (c *Console) startFailures(r *http.Request, v vdnRequest, id int64, days catalog.Days) (*failuresReading, error) {
	reading := &failuresReading{done: make(chan struct{})}
	background.Go(func() {
		defer close(reading.done)
		found, err := background.Do(func() (campaignFailures, error) { return c.readFailures(r.Context(), v, id, days) })
		if reading.found = found; err != nil {
			reading.err = &readError{withQuery(v.path, r), err}
		}
	})
	select {
	case <-reading.done:
		return reading, reading.err
	case <-time.After(progressAfter):
		return reading, nil
	}
}

// count waits for the failures and counts them by what a VDN has.
func (reading *failuresReading) count(v vdnRequest, read *catalog.Catalog) (failureCount, error) {
	if <-reading.done; reading.err != nil {
		return failureCount{}, reading.err
	}
	return countFailures(v, reading.found, read), nil
}

// againPaths read the VDN anew, and what of it failed, for the same days.
func againPaths(v vdnRequest, r *http.Request) (all, missing string) {
	query := r.URL.Query()
	query.Del("lang")
	query.Set("again", "all")
	all = v.path + "?" + query.Encode()
	query.Set("again", "missing")
	return all, v.path + "?" + query.Encode()
}

// refuseDays shows the form again. The platform is not asked.
func (c *Console) refuseDays(w http.ResponseWriter, r *http.Request, p views.CampaignCodesPage) error {
	w.Header().Set("Cache-Control", "no-store")
	if negotiate(r) == formHTML {
		return respond.Page(w, r, http.StatusUnprocessableEntity, views.CampaignCodes(p))
	}
	wrong := jsonError{Code: "bad_input", Message: p.From.Error, Field: "from"}
	if p.From.Error == "" {
		wrong.Message, wrong.Field = p.To.Error, "to"
	}
	c.sendJSONError(w, r, http.StatusUnprocessableEntity, wrong)
	return nil
}
