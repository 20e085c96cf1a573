package isalestest

import (
	"strconv"
	"strings"
)

// sampleCampaigns40 has a campaign with a global policy whose list of results not
// to retry differs from what the codes advise (004 agrees; 003 is listed though
// its codes are temporary; 010 has codes of both sorts; B99 is no result of the
// VDN; 007 and 019 are missing), one with a policy by number type, and one
// without a policy.
func sampleCampaigns40() []Campaign {
	return []Campaign{
		{
			ID: "7001", Name: "演示: 到期提醒 (renewal reminder)", Description: "SAMPLE DATA",
			Status: 2, DeviceType: 2, Begin: "2024-05-01 9:05:00", End: "2034-05-31 18:00:00",
			CallerNo: "10000", MaxAlertingTime: 30, SkillQueue: "演示队列",
			CallBackURL: "https://callback.example.invalid/isales/7001",
			Policy: &RetryPolicy{
				ID: "20240501090500700101", Type: 0,
				Policy:  `{"dataType":"","type":0,"retryDay":3,"retryTimes":2,"policy":""}`,
				NoRetry: "003,004,010,B99",
				Business: `[{"busiResultCode":"A1","busiResultSubCode":"A1-1","busiResultPolicy":2,"callInterval":600},` +
					`{"busiResultCode":"B1","busiResultSubCode":"","busiResultPolicy":0}]`,
			},
			Failures: sampleFailures(),
		},
		{
			ID: "7002", Name: "演示: 满意度回访 (satisfaction survey)",
			Description: `<script>alert(1)</script> & "quotes"`,
			Status:      3, DeviceType: 5, Begin: "2024-05-01", End: "2024-05-31",
			CallerNo: []object{
				{{"accessCode", "10000"}, {"priority", 1}},
				{{"accessCode", "10001"}, {"priority", 2}},
			},
			MaxAlertingTime: 45, SkillQueue: "演示队列 2",
			CallBackURL: "https://callback.example.invalid/isales/7002",
			Policy: &RetryPolicy{
				ID: "20240501090500700202", Type: 1,
				Policy: "[{'dataType':'AB','type':1,'policy':[{'result':4,'retryNumber':2,'callInterval':300}]}," +
					"{'dataType':'C-2','type':0,'retryDay':'2','retryTimes':'1'}]",
				NoRetry: "", Business: "",
			},
			Failures: []map[string]int{{"00145": 12, "00603": 3}, nil, {"00145": 9}},
		},
		{
			ID: "7003", Name: "演示: 无重呼策略 (no retry policy)",
			Status: 4, DeviceType: 3, Begin: "2024-06-30 18:00:00", End: "2024-06-01 09:00:00",
			CallerNo: "", MaxAlertingTime: 60,
		},
	}
}

// sampleCampaigns41 has campaigns that show what the product does when something
// goes wrong.
func sampleCampaigns41() []Campaign {
	campaigns := []Campaign{
		{ID: "8001", Name: "演示 8001: 策略无法解析 (policy cannot be read)", Fault: FaultPolicyCut},
		{ID: "8002", Name: "演示 8002: 策略字段缺失 (policy fields absent)", Fault: FaultPolicyGone},
		{ID: "8003", Name: "演示 8003: 服务不可用 (unavailable, 503)", Fault: FaultStatus503},
		{ID: "8004", Name: "演示 8004: 查无此活动 (listed, but not found)", Fault: FaultNotFoundCode},
		{ID: "8005", Name: "演示 8005: 回答缓慢 (slow answer, 2 s)", Fault: "slow=2s"},
	}
	for i := range campaigns {
		k := &campaigns[i]
		k.Status, k.DeviceType, k.Begin, k.End = 2, 2, "2024-05-01 09:00:00", "2034-05-31 18:00:00"
		k.CallerNo, k.MaxAlertingTime, k.SkillQueue = "10000", 30, "Queue"
		k.Policy = &RetryPolicy{
			ID:      "2024050109050080010" + strconv.Itoa(i),
			Policy:  `{"type":0,"retryDay":1,"retryTimes":3}`,
			NoRetry: `["E01","E02"]`, Business: "[]",
		}
	}
	return campaigns
}

// sampleFailureCodes are mapped codes, then codes that no result of VDN 40 maps:
// documented ones, ones without a text in any document, and one that nothing
// knows.
var sampleFailureCodes = strings.Fields("00145 00146 00603 00208 00129 00604 00605 34608 00263 " +
	"00262 01046 01119 01153 01169 08888")

// sampleFailures is 30 days; there are no calls every seventh day. Later codes
// are rarer.
func sampleFailures() []map[string]int {
	days := make([]map[string]int, 30)
	for ago := range days {
		if ago%7 == 3 {
			continue
		}
		days[ago] = map[string]int{}
		for i, code := range sampleFailureCodes {
			if n := (150-ago)/(i+1) - 9 + (ago*5+i*3)%7; n > 0 {
				days[ago][code] = n
			}
		}
	}
	return days
}

// sampleBusinessResults are in VDN 40.
func sampleBusinessResults() []BusinessResult {
	return []BusinessResult{
		{Name: "有意向 (interested)", Code: "A1", Children: []BusinessResult{
			{Name: "稍后联系 (call later)", Code: "A1-1"},
			{Name: "已办理 (done)", Code: "A1-2"},
		}},
		{Name: "无意向 (not interested)", Code: "B1"},
		{Name: "未定义编码 (defined without a code)", Children: []BusinessResult{{Name: "其他 (other)"}}},
	}
}

// sampleCalls are in VDN 40. Whatever is about a customer in them is made up and
// looks it.
func sampleCalls() []Call {
	calls := []Call{
		{ID: "1700000000-1001", Status: 6, FailCode: "0", Code: "013",
			Ack: "2024-05-06 09:15:02", Begin: "2024-05-06 9:15:10", End: "2024-05-06 09:17:40"},
		{ID: "1700000000-1002", Status: 5, FailCode: "00145", Code: "001",
			Ack: "2024-05-06 09:16:00", End: "2024-05-06 09:16:05"},
		// Today 00208 is mapped to 005.
		{ID: "1700000000-1003", Status: "5", FailCode: "00208", Code: "007", End: "2024-05-06 09:16:30"},
		{ID: "1700000000-1004", Status: 5, FailCode: "01119", Code: "", End: "2024-05-06 09:17:00"},
		{ID: "1700000000-1005", Status: 5, FailCode: "00603", Code: "003", Fault: FaultStatus503},
	}
	for i := range calls {
		n := strconv.Itoa(i + 1)
		calls[i].Called = "0000000000" + n
		calls[i].RecordPath = "https://records.example.invalid/0000" + n + ".wav?AccessKeyId=FAKEKEY0000" + n +
			"&Signature=FAKESIGNATURE0000" + n
		calls[i].SessionID = "FAKESESSION0000" + n
		calls[i].CustomField = "made-up customer note 0000" + n
	}
	return calls
}
