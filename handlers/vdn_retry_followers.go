package handlers

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

// followers are the campaigns of a VDN, to be compared with what follows for its
// results. Their policies are read when the request says campaigns=1; otherwise those
// are shown that were read before. A table of results has none.
type followers struct {
	reading *platform.Reading[*platform.PolicyList] // nil unless asked for
	held    *platform.PolicyList                    // nil for none
	href    string                                  // reads them
	r       *http.Request
}

func (c *Console) joinFollowers(r *http.Request, v vdnRequest, wanted string) followers {
	query := []string{"campaigns", "1"}
	if wanted != "" {
		query = []string{"verdict", wanted, "campaigns", "1"}
	}
	f := followers{href: pathWith(v.path, query...) + "#campaigns", r: r}
	if form := negotiate(r); r.URL.Query().Get("campaigns") == "1" && (form == formHTML || form == formJSON) {
		f.reading = c.campaigns.JoinPolicies(r.Context(), v.vdnID, v.l.platform)
	} else {
		f.held = c.campaigns.HeldPolicies(v.vdnID)
	}
	return f
}

func (f followers) leave() {
	if f.reading != nil {
		f.reading.Leave()
	}
}

// keep has an address that reads the results anew show the campaigns again.
func (f followers) keep(href string) string {
	if f.reading == nil {
		return href
	}
	return href + "&campaigns=1"
}

// list returns the policies that were read, or why they were not: both nil when they
// were not asked for, or are still being read.
func (f followers) list() (*platform.PolicyList, error) {
	if f.reading == nil {
		return f.held, nil
	}
	select {
	case <-f.reading.Done():
		return f.reading.Wait(f.r.Context())
	default:
		return nil, nil
	}
}

// rest is the part of the page that waits for the policies; nil when it does not.
func (f followers) rest(l *locale, part func(*catalog.Catalog) templ.Component) *catalogRest {
	if f.reading == nil {
		return nil
	}
	t := l.messages.Retry
	return &catalogRest{reading: f.reading, begin: t.ReadingFollowers, part: part, step: func(p catalog.Progress) string {
		if p.Total == 0 {
			return t.ReadingCampaigns.Of(p.Listed)
		}
		return views.Fill(t.ReadingPolicies, "done", strconv.Itoa(p.Done), "total", strconv.Itoa(p.Total))
	}}
}

// What comes of a campaign's check, beside the reasons for which there is none.
const (
	followDiffers    = "differs"
	followIncomplete = "incomplete"
	followAgrees     = "agrees"
)

// followVerdicts are all, in the order in which they are shown.
var followVerdicts = []string{followDiffers, checkPolicyUnread, followIncomplete, followAgrees, checkByNumberType,
	checkNoPolicy}

// follower is a campaign with the check of its policy.
type follower struct {
	catalog.CampaignPolicy
	check   catalog.PolicyCheck
	verdict string
}

// newFollowers checks all campaigns; those that differ come first.
func newFollowers(v vdnRequest, list *platform.PolicyList, read *catalog.Catalog) (all []follower) {
	checker := newChecker(read, v.notes)
	for _, campaign := range list.Campaigns {
		check, why := checkPolicy(campaign.Policy, campaign.Err, checker)
		f := follower{campaign, check, why}
		switch {
		case why != "":
		case check.Differences() > 0:
			f.verdict = followDiffers
		case !check.Agrees():
			f.verdict = followIncomplete
		default:
			f.verdict = followAgrees
		}
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b follower) int {
		return cmp.Compare(slices.Index(followVerdicts, a.verdict), slices.Index(followVerdicts, b.verdict))
	})
	return all
}

// fill says on the page who follows the advice, as far as it is known.
func (f followers) fill(p *views.RetryPage, v vdnRequest, read *catalog.Catalog) {
	t := v.l.messages.Retry
	p.Followers = views.Followers{Href: f.href}
	list, err := f.list()
	if err != nil {
		p.Followers.Problem = v.l.messages.Sentences(t.FollowersUnread, diagnose(err, v.l).words(v.l.messages).What)
		return
	}
	if list == nil {
		return
	}
	p.Followers.Read = views.TimedText{Text: t.FollowersRead, Time: v.l.moment(list.ReadAt)}
	all := newFollowers(v, list, read)
	for _, verdict := range followVerdicts {
		n := len(slices.DeleteFunc(slices.Clone(all), func(f follower) bool { return f.verdict != verdict }))
		if n > 0 {
			p.Followers.Counts = append(p.Followers.Counts, views.Detail{Label: t.Followers[verdict], Value: strconv.Itoa(n)})
		}
	}
	for _, f := range all {
		p.Followers.Rows = append(p.Followers.Rows, f.row(v))
	}
}

func (f follower) row(v vdnRequest) views.FollowerRow {
	t := v.l.messages.Retry
	row := views.FollowerRow{Name: cmp.Or(f.Name, f.ID), ID: f.ID, Verdict: t.Followers[f.verdict],
		Href:        listedCampaignPath(v.vdnID, f.ID),
		Differences: [3][]views.CodeLink{checkedLinks(v, f.check.Retried), checkedLinks(v, f.check.NotRetried)}}
	for _, code := range f.check.Gone {
		row.Differences[2] = append(row.Differences[2], views.CodeLink{Code: code})
	}
	if f.Err != nil {
		row.Note = diagnose(f.Err, v.l).words(v.l.messages).Heading
	} else if f.verdict == followDiffers && len(f.check.Unread) > 0 {
		row.Note = t.Followers[followIncomplete]
	}
	return row
}

// checkedLinks lead to the first result of each external result code; a result
// without one stands there by its ID.
func checkedLinks(v vdnRequest, list []catalog.Checked) (links []views.CodeLink) {
	for _, c := range list {
		id := c.Results[0].DefID
		links = append(links, views.CodeLink{Code: cmp.Or(c.Code, id), Href: resultPath(v.vdnID, id)})
	}
	return links
}

// followersDocument says as JSON who follows the advice.
type followersDocument struct {
	ReadAt string `json:"readAt,omitempty"`
	// Error is why the list of campaigns could not be read.
	Error     string             `json:"error,omitempty"`
	Campaigns []followerOverview `json:"campaigns"`
}

type followerOverview struct {
	campaignOverview
	// Verdict is "agrees", "differs", "incomplete" or, without a check, "no_policy",
	// "by_number_type" or "policy_unread".
	Verdict     string          `json:"verdict"`
	Differences int             `json:"differences"`
	Check       []checkDocument `json:"check"`
	// Error is why the policy could not be read.
	Error string `json:"error,omitempty"`
}

// addTo adds the campaigns that were asked for; their policies are read.
func (f followers) addTo(d *retryDocument, v vdnRequest, read *catalog.Catalog) {
	if f.reading == nil {
		return
	}
	d.Followers = &followersDocument{Campaigns: []followerOverview{}}
	list, err := f.list()
	if err != nil {
		d.Followers.Error = diagnose(err, v.l).code
		return
	}
	d.Followers.ReadAt = machineTime(list.ReadAt)
	for _, f := range newFollowers(v, list, read) {
		o := followerOverview{newCampaignOverview(f.ListedCampaign), f.verdict, f.check.Differences(),
			checkDocuments(v, f.check), ""}
		if f.Err != nil {
			o.Error = diagnose(f.Err, v.l).code
		}
		d.Followers.Campaigns = append(d.Followers.Campaigns, o)
	}
}
