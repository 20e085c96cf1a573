package isalestest

import (
	"slices"
	"strings"
	"testing"
)

// faultBody is the body of an answer with a fault.
type faultBody struct {
	fault      Fault
	path, want string
}

func checkFaults(t *testing.T, rows []faultBody) {
	t.Helper()
	s := NewServer(t, Options{Data: smallCampaigns(), Now: testClock, MaxSkew: 1 << 62})
	for _, tt := range rows {
		s.SetFault(tt.fault)
		if got := get(t, s, campaignsPath+tt.path); got != tt.want {
			t.Errorf("%s %s: body =\n%s\nwant\n%s", tt.fault, tt.path, got, tt.want)
		}
	}
}

func replaced(body string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(body)
}

// loosened is the body with what FaultLooseTypes does to every envelope.
func loosened(body string, pairs ...string) string {
	const end = `"returnDesc":null,` + extraText + `}`
	return replaced(body, append(pairs, `"returnDesc":""}`, end, `"returnDesc":"ok"}`, end)...)
}

// TestCampaignListFaults covers what the faults that change fields do to lists.
func TestCampaignListFaults(t *testing.T) {
	const (
		all   = "40?status=0&deviceType=0&curPage=2&rowsPerPage=2"
		head  = `"curPage":2,"totalSize":3,"rowsPerPage":2`
		none  = `"curPage":2,"totalSize":0,"rowsPerPage":2`
		biz   = "40/queryBusinessResults?pageSize=1&pageNum=2"
		stats = "40/failcategorystatistics?campaignId=7&startDate=2023-09-27&endDate=2023-09-27"
		today = `{"statDate":"2023-09-27","failData":{"00001":10,"00145":2}}`
	)
	checkFaults(t, []faultBody{
		{FaultNotFound, all, list(none, "")},
		{FaultNotFoundGone, all, replaced(list(none, ""), `"totalSize":0,`, "", `"data":[],`, "")},
		{FaultNotFoundCode, all, errorBody("02000007", "Incorrect parameter value. [vdnId]")},
		{FaultWrongTypes, all, list(`"curPage":2,"totalSize":{},"rowsPerPage":2`, replaced(small9, `:9`, `:40.5`, `:4,`,
			`:40.5,`))},
		{FaultLooseTypes, all, loosened(list(`"curPage":2,"totalSize":"3","rowsPerPage":2`,
			replaced(small9, `:9`, `:"9"`, `:4,`, `:"4",`, `:5,`, `:"5",`)))},
		{FaultWrongResult, all, list(head, replaced(small9, `:9`, `:10`))},

		{FaultNotFound, biz, envelope(`"totalCount":0,"data":[]`, "ok")},
		{FaultNotFoundCode, biz, errorBody("02000007", "Incorrect parameter value. [vdnId]")},
		{FaultLooseTypes, biz, loosened(envelope(`"totalCount":"2","data":[`+smallNo+`]`, "ok"))},
		{FaultWrongTypes, "40/queryBusinessResults?pageSize=1&pageNum=1", envelope(`"totalCount":{},"data":[`+
			replaced(smallYes, `"A"`, `{"code":"A"}`, `"A-1"`, `{"code":"A-1"}`)+`]`, "ok")},

		{FaultNotFound, stats, statistics("")},
		{FaultNotFoundGone, stats, replaced(envelope("", ""), `,,`, `,`)},
		{FaultNotFoundCode, stats, errorBody("0200007", "The campaign does not exist.")},
		{FaultWrongTypes, stats, statistics(replaced(today, `{"00001":10,"00145":2}`, `["not an ID"]`))},
		{FaultLooseTypes, stats, loosened(statistics(replaced(today, `:10`, `:"10"`, `:2}`, `:"2"}`)))},
	})
}

// TestCampaignFaults covers what they do to a campaign, a policy and a call.
func TestCampaignFaults(t *testing.T) {
	const (
		policy = "40/retryPolicy/7"
		call   = "40/callresultdetail/17-1"
	)
	checkFaults(t, []faultBody{
		{FaultNotFound, "40/7", envelope(`"returnObject":null`, "")},
		{FaultNotFoundGone, "40/7", replaced(envelope("", ""), `,,`, `,`)},
		{FaultNotFoundEmpty, "40/7", envelope(`"returnObject":{}`, "")},
		{FaultNotFoundCode, "40/7", errorBody("0200007", "The campaign does not exist.")},
		{FaultWrongTypes, "40/7", envelope(replaced(smallCampaign, `:7,`, `:40.5,`, `"status":2`, `"status":40.5`), "")},
		{FaultLooseTypes, "40/7", loosened(envelope(replaced(smallCampaign, `:7,`, `:"7",`, `"status":2`, `"status":"2"`,
			`"deviceType":2`, `"deviceType":"2"`, `"previewParam":null}}`, `"previewParam":null},`+extraText+`}`), ""))},
		{FaultWrongResult, "40/7", envelope(replaced(smallCampaign, `:7,`, `:8,`), "")},

		{FaultNotFound, policy, envelope(`"data":null`, "")},
		{FaultNotFoundEmpty, policy, envelope(`"data":{}`, "")},
		{FaultNotFoundCode, policy, errorBody("0200-01", "The campaign does not exist.")},
		{FaultWrongTypes, policy, envelope(replaced(smallPolicy, `:0,`, `:40.5,`), "")},
		{FaultLooseTypes, policy, loosened(envelope(replaced(smallPolicy, `:0,`, `:"0",`, `null}`, `null,`+extraText+`}`),
			""))},
		{FaultPolicyJSON, policy, envelope(replaced(smallPolicy, `"{\"type\":0}"`, `{"type":0}`), "")},
		{FaultPolicyQuotes, policy, envelope(replaced(smallPolicy, `\"`, `'`), "")},
		{FaultPolicyCut, policy, envelope(replaced(smallPolicy, `"{\"type\":0}"`, `"{\"typ"`, `001,002`, `001`), "")},
		{FaultPolicyGone, policy, envelope(`"data":{"retryPolicyId":"71","policyType":0}`, "")},
		{FaultPolicyGone, "40/retryPolicy/9", envelope(`"data":null`, "")},
		{FaultPolicyGone, "40/7", envelope(smallCampaign, "")},

		{FaultNotFound, call, envelope(`"data":null`, "")},
		{FaultNotFoundEmpty, call, envelope(`"data":{}`, "")},
		{FaultNotFoundCode, call, errorBody("02000007", "Incorrect parameter value. [callId]")},
		{FaultWrongTypes, call, envelope(replaced(smallCall, `:6,`, `:40.5,`, `"0"`, `{"code":"0"}`, `:40,`, `:40.5,`), "")},
		{FaultLooseTypes, call, loosened(envelope(replaced(smallCall, `:6,`, `:"6",`, `:40,`, `:"40",`, `"note"}`,
			`"note",`+extraText+`}`), ""))},
		{FaultWrongResult, call, envelope(replaced(smallCall, `"17-1"`, `"17-10"`), "")},
		{"code=0200-01", call, errorBody("0200-01", "Error 0200-01.")},
	})
}

func TestPolicyFaults(t *testing.T) {
	want := []Fault{FaultPolicyJSON, FaultPolicyQuotes, FaultPolicyCut, FaultPolicyGone}
	if got := PolicyFaults(); !slices.Equal(got, want) {
		t.Errorf("PolicyFaults = %q, want %q", got, want)
	}
	for _, f := range slices.Concat(want, ListFaults()) {
		if got, err := ParseFault(string(f)); got != f || err != nil {
			t.Errorf("ParseFault(%q) = %q, %v", f, got, err)
		}
		if slices.Contains(Faults(), f) {
			t.Errorf("Faults has %q", f)
		}
	}
}

// TestOwnFaults checks that a campaign's fault is that of all three operations
// about it, and a call's that of the call.
func TestOwnFaults(t *testing.T) {
	data := smallCampaigns()
	data.VDNs[0].Campaigns[1].Fault = FaultStatus503
	data.VDNs[0].Calls[1].Fault = FaultStatus500
	s := NewServer(t, Options{Data: data})
	for _, tt := range []struct {
		path   string
		status int
	}{
		{"40/7", 200}, {"40/8", 503}, {"40/retryPolicy/8", 503}, {"40/failcategorystatistics?campaignId=8", 503},
		{"40/failcategorystatistics?campaignId=7", 200}, {"40?status=0&deviceType=0&curPage=1&rowsPerPage=9", 200},
		{"40/callresultdetail/17-1", 200}, {"40/callresultdetail/17-2", 500},
	} {
		if resp, _ := do(t, s, newGet(t, s, campaignsPath+tt.path)); resp.StatusCode != tt.status {
			t.Errorf("%s: status %d, want %d", tt.path, resp.StatusCode, tt.status)
		}
	}
}
