package handlers

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// inMemoryCampaigns are the campaigns of a VDN without a network. calls, unless nil,
// counts the calls; at most as many as slots has room for are under way.
type inMemoryCampaigns struct {
	platform.CampaignSource
	m     inMemory
	calls *atomic.Int32
	slots chan struct{}
}

func (s inMemoryCampaigns) wait(id string) {
	if s.slots != nil {
		s.calls.Add(1)
		s.slots <- struct{}{}
		defer func() { <-s.slots }()
	}
	if s.m.takes != nil {
		time.Sleep(s.m.takes(id))
	}
}

func (s inMemoryCampaigns) ListCampaigns(_ context.Context, _ int,
	_ isales.Language) iter.Seq2[isales.ListedCampaign, error] {
	return func(yield func(isales.ListedCampaign, error) bool) {
		if err := s.m.broken["campaigns"]; err != nil {
			yield(isales.ListedCampaign{}, err)
			return
		}
		for i, c := range s.m.vdn.Campaigns {
			if i%100 == 0 {
				s.wait("campaigns")
			}
			if !yield(isales.ListedCampaign{ID: c.ID, Name: c.Name,
				Status: isales.CampaignStatus(strconv.Itoa(c.Status))}, nil) {
				return
			}
		}
	}
}

func (s inMemoryCampaigns) RetryPolicy(_ context.Context, _ int, campaign int64,
	_ isales.Language) (policy isales.RetryPolicy, err error) {
	id := strconv.FormatInt(campaign, 10)
	s.wait(id)
	i := slices.IndexFunc(s.m.vdn.Campaigns, func(c isalestest.Campaign) bool { return c.ID == id })
	sent := s.m.vdn.Campaigns[i].Policy
	if err := s.m.broken[id]; err != nil || sent == nil {
		return policy, err
	}
	policy.ID, policy.Type = sent.ID, isales.PolicyType(strconv.Itoa(sent.Type))
	if codes, ok := sent.NoRetry.(string); ok && codes != "" {
		policy.NoRetry = strings.Split(codes, ",")
	}
	return policy, nil
}

// smallCampaigns has a campaign for each verdict of the check, and answers slowly.
// Result 11 with the external result code 001 is not to be retried, 002 is temporary,
// and 13 has no external result code; 14 is not read.
func smallCampaigns() inMemory {
	campaign := func(id, noRetry string) isalestest.Campaign {
		return isalestest.Campaign{ID: id, Name: "<b>" + id + "</b>", Status: 2,
			Policy: &isalestest.RetryPolicy{ID: id, NoRetry: noRetry}}
	}
	m := small()
	codes := []string{"00129", "00145", "00129", "00000"}
	for i := range m.vdn.Results {
		m.vdn.Results[i].Mappings = []isalestest.Mapping{{MapID: "1", FailCode: codes[i]}}
	}
	m.vdn.Results[2].Code = "001"
	m.vdn.Campaigns = []isalestest.Campaign{campaign("101", "001"), campaign("102", "002,009"), campaign("103", ""),
		{ID: "104", Name: "呼"}, campaign("105", "001,004"), campaign("x", "")}
	m.vdn.Campaigns[2].Policy = &isalestest.RetryPolicy{ID: "103", Type: 1}
	m.broken = map[string]error{"105": platformDown, "14": platformDown}
	m.takes = func(id string) time.Duration {
		return map[string]time.Duration{"11": 250, "105": 600, "campaigns": 100}[id] * time.Millisecond
	}
	return m
}

func smallCampaignsFailing() inMemory {
	m := smallCampaigns()
	m.broken = map[string]error{"campaigns": platformDown}
	return m
}

// TestFollowers: the verdict and the differences of each campaign agree with what the
// simulator's data and the dictionary's table of codes say, in both languages and in
// JSON; a call is made for each campaign once, and none when nobody asks.
func TestFollowers(t *testing.T) {
	data := withFaultyCampaigns()
	noRetry, _ := retryExpected(data.VDNs[0])
	listed := strings.Split(data.VDNs[0].Campaigns[0].Policy.NoRetry.(string), ",")
	missing := slices.DeleteFunc(slices.Clone(noRetry), func(c string) bool { return slices.Contains(listed, c) })
	want := [][]string{
		{"7001", "differs", strings.Join(missing, ", "), "003", "B99"},
		{"8001", "policy_unread", "", "", ""},
		{"8002", "differs", strings.Join(noRetry, ", "), "", ""},
		{"7002", "by_number_type", "", "", ""},
		{"7003", "no_policy", "", "", ""},
	}
	order := []string{"7001", "8002", "8001", "7002", "7003"}
	console := newWhole(t, data, withoutLog)
	get(t, console, "/vdns/40/retry")
	if n := len(console.policies()); n != 0 {
		t.Errorf("%d policies were read for the list", n)
	}
	document := jsonOf[retryRead](t, get(t, console, "/vdns/40/retry.json?campaigns=1"))
	got := map[string][]string{}
	var gotOrder []string
	for _, c := range document.Followers.Campaigns {
		kinds := map[string]string{}
		for _, row := range c.Check {
			kinds[row.Kind] = strings.TrimPrefix(kinds[row.Kind]+", "+row.NamedCode.text(), ", ")
		}
		got[c.ID] = []string{c.ID, c.Verdict, kinds["retried"], kinds["not_retried"], kinds["gone"]}
		gotOrder = append(gotOrder, c.ID)
	}
	for _, w := range want {
		if diff := cmp.Diff(w, got[w[0]]); diff != "" {
			t.Errorf("JSON of %s (-want +got)\n%s", w[0], diff)
		}
	}
	if diff := cmp.Diff(order, gotOrder); diff != "" {
		t.Errorf("order (-want +got)\n%s", diff)
	}
	for i := range locales {
		l := &locales[i]
		// The table stands there without being asked for once it was read.
		doc := parse(t, get(t, console, "/vdns/40/retry", "Accept-Language", l.tag).Body.String())
		rows := doc.Find("[aria-labelledby=campaigns] tbody tr")
		if rows.Length() != len(order) {
			t.Fatalf("%s: %d rows, want %d", l.tag, rows.Length(), len(order))
		}
		for _, tr := range rows.EachIter() {
			row := parse(t, "<table><tr>"+html(t, tr)+"</tr></table>")
			id := texts(row, "th code")[0]
			cells := texts(row, "td")
			for i := 1; i < len(cells); i++ {
				cells[i] = strings.TrimPrefix(cells[i], l.messages.None)
			}
			w := got[id]
			shown := append([]string{id}, cells...)
			if diff := cmp.Diff(append([]string{id, l.messages.Retry.Followers[w[1]]}, w[2:]...), shown); diff != "" {
				t.Errorf("%s (-want +got)\n%s", l.tag, diff)
			}
		}
		by := texts(parse(t, get(t, console, "/vdns/40/results/1402245661", "Accept-Language",
			l.tag).Body.String()), "main p a[href^='/vdns/40/campaigns/']")
		if diff := cmp.Diff([]string{data.VDNs[0].Campaigns[0].Name}, by); diff != "" {
			t.Errorf("%s: 003 is not retried by (-want +got)\n%s", l.tag, diff)
		}
	}
	if diff := cmp.Diff([]string{"7001", "7002", "7003", "8001", "8002"}, console.policies()); diff != "" {
		t.Errorf("calls for policies (-want +got)\n%s", diff)
	}
}

// policies are the campaigns whose policies were asked for, with repetitions, sorted.
func (c *testConsole) policies() (ids []string) {
	for _, r := range c.platform.Requests() {
		if r.Operation == isalestest.OperationPolicy {
			ids = append(ids, r.CampaignID)
		}
	}
	slices.Sort(ids)
	return ids
}

// TestFollowersTakeTheirTime: 200 campaigns at 50 ms a call and ten calls at once are
// on the page within 1.1 times what the calls take, and the list to paste and the
// progress before.
func TestFollowersTakeTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := inMemory{vdn: isalestest.Sample().VDNs[0]}
		m.vdn.Campaigns = isalestest.GenerateCampaigns(200)
		m.takes = func(string) time.Duration { return 50 * time.Millisecond }
		console := m.console(t)
		campaigns := inMemoryCampaigns{m: m, calls: new(atomic.Int32), slots: make(chan struct{}, 10)}
		var err error
		if console.campaigns, err = platform.NewCampaigns(campaigns, time.Now); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		page := get(t, console, "/vdns/40/retry?campaigns=1").Body.String()
		took, calls := time.Since(start), campaigns.calls.Load()
		if limit := time.Duration(calls) * 50 * time.Millisecond / 10 * 11 / 10; calls != 202 || took > limit {
			t.Errorf("%d calls, %s; want 202 calls within %s", calls, took, limit)
		}
		results, rest, _ := strings.Cut(page, `<div class="steps"><p>`+locales[0].messages.Retry.ReadingFollowers+"</p>")
		if !strings.Contains(results, ">004,007,019<") || strings.Contains(rest, ">004,007,019<") {
			t.Error("the list to paste does not stand before the progress")
		}
		if steps := strings.Count(rest, " of 200</p>"); steps < 4 || strings.Count(rest, "<tr>") != 201 {
			t.Errorf("%d steps, %d rows", steps, strings.Count(rest, "<tr>"))
		}
		if fmt.Sprint(strings.Count(page, "<h1>"), strings.Count(page, `id="campaigns"`)) != "1 1" {
			t.Error("the page has a part twice")
		}
	})
}
