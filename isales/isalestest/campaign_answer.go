package isalestest

import (
	"encoding/json"
	"slices"
	"time"
)

// The two ways to say that a campaign does not exist (campaigns.md, "Errors").
var (
	noCampaign       = &apiError{"0200007", "The campaign does not exist."}
	noPolicyCampaign = &apiError{"0200-01", "The campaign does not exist."}
)

// campaign is campaigns.md, 2.
func (c *call) campaign() object {
	k := c.store.campaign(c.req.VDNID, c.req.CampaignID)
	if k == nil {
		return noCampaign.object()
	}
	ivr, skill := any(object{}), any(nil)
	if onSkillQueue(k.DeviceType) {
		ivr, skill = nil, object{
			{"skillId", 3},
			{"skillName", k.SkillQueue},
			{"outBoundType", 2},
			{"predictParam", nil},
			{"previewParam", nil},
		}
	}
	return success("", member{"returnObject", object{
		{"id", json.Number(k.ID)},
		{"name", k.Name},
		{"description", orNull(k.Description)},
		{"status", k.Status},
		{"strBeginTime", k.Begin},
		{"strEndTime", k.End},
		{"deviceType", k.DeviceType},
		{"callerNo", k.CallerNo},
		{"maxAlertingTime", k.MaxAlertingTime},
		{"callBackUrl", k.CallBackURL},
		{"scheduleParam", object{
			{"workdayBeginTime1", "09:00"}, {"workdayEndTime1", "12:00"},
			{"workdayBeginTime2", "13:30"}, {"workdayEndTime2", "18:00"},
			{"workdayBeginTime3", nil}, {"workdayEndTime3", nil},
			{"holidayBeginTime1", ""}, {"holidayEndTime1", ""},
		}},
		{"ivrParam", ivr},
		{"skillParam", skill},
	}})
}

// policy is campaigns.md, 3.
func (c *call) policy() object {
	k := c.store.campaign(c.req.VDNID, c.req.CampaignID)
	switch {
	case k == nil:
		return noPolicyCampaign.object()
	case k.Policy == nil:
		return success("", member{"data", nil})
	}
	data := object{{"retryPolicyId", k.Policy.ID}, {"policyType", k.Policy.Type}}
	for i, value := range []any{k.Policy.Policy, k.Policy.NoRetry, k.Policy.Business} {
		if value != nil {
			data = append(data, member{policyFields[i], value})
		}
	}
	return success("", member{"data", data})
}

// business is campaigns.md, 5.
func (c *call) business() object {
	all := c.store.vdn(c.req.VDNID).BusinessResults
	from, to := c.page("pageSize", "pageNum").bounds(len(all))
	rows := []object{}
	for _, parent := range all[from:to] {
		children := []object{}
		for _, child := range parent.Children {
			children = append(children, businessObject(child, "2"))
		}
		rows = append(rows, append(businessObject(parent, "1"), member{"children", children}))
	}
	return success("ok", member{"totalCount", len(all)}, member{"data", rows})
}

// businessObject leaves an empty code out, as a result that was defined without
// one.
func businessObject(b BusinessResult, level string) object {
	o := object{{"name", b.Name}}
	if b.Code != "" {
		o = append(o, member{"code", b.Code})
	}
	return append(o, member{"defLevel", level})
}

// statistics is campaigns.md, 6. Without dates it answers for the last 30 days.
func (c *call) statistics() object {
	k := c.store.campaign(c.req.VDNID, c.req.CampaignID)
	if k == nil {
		return newAPIError(codeParameter, "campaignId").object()
	}
	query := c.r.URL.Query()
	start, end := query.Get("startDate"), query.Get("endDate")
	today := c.now()
	if start == "" {
		start, end = today.AddDate(0, 0, 1-maxStatisticDays).Format(time.DateOnly), today.Format(time.DateOnly)
	}
	rows := []object{}
	for ago, counts := range slices.Backward(k.Failures) {
		date := today.AddDate(0, 0, -ago).Format(time.DateOnly)
		if len(counts) > 0 && start <= date && date <= end {
			rows = append(rows, object{{"statDate", date}, {"failData", counts}})
		}
	}
	return success("", member{"data", rows})
}

// callResult is campaigns.md, 8.
func (c *call) callResult() object {
	found := c.store.call(c.req.VDNID, c.req.CallID)
	if found == nil {
		return success("", member{"data", nil})
	}
	return success("", member{"data", object{
		{"callStatus", found.Status},
		{"failCode", found.FailCode},
		{"resultCode", found.Code},
		{"ackBeginTime", orNull(found.Ack)},
		{"callBeginTime", orNull(found.Begin)},
		{"callEndTime", orNull(found.End)},
		{"vdnId", c.vdnID()},
		{"callId", found.ID},
		{"called", found.Called},
		{"recordPath", found.RecordPath},
		{"sessionId", found.SessionID},
		{"customField", found.CustomField},
	}})
}

// orNull returns nil for an empty text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
