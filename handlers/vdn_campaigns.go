package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// campaignStatuses are those that the list can be filtered by.
var campaignStatuses = []isales.CampaignStatus{isales.CampaignStarted, isales.CampaignSuspended,
	isales.CampaignCompleted}

// campaignFilter is a filter and a page of the list of campaigns.
type campaignFilter struct {
	name   string
	status isales.CampaignStatus // empty for all
	page   int
}

func readCampaignFilter(r *http.Request) campaignFilter {
	form := r.URL.Query()
	q := campaignFilter{name: strings.TrimSpace(echo(form.Get("q"))), page: readPageNumber(r)}
	if s := isales.CampaignStatus(form.Get("status")); slices.Contains(campaignStatuses, s) {
		q.status = s
	}
	return q
}

// pick returns the campaigns that the filter leaves, all pages.
func (q campaignFilter) pick(list []isales.ListedCampaign) []isales.ListedCampaign {
	wanted, id := strings.ToLower(q.name), input.Searched(q.name)
	return slices.DeleteFunc(slices.Clone(list), func(e isales.ListedCampaign) bool {
		return !strings.Contains(strings.ToLower(e.Name), wanted) && e.ID != id ||
			q.status != "" && e.Status != q.status
	})
}

func (q campaignFilter) href(path string, page int) string {
	var query []string
	if q.name != "" {
		query = append(query, "q", q.name)
	}
	if q.status != "" {
		query = append(query, "status", string(q.status))
	}
	if page > 1 {
		query = append(query, "page", strconv.Itoa(page))
	}
	return pathWith(path, query...)
}

// serveCampaigns lists the campaigns of a VDN, or leads to the one whose ID was
// typed.
func (c *Console) serveCampaigns(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/campaigns")
	if err != nil || !ok {
		return err
	}
	p := views.CampaignsPage{VDNPage: c.vdnPage(r, v, "campaigns")}
	status := http.StatusOK
	if typed := r.URL.Query().Get("campaignId"); typed != "" {
		if id, reason := input.Number(typed); reason == "" {
			w.Header().Set("Cache-Control", "private, no-cache")
			http.Redirect(w, r, campaignPath(v.vdnID, id)+suffix(r), http.StatusSeeOther)
			return nil
		}
		if wantsData(r) {
			c.sendJSONError(w, r, http.StatusUnprocessableEntity,
				jsonError{Code: "bad_input", Message: v.l.messages.Campaigns.IDBad, Field: "campaignId"})
			return nil
		}
		status, p.ID = http.StatusUnprocessableEntity, views.Field{Value: echo(typed), Error: v.l.messages.Campaigns.IDBad}
	}
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: v.vdnID}, "ok"
	start := time.Now()
	list, err := c.campaigns.List(r.Context(), v.vdnID, v.l.platform)
	e.upstream = time.Since(start)
	short, _ := errors.AsType[*isales.IncompleteError](err)
	if err != nil && short == nil {
		return &readError{withQuery(v.path, r), err}
	}
	if short != nil {
		p.Short = []string{listShort(v.l.messages.Campaigns.Section, short, v.l.messages)}
	}
	q := readCampaignFilter(r)
	linkJSON(w, withQuery(v.path+".json", r))
	switch form := negotiate(r); form {
	case formJSON:
		respond.JSON(w, r, http.StatusOK, newCampaignsDocument(v, q.pick(list), listTotal(short)))
		return nil
	case formCSV, formXLSX:
		return sendTable(w, r, form, shortName("campaigns-"+strconv.Itoa(v.vdnID), short), v.l,
			campaignsSheet(v, q.pick(list)))
	}
	fillCampaigns(&p, v, q, list)
	return respond.Page(w, r, status, views.Campaigns(p))
}

func fillCampaigns(p *views.CampaignsPage, v vdnRequest, q campaignFilter, all []isales.ListedCampaign) {
	t := v.l.messages
	list := q.pick(all)
	p.Query = q.name
	for _, s := range campaignStatuses {
		p.Statuses = append(p.Statuses, views.Choice{Value: string(s),
			Text: named(t.Campaigns.Statuses, string(s)), Chosen: s == q.status})
	}
	from, to := rowsOfPage(len(list), rowsPerPage, q.page)
	p.BeyondEnd = len(list) > 0 && from == len(list)
	p.Range = views.Fill(t.ResultsRange, "from", strconv.Itoa(from+1), "to", strconv.Itoa(to), "total",
		strconv.Itoa(len(list)))
	for _, e := range list[from:to] {
		row := views.CampaignRow{Name: e.Name, ID: e.ID, Status: named(t.Campaigns.Statuses, string(e.Status)),
			Device: named(t.Campaigns.Devices, string(e.DeviceType)), Begin: e.Begin, End: e.End}
		if row.Name == "" {
			row.Name = e.ID
		}
		row.Href = listedCampaignPath(v.vdnID, e.ID)
		p.Rows = append(p.Rows, row)
	}
	p.Pages = pageLinks(len(list), rowsPerPage, q.page, func(page int) string { return q.href(v.path, page) })
}

// named returns the name of a value, or the one for all others with the value in
// it.
func named(names map[string]string, value string) string {
	if name, ok := names[value]; ok && value != "other" {
		return name
	}
	return strings.TrimSpace(views.Fill(names["other"], "value", value))
}

func campaignPath(vdnID int, id int64) string {
	return "/vdns/" + strconv.Itoa(vdnID) + "/campaigns/" + strconv.FormatInt(id, 10)
}

// listedCampaignPath is campaignPath for an ID as the platform sent it.
func listedCampaignPath(vdnID int, id string) string {
	return "/vdns/" + strconv.Itoa(vdnID) + "/campaigns/" + strings.TrimLeft(id, "0")
}

// campaignsDocument is the list of campaigns as JSON.
type campaignsDocument struct {
	Schema    int                `json:"schema"`
	VDNID     int                `json:"vdnId"`
	ListTotal int                `json:"listTotal,omitzero"` // see resultsDocument
	Campaigns []campaignOverview `json:"campaigns"`
}

// campaignOverview has the status and the device type as the platform numbers them.
type campaignOverview struct {
	ID         string `json:"campaignId"`
	Name       string `json:"name"`
	Status     string `json:"status"`
	DeviceType string `json:"deviceType"`
	Begin      string `json:"strBeginTime"`
	End        string `json:"strEndTime"`
}

func newCampaignOverview(e isales.ListedCampaign) campaignOverview {
	return campaignOverview{e.ID, e.Name, string(e.Status), string(e.DeviceType), e.Begin, e.End}
}

func newCampaignsDocument(v vdnRequest, list []isales.ListedCampaign, total int) campaignsDocument {
	d := campaignsDocument{Schema: v.schema(), VDNID: v.vdnID, ListTotal: total, Campaigns: []campaignOverview{}}
	for _, e := range list {
		d.Campaigns = append(d.Campaigns, newCampaignOverview(e))
	}
	return d
}

func campaignsSheet(v vdnRequest, list []isales.ListedCampaign) spreadsheet.Sheet {
	t := v.l.messages.Campaigns
	columns := []string{"vdnId", "campaignId", "name", "status", "statusText", "deviceType", "deviceTypeText",
		"strBeginTime", "strEndTime"}
	return spreadsheet.Sheet{Name: "campaigns", Columns: columns, Rows: mapped(list, func(e isales.ListedCampaign) []any {
		return []any{strconv.Itoa(v.vdnID), e.ID, e.Name, string(e.Status), named(t.Statuses, string(e.Status)),
			string(e.DeviceType), named(t.Devices, string(e.DeviceType)), e.Begin, e.End}
	})}
}
