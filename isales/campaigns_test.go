package isales_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

func TestListCampaigns(t *testing.T) {
	_, c := newPair(t, isalestest.Options{})
	got, err := collect(c.ListCampaigns(t.Context(), 40))
	want := []isales.ListedCampaign{
		{ID: "7001", Name: "演示: 到期提醒 (renewal reminder)", Status: isales.CampaignStarted,
			DeviceType: isales.DevicePredicted,
			Begin:      "2024-05-01 9:05:00", End: "2034-05-31 18:00:00", CallerNumbers: []string{"10000"}},
		{ID: "7002", Name: "演示: 满意度回访 (satisfaction survey)", Status: isales.CampaignSuspended,
			DeviceType: isales.DevicePreviewed, Begin: "2024-05-01", End: "2024-05-31",
			CallerNumbers: []string{"10000", "10001"}},
		{ID: "7003", Name: "演示: 无重呼策略 (no retry policy)", Status: isales.CampaignCompleted,
			DeviceType: isales.DeviceAutomaticIVR, Begin: "2024-06-30 18:00:00", End: "2024-06-01 09:00:00"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got)\n%s", err, diff)
	}
}

func TestListCampaignsReadsAllPages(t *testing.T) {
	data := &isalestest.Data{VDNs: []isalestest.VDN{{ID: 7, Campaigns: isalestest.GenerateCampaigns(230)}}}
	s, c := newPair(t, isalestest.Options{Data: data})
	got, err := collect(c.ListCampaigns(t.Context(), 7))
	if err != nil || len(got) != 230 || got[0].ID != "600001" || got[229].ID != "600230" {
		t.Errorf("%d campaigns, error %v; want 600001 to 600230", len(got), err)
	}
	var queries []string
	for _, r := range s.Requests() {
		queries = append(queries, r.Operation+" "+r.VDNID+" "+r.RawQuery)
	}
	slices.Sort(queries) // pages are read side by side
	want := []string{
		"campaigns 7 curPage=1&deviceType=0&rowsPerPage=100&status=0",
		"campaigns 7 curPage=2&deviceType=0&rowsPerPage=100&status=0",
		"campaigns 7 curPage=3&deviceType=0&rowsPerPage=100&status=0",
	}
	if diff := cmp.Diff(want, queries); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for range c.ListCampaigns(t.Context(), 7) {
		break
	}
	if n := len(s.Requests()); n != 4 {
		t.Errorf("%d calls after a reader that stopped at once, want 4", n)
	}
	if none, err := collect(c.ListCampaigns(t.Context(), 8)); err != nil || none != nil {
		t.Errorf("an unknown VDN lists %v, error %v; want nothing", none, err)
	}
}

func TestCampaign(t *testing.T) {
	_, c := newPair(t, isalestest.Options{})
	work := []isales.Period{{Begin: "09:00", End: "12:00"}, {Begin: "13:30", End: "18:00"}}
	for id, want := range map[int64]*isales.Campaign{
		7001: {
			ListedCampaign: isales.ListedCampaign{
				ID: "7001", Name: "演示: 到期提醒 (renewal reminder)", Status: "2", DeviceType: "2",
				Begin: "2024-05-01 9:05:00", End: "2034-05-31 18:00:00", CallerNumbers: []string{"10000"},
			},
			Description: "SAMPLE DATA", MaxAlertingTime: 30, Workdays: work,
			Skill: &isales.Skill{ID: "3", Name: "演示队列"},
		},
		7003: {
			ListedCampaign: isales.ListedCampaign{
				ID: "7003", Name: "演示: 无重呼策略 (no retry policy)", Status: "4", DeviceType: "3",
				Begin: "2024-06-30 18:00:00", End: "2024-06-01 09:00:00",
			},
			MaxAlertingTime: 60, Workdays: work,
		},
	} {
		got, err := c.Campaign(t.Context(), 40, id)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v (-want +got)\n%s", err, diff)
		}
	}
}

func TestRetryPolicy(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	global := isales.RetryPolicy{
		ID: "20240501090500700101", Type: isales.PolicyGlobal,
		Rules:   []isales.RetryRule{{Type: isales.RuleOrdinary, RetryDay: 3, RetryTimes: 2}},
		NoRetry: []string{"003", "004", "010", "B99"},
		Business: []isales.BusinessRule{
			{Code: "A1", SubCode: "A1-1", Action: isales.BusinessSameNumber, CallInterval: 600},
			{Code: "B1", Action: isales.BusinessStop},
		},
	}
	byType := isales.RetryPolicy{
		ID: "20240501090500700202", Type: isales.PolicyByNumberType,
		Rules: []isales.RetryRule{
			{NumberType: "AB", Type: isales.RuleByResult,
				ByResult: []isales.ResultRule{{Result: "4", RetryNumber: 2, CallInterval: 300}}},
			{NumberType: "C-2", Type: isales.RuleOrdinary, RetryDay: 2, RetryTimes: 1},
		},
	}
	for _, fault := range []isalestest.Fault{isalestest.FaultNone, isalestest.FaultPolicyJSON,
		isalestest.FaultPolicyQuotes, isalestest.FaultLooseTypes} {
		s.SetFault(fault)
		for id, want := range map[int64]isales.RetryPolicy{7001: global, 7002: byType, 7003: {}} {
			got, err := c.RetryPolicy(t.Context(), 40, id)
			if got.RawRules.Text == "" && id != 7003 || got.RawRules.Unread {
				t.Errorf("%s: %d: the rules as sent: %+v", fault, id, got.RawRules)
			}
			got.RawRules, got.RawNoRetry, got.RawBusiness = isales.RawField{}, isales.RawField{}, isales.RawField{}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s: error %v (-want +got)\n%s", fault, err, diff)
			}
		}
	}
	s.SetFault(isalestest.FaultPolicyCut)
	got, err := c.RetryPolicy(t.Context(), 40, 7001)
	if err != nil || !got.RawRules.Unread || !strings.HasPrefix(got.RawRules.Text, `{"dataType":`) || got.Rules != nil ||
		!got.RawBusiness.Unread {
		t.Errorf("cut: %+v, error %v; want the text as sent", got, err)
	}
	s.SetFault(isalestest.FaultPolicyGone)
	got, err = c.RetryPolicy(t.Context(), 40, 7001)
	if diff := cmp.Diff(isales.RetryPolicy{ID: global.ID, Type: "0"}, got); err != nil || diff != "" {
		t.Errorf("gone: error %v (-want +got)\n%s", err, diff)
	}
}

func TestBusinessResults(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	got, err := c.BusinessResults(t.Context(), 40)
	want := []isales.BusinessResult{
		{Name: "有意向 (interested)", Code: "A1", Children: []isales.BusinessResult{
			{Name: "稍后联系 (call later)", Code: "A1-1"}, {Name: "已办理 (done)", Code: "A1-2"},
		}},
		{Name: "无意向 (not interested)", Code: "B1"},
		{Name: "未定义编码 (defined without a code)", Children: []isales.BusinessResult{{Name: "其他 (other)"}}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got)\n%s", err, diff)
	}
	// Entries that look alike are different ones.
	many := make([]isalestest.BusinessResult, 120)
	s.SetData(&isalestest.Data{VDNs: []isalestest.VDN{{ID: 40, BusinessResults: many}}})
	s.ResetRequests()
	got, err = c.BusinessResults(t.Context(), 40)
	if err != nil || len(got) != 120 || len(s.Requests()) != 3 || s.Requests()[0].RawQuery != "pageNum=1&pageSize=50" {
		t.Errorf("%d results, error %v; want 120 in 3 calls, of %+v", len(got), err, s.Requests())
	}
}

func TestBusinessResultsThatChangeMeanwhile(t *testing.T) {
	for name, tt := range map[string]struct {
		totals []int // of each call
		rows   int   // of each page
		want   string
		calls  int
	}{
		"steady":     {[]int{100, 100}, 50, "100 results", 2},
		"grows once": {[]int{60, 100, 100, 100}, 50, "100 results", 4},
		"more than the count": {[]int{60, 60}, 50,
			"isales: the list does not add up: 100 entries came, the platform counts 60", 2},
		"always grows": {[]int{60, 61, 62, 63, 64, 65}, 20,
			"isales: the list does not add up: 40 entries came, the platform counts 65", 6},
		"comes short": {[]int{60, 60, 60, 60, 60, 60}, 20,
			"isales: the list does not add up: 40 entries came, the platform counts 60", 6},
		"empty": {[]int{60, 60, 60}, 0, "isales: the list does not add up: 0 entries came, the platform counts 60", 3},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
				rows := strings.TrimSuffix(strings.Repeat("{},", tt.rows), ",")
				total := tt.totals[min(calls, len(tt.totals)-1)]
				fmt.Fprintf(w, `{"resultCode":"0200000","totalCount":"%d","data":[%s]}`, total, rows)
				calls++
			})
			results, err := c.BusinessResults(t.Context(), 1)
			got := fmt.Sprintf("%d results", len(results))
			if err != nil {
				got = err.Error()
			}
			if got != tt.want || calls != tt.calls {
				t.Errorf("%s in %d calls, want %s in %d", got, calls, tt.want, tt.calls)
			}
		})
	}
}

// serving returns a client of a server that answers with serve.
func serving(t *testing.T, serve http.HandlerFunc) *isales.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		serve(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := isales.New(server.URL, isales.Credentials{AccessKey: "AK", SecretKey: "SK"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
