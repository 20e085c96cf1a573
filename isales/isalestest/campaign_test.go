package isalestest

import (
	"encoding/json"
	"strings"
	"testing"
)

// smallCampaigns has so few fields that whole bodies can be written down.
func smallCampaigns() *Data {
	return &Data{VDNs: []VDN{{
		ID: 40,
		Campaigns: []Campaign{
			{ID: "7", Name: "一 one", Description: "d", Status: 2, DeviceType: 2, Begin: "2024-05-01 9:05:00",
				End:      "2024-05-31 18:00:00",
				CallerNo: "10000", MaxAlertingTime: 30, SkillQueue: "Q", CallBackURL: "https://callback.example.invalid/7",
				Policy: &RetryPolicy{ID: "71", Policy: `{"type":0}`, NoRetry: "001,002", Business: json.RawMessage("null")},
				Failures: []map[string]int{
					{"00145": 2, "00001": 10}, nil, {"01119": 3}, 29: {"00145": 1}, 30: {"00145": 4},
				}},
			{ID: "8", Name: "two", Status: 3, DeviceType: 1, Begin: "2024-05-02", End: "soon", CallerNo: nil,
				Policy: &RetryPolicy{ID: "81", Type: 1, Policy: "['x']"}},
			{ID: "9", Name: "three", Status: 4, DeviceType: 5, Begin: "2024-06-01 00:00:00", End: "2024-06-02", CallerNo: ""},
		},
		BusinessResults: []BusinessResult{
			{Name: "Yes", Code: "A", Children: []BusinessResult{{Name: "Later", Code: "A-1"}, {Name: "Other"}}},
			{Name: "No"},
		},
		Calls: []Call{
			{ID: "17-1", Status: 6, FailCode: "0", Code: "013", Ack: "2024-05-06 9:15:02", Begin: "2024-05-06 09:15:10",
				End:    "2024-05-06 09:17:40",
				Called: "00000000001", RecordPath: "https://records.example.invalid/1", SessionID: "FAKESESSION1",
				CustomField: "note"},
			{ID: "17-2", Status: "5", FailCode: "00145", Code: ""},
		},
	}}}
}

// envelope returns a body with the description desc, in the order of the
// simulator.
func envelope(data, desc string) string {
	return `{"returnCode":"0200000",` + data + `,"resultCode":"0200000","resultDesc":"` + desc + `","returnDesc":"` +
		desc + `"}`
}

const (
	small7 = `{"id":7,"name":"一 one","status":2,"strBeginTime":"2024-05-01 9:05:00",` +
		`"strEndTime":"2024-05-31 18:00:00","deviceType":2,"callerNo":"10000"}`
	small8 = `{"id":8,"name":"two","status":3,"strBeginTime":"2024-05-02","strEndTime":"soon","deviceType":1,` +
		`"callerNo":null}`
	small9 = `{"id":9,"name":"three","status":4,"strBeginTime":"2024-06-01 00:00:00","strEndTime":"2024-06-02",` +
		`"deviceType":5,"callerNo":""}`

	smallSchedule = `"scheduleParam":{"workdayBeginTime1":"09:00","workdayEndTime1":"12:00",` +
		`"workdayBeginTime2":"13:30","workdayEndTime2":"18:00",` +
		`"workdayBeginTime3":null,"workdayEndTime3":null,"holidayBeginTime1":"","holidayEndTime1":""}`
	smallCampaign = `"returnObject":{"id":7,"name":"一 one","description":"d","status":2,` +
		`"strBeginTime":"2024-05-01 9:05:00",` +
		`"strEndTime":"2024-05-31 18:00:00","deviceType":2,"callerNo":"10000","maxAlertingTime":30,` +
		`"callBackUrl":"https://callback.example.invalid/7",` +
		smallSchedule + `,"ivrParam":null,"skillParam":{"skillId":3,"skillName":"Q","outBoundType":2,"predictParam":null,` +
		`"previewParam":null}}`
	smallIVR = `"returnObject":{"id":8,"name":"two","description":null,"status":3,"strBeginTime":"2024-05-02",` +
		`"strEndTime":"soon",` +
		`"deviceType":1,"callerNo":null,"maxAlertingTime":0,"callBackUrl":"",` + smallSchedule +
		`,"ivrParam":{},"skillParam":null}`
	smallPolicy = `"data":{"retryPolicyId":"71","policyType":0,"policyJson":"{\"type\":0}","noRetryPolicy":"001,002",` +
		`"busiPolicy":null}`
	smallYes = `{"name":"Yes","code":"A","defLevel":"1","children":[{"name":"Later","code":"A-1","defLevel":"2"},` +
		`{"name":"Other","defLevel":"2"}]}`
	smallNo   = `{"name":"No","defLevel":"1","children":[]}`
	smallCall = `"data":{"callStatus":6,"failCode":"0","resultCode":"013","ackBeginTime":"2024-05-06 9:15:02",` +
		`"callBeginTime":"2024-05-06 09:15:10",` +
		`"callEndTime":"2024-05-06 09:17:40","vdnId":40,"callId":"17-1","called":"00000000001",` +
		`"recordPath":"https://records.example.invalid/1",` +
		`"sessionId":"FAKESESSION1","customField":"note"}`
)

// list returns the body of a page of the campaign list.
func list(head, rows string) string {
	return envelope(head+`,"data":[`+rows+`],"curSkillQueueCount":2,"curIvrCount":1`, "")
}

// statistics returns the body of failcategorystatistics.
func statistics(rows string) string { return envelope(`"data":[`+rows+`]`, "") }

// bodyRow is a path below campaignsPath and the body of its answer.
type bodyRow struct{ path, want string }

func checkBodies(t *testing.T, rows []bodyRow) {
	t.Helper()
	s := NewServer(t, Options{Data: smallCampaigns(), Now: testClock, MaxSkew: 1 << 62})
	for _, tt := range rows {
		t.Run(tt.path, func(t *testing.T) {
			if got := get(t, s, campaignsPath+tt.path); got != tt.want {
				t.Errorf("body =\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestCampaignLists(t *testing.T) {
	const (
		all     = `40?status=0&deviceType=0&curPage=1&rowsPerPage=`
		page3   = `"curPage":1,"totalSize":3,"rowsPerPage":3`
		one100  = `"curPage":1,"totalSize":1,"rowsPerPage":100`
		none100 = `"curPage":1,"totalSize":0,"rowsPerPage":100`
	)
	checkBodies(t, []bodyRow{
		{all + "3", list(page3, small7+","+small8+","+small9)},
		{"40?status=0&deviceType=0&curPage=2&rowsPerPage=2", list(`"curPage":2,"totalSize":3,"rowsPerPage":2`, small9)},
		{"40?status=0&deviceType=0&curPage=3&rowsPerPage=2", list(`"curPage":3,"totalSize":3,"rowsPerPage":2`, "")},
		{"40?status=0&deviceType=0&curPage=0&rowsPerPage=3", list(page3, small7+","+small8+","+small9)},
		{"40?status=0&deviceType=0&curPage=-5&rowsPerPage=3", list(page3, small7+","+small8+","+small9)},
		{"40?status=3&deviceType=0&curPage=1&rowsPerPage=100", list(one100, small8)},
		{"40?status=0&deviceType=5&curPage=1&rowsPerPage=100", list(one100, small9)},
		{"40?status=2&deviceType=5&curPage=1&rowsPerPage=100", list(none100, "")},
		{"41?status=0&deviceType=0&curPage=1&rowsPerPage=100", strings.NewReplacer(`"curSkillQueueCount":2`,
			`"curSkillQueueCount":0`,
			`"curIvrCount":1`, `"curIvrCount":0`).Replace(list(none100, ""))},

		{"40/queryBusinessResults?pageSize=50&pageNum=1", envelope(`"totalCount":2,"data":[`+smallYes+","+smallNo+`]`, "ok")},
		{"40/queryBusinessResults?pageSize=1&pageNum=2", envelope(`"totalCount":2,"data":[`+smallNo+`]`, "ok")},
		{"41/queryBusinessResults?pageSize=1&pageNum=1", envelope(`"totalCount":0,"data":[]`, "ok")},
	})
}

func TestCampaignAnswers(t *testing.T) {
	const (
		today = `{"statDate":"2023-09-27","failData":{"00001":10,"00145":2}}`
		ago2  = `{"statDate":"2023-09-25","failData":{"01119":3}}`
		ago29 = `{"statDate":"2023-08-29","failData":{"00145":1}}`
		stats = "40/failcategorystatistics?campaignId="
	)
	checkBodies(t, []bodyRow{
		{"40/7", envelope(smallCampaign, "")},
		{"040/007", envelope(smallCampaign, "")},
		{"40/8", envelope(smallIVR, "")},
		{"40/10", errorBody("0200007", "The campaign does not exist.")},
		{"41/7", errorBody("0200007", "The campaign does not exist.")},
		{"40/retryPolicy/7", envelope(smallPolicy, "")},
		{"40/retryPolicy/8", envelope(`"data":{"retryPolicyId":"81","policyType":1,"policyJson":"['x']"}`, "")},
		{"40/retryPolicy/9", envelope(`"data":null`, "")},
		{"40/retryPolicy/10", errorBody("0200-01", "The campaign does not exist.")},

		{stats + "7", statistics(ago29 + "," + ago2 + "," + today)},
		{stats + "7&startDate=2023-09-25&endDate=2023-09-26", statistics(ago2)},
		{stats + "7&startDate=2023-09-26&endDate=2023-09-26", statistics("")},
		{stats + "7&startDate=2023-08-29&endDate=2023-09-27", statistics(ago29 + "," + ago2 + "," + today)},
		{stats + "8", statistics("")},
		{stats + "10", errorBody("0200001", "Parameter error. For details about the error, see resultDesc. [campaignId]")},

		{"40/callresultdetail/17-1", envelope(smallCall, "")},
		{"40/callresultdetail/17%2D1", envelope(smallCall, "")},
		{"40/callresultdetail/17-2", envelope(`"data":{"callStatus":"5","failCode":"00145","resultCode":"",`+
			`"ackBeginTime":null,"callBeginTime":null,`+
			`"callEndTime":null,"vdnId":40,"callId":"17-2","called":"","recordPath":"","sessionId":"","customField":""}`, "")},
		{"40/callresultdetail/17-3", envelope(`"data":null`, "")},
		{"41/callresultdetail/17-1", envelope(`"data":null`, "")},
	})
}

// Texts of parameter errors, before the parameter's name.
const (
	emptyText = "Empty parameter. "
	typeText  = "Incorrect parameter type. "
	valueText = "Incorrect parameter value. "
	manyText  = "The number of parameters cannot exceed the specified number. "
)

func TestCampaignListParameters(t *testing.T) {
	const all = "40?status=0&deviceType=0&curPage=1&rowsPerPage=100"
	checkBodies(t, []bodyRow{
		{"?status=0", errorBody("02000001", emptyText+"[vdnId]")},
		{"0?status=0", errorBody("02000007", valueText+"[vdnId]")},
		{"x?status=0", errorBody("02000006", typeText+"[vdnId]")},
		{"40", errorBody("02000001", emptyText+"[status]")},
		{"40?status=1", errorBody("02000007", valueText+"[status]")},
		{"40?status=a", errorBody("02000006", typeText+"[status]")},
		{"40?status=0", errorBody("02000001", emptyText+"[deviceType]")},
		{"40?status=0&deviceType=4", errorBody("02000007", valueText+"[deviceType]")},
		{"40?status=0&deviceType=0", errorBody("02000001", emptyText+"[curPage]")},
		{"40?status=0&deviceType=0&curPage=1.5", errorBody("02000006", typeText+"[curPage]")},
		{"40?status=0&deviceType=0&curPage=1", errorBody("02000001", emptyText+"[rowsPerPage]")},
		{"40?status=0&deviceType=0&curPage=1&rowsPerPage=0", errorBody("02000007", valueText+"[rowsPerPage]")},
		{"40?status=0&deviceType=0&curPage=1&rowsPerPage=101", errorBody("02000007", valueText+"[rowsPerPage]")},
		{all + "&statusV2=2", errorBody("02000011", manyText+"[statusV2]")},
		{all + "&status=0", errorBody("02000011", manyText+"[status]")},
		{"40/7?status=0", errorBody("02000011", manyText+"[status]")},
	})
}

func TestCampaignParameters(t *testing.T) {
	const stats = "40/failcategorystatistics?campaignId=7&"
	checkBodies(t, []bodyRow{
		{"40/", errorBody("02000001", emptyText+"[campaignId]")},
		{"40/0", errorBody("02000007", valueText+"[campaignId]")},
		{"40/seven", errorBody("02000006", typeText+"[campaignId]")},
		{"40/9223372036854775808", errorBody("02000007", valueText+"[campaignId]")},
		{"10000/retryPolicy/7", errorBody("02000007", valueText+"[vdnId]")},
		{"40/retryPolicy/", errorBody("02000001", emptyText+"[campaignId]")},
		{"40/retryPolicy/-1", errorBody("02000007", valueText+"[campaignId]")},

		{"40/queryBusinessResults", errorBody("0200005", emptyText+"[pageSize]")},
		{"40/queryBusinessResults?pageSize=ten&pageNum=1", errorBody("0200005", typeText+"[pageSize]")},
		{"40/queryBusinessResults?pageSize=51&pageNum=1", errorBody("0200007", valueText+"[pageSize]")},
		{"40/queryBusinessResults?pageSize=50&pageNum=0", errorBody("0200007", valueText+"[pageNum]")},

		{"40/failcategorystatistics", errorBody("02000001", emptyText+"[campaignId]")},
		{"40/failcategorystatistics?campaignId=x", errorBody("02000006", typeText+"[campaignId]")},
		{stats + "startDate=&endDate=", errorBody("02000001", emptyText+"[endDate]")},
		{stats + "startDate=2024-05-01", errorBody("0200001", "startDate and endDate must be set together.")},
		{stats + "endDate=2024-05-01", errorBody("0200001", "startDate and endDate must be set together.")},
		{stats + "startDate=20240501&endDate=2024-05-01", errorBody("0200001", "startDate must be yyyy-MM-dd.")},
		{stats + "startDate=2024-05-01&endDate=2024-5-1", errorBody("0200001", "endDate must be yyyy-MM-dd.")},
		{stats + "startDate=2024-05-02&endDate=2024-05-01", errorBody("0200001", "endDate must not be before startDate.")},
		{stats + "startDate=2024-05-01&endDate=2024-05-31", errorBody("0200001", "The range must not exceed 30 days.")},

		{"40/callresultdetail/", errorBody("02000001", emptyText+"[callId]")},
		{"40/callresultdetail/17_1", errorBody("02000007", valueText+"[callId]")},
	})
}

// TestCampaignRoutes checks what a request is recorded as.
func TestCampaignRoutes(t *testing.T) {
	s := NewServer(t, Options{Data: smallCampaigns()})
	for _, tt := range []struct {
		path string
		want Request
	}{
		{"40?status=0", Request{Operation: OperationCampaigns, VDNID: "40"}},
		{"40/7", Request{Operation: OperationCampaign, VDNID: "40", CampaignID: "7"}},
		{"40/retryPolicy/7", Request{Operation: OperationPolicy, VDNID: "40", CampaignID: "7"}},
		{"40/queryBusinessResults", Request{Operation: OperationBusiness, VDNID: "40"}},
		{"40/failcategorystatistics?campaignId=7", Request{Operation: OperationStatistics, VDNID: "40", CampaignID: "7"}},
		{"40/callresultdetail/17-1", Request{Operation: OperationCall, VDNID: "40", CallID: "17-1"}},
		{"40/retryPolicy", Request{}},
		{"40/callresultdetail", Request{}},
		{"40/7/retryPolicy", Request{}},
		{"40/statistics/7", Request{}},
	} {
		s.ResetRequests()
		resp, _ := do(t, s, newGet(t, s, campaignsPath+tt.path))
		if want := tt.want.Operation != ""; (resp.StatusCode == 200) != want {
			t.Errorf("%s: status %d", tt.path, resp.StatusCode)
		}
		got := s.Requests()[0]
		if got.Operation != tt.want.Operation || got.VDNID != tt.want.VDNID || got.DefID != "" ||
			got.CampaignID != tt.want.CampaignID || got.CallID != tt.want.CallID {
			t.Errorf("%s: recorded %q, VDN %q, defId %q, campaign %q, call %q", tt.path,
				got.Operation, got.VDNID, got.DefID, got.CampaignID, got.CallID)
		}
	}
}

// TestCampaignsAreSigned checks that the new operations refuse a bad signature,
// also one of another query.
func TestCampaignsAreSigned(t *testing.T) {
	s := NewServer(t, Options{Data: smallCampaigns()})
	for _, path := range []string{
		"40?status=0&deviceType=0&curPage=1&rowsPerPage=100", "40/7", "40/retryPolicy/7",
		"40/queryBusinessResults?pageSize=1&pageNum=1", "40/failcategorystatistics?campaignId=7", "40/callresultdetail/17-1",
	} {
		r := newGet(t, s, campaignsPath+path)
		r.URL.RawQuery += "&x=1"
		if resp, body := do(t, s, r); resp.StatusCode != 401 || body != "" {
			t.Errorf("%s: status %d, body %q", path, resp.StatusCode, body)
		}
	}
}
