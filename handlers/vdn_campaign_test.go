package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// TestCampaignChecks: the check of each campaign of the demo agrees with what the
// simulator's data and the dictionary say.
func TestCampaignChecks(t *testing.T) {
	data := withFaultyCampaigns()
	noRetry, mixed := retryExpected(data.VDNs[0])
	listed := strings.Split(data.VDNs[0].Campaigns[0].Policy.NoRetry.(string), ",")
	want := map[string]string{"not_retried": "003", "gone": "B99", "mixed": strings.Join(mixed, ","),
		"retried": strings.Join(slices.DeleteFunc(noRetry, func(c string) bool { return slices.Contains(listed, c) }), ",")}
	tests := []struct {
		path, notChecked, policy string
		check                    map[string]string // codes by kind
	}{
		{"/vdns/40/campaigns/7001", "", "0", want},
		{"/vdns/40/campaigns/7002", "by_number_type", "1", map[string]string{}},
		{"/vdns/40/campaigns/7003", "no_policy", "", map[string]string{}},
		{"/vdns/40/campaigns/8001", "policy_unread", "0", map[string]string{}},
	}
	console := newWhole(t, data, withoutLog)
	for _, test := range tests {
		document := jsonOf[campaignDocument](t, get(t, console, test.path+".json"))
		check := map[string]string{}
		for _, row := range document.Check {
			check[row.Kind] = strings.TrimPrefix(check[row.Kind]+","+row.NamedCode.text(), ",")
		}
		policy := ""
		if document.Policy != nil {
			policy = document.Policy.Type
		}
		got := []any{document.NotChecked, policy, check}
		if diff := cmp.Diff([]any{test.notChecked, test.policy, test.check}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.path, diff)
		}
		lines := csvOf(t, get(t, console, test.path+".csv"))
		if len(lines) != 1+len(document.Check) {
			t.Errorf("%s: %d lines of CSV for %d rows", test.path, len(lines), len(document.Check))
		}
	}
}

// withFaultyCampaigns is the demo with two campaigns of VDN 41 in VDN 40 as well, whose
// policies are cut and empty.
func withFaultyCampaigns() *isalestest.Data {
	data := isalestest.Sample()
	data.VDNs[0].Campaigns = append(data.VDNs[0].Campaigns, data.VDNs[1].Campaigns[:2]...)
	return data
}

// TestPolicyAsSent: a policy that cannot be decoded, or that fails, is a page all the
// same.
func TestPolicyAsSent(t *testing.T) {
	tests := map[string]struct {
		path, says, raw string
	}{
		"cut":     {"/vdns/40/campaigns/8001", locales[0].messages.Campaigns.Unreadable, `{"type":0,"retryDa`},
		"absent":  {"/vdns/40/campaigns/8002", locales[0].messages.Campaigns.NoRetryNone, ""},
		"failing": {"/vdns/40/campaigns/7001", locales[0].messages.Campaigns.Unread, ""},
	}
	console := newWhole(t, withFaultyCampaigns(), withoutLog)
	console.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		if r.Operation == isalestest.OperationPolicy && r.CampaignID == "7001" {
			return isalestest.FaultStatus500
		}
		return isalestest.FaultNone
	})
	for name, test := range tests {
		rec := get(t, console, test.path)
		page := texts(parse(t, rec.Body.String()), "main")[0]
		raw := strings.Join(texts(parse(t, rec.Body.String()), "details.raw pre"), "\n")
		if rec.Code != 200 || !strings.Contains(page, test.says) || !strings.Contains(raw, test.raw) {
			t.Errorf("%s: status %d, raw %q\n%s", name, rec.Code, raw, page)
		}
	}
}

// TestCampaignErrors: what the platform says in these interfaces, and only there, means
// that there is no such campaign.
func TestCampaignErrors(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{&isales.CampaignNotFoundError{VDNID: 40, CampaignID: 7, Code: "0200-01"}, "404 campaign_not_found 0200-01"},
		{&isales.CallNotFoundError{VDNID: 40, CallID: "7-7"}, "404 call_not_found "},
		{&isales.APIError{Code: "0200007"}, "502 api_error 0200007"},
	}
	for _, test := range tests {
		p := diagnose(&readError{"/", test.err}, &locales[0])
		if got := strings.Join([]string{http.StatusText(p.status), p.code, p.apiCode}, " "); got !=
			strings.NewReplacer("404", "Not Found", "502", "Bad Gateway").Replace(test.want) {
			t.Errorf("%v: %s, want %s", test.err, got, test.want)
		}
	}
}

// TestCampaignAddresses: an ID that was typed leads to its page, another spelling to
// the right one.
func TestCampaignAddresses(t *testing.T) {
	tests := map[string]string{
		"/vdns/40/campaigns?campaignId=%EF%BC%97001": "303 /vdns/40/campaigns/7001",
		"/vdns/40/campaigns/07001":                   "301 /vdns/40/campaigns/7001",
		"/vdns/40/campaigns/07001.json":              "301 /vdns/40/campaigns/7001.json",
		"/vdns/40/campaigns/x":                       "404 ",
		"/vdns/40/campaigns/0":                       "404 ",
		"/vdns/40/calls/..":                          "404 ",
		"/vdns/40/calls/%201700000000-1001":          "301 /vdns/40/calls/1700000000-1001",
		"/vdns/40/calls/x":                           "404 ",
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for path, want := range tests {
		rec := get(t, console, path)
		got := map[int]string{301: "301", 303: "303", 404: "404"}[rec.Code] + " " + rec.Header().Get("Location")
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// TestCalls: how each call of the demo ended, and what today's mapping says.
func TestCalls(t *testing.T) {
	number := func(n int) *int { return &n }
	tests := map[string]callDocument{
		"1001": {Status: "6", OBSCode: "00000", NamedCode: english40.nameCode("013"), Rang: number(8),
			Talked: number(150), Mapping: "same"},
		"1002": {Status: "5", OBSCode: "00145", NamedCode: english40.nameCode("001"), Rang: number(5), Mapping: "same"},
		"1003": {Status: "5", OBSCode: "00208", NamedCode: english40.nameCode("007"), Mapping: "moved"},
		"1004": {Status: "5", OBSCode: "01119", NamedCode: english40.nameCode(""), Mapping: "no_result"},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for id, want := range tests {
		got := jsonOf[callDocument](t, get(t, console, "/vdns/40/calls/1700000000-"+id+".json"))
		want.Schema, want.VDNID, want.CallID, want.Complete, want.Ended, want.Results = schema, 40,
			"1700000000-"+id, true, got.Ended, got.Results
		if diff := cmp.Diff(want, got); diff != "" || got.Ended == "" {
			t.Errorf("%s (-want +got)\n%s", id, diff)
		}
	}
	if rec := get(t, console, "/vdns/40/calls/1700000000-1005"); rec.Code != 502 {
		t.Errorf("a call that the platform fails to answer for: status %d", rec.Code)
	}
}
