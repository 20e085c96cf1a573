package isalestest

import "strconv"

// Generate returns a VDN of any size, the same for the same arguments: so many
// results with so many mappings each, all IDs distinct, the dictionary of VDN 40
// of [Sample]. Every tenth code of the dictionary is mapped by no result; the
// last code of a result that has several is also the first of the next one.
func Generate(vdnID, results, mappings int) *Data {
	codes := sampleCodes()
	var mapped []Code
	for i, c := range codes {
		if i%10 != 9 {
			mapped = append(mapped, c)
		}
	}
	vdn := VDN{ID: vdnID, Codes: codes, Results: make([]Result, 0, results)}
	step := max(mappings-1, 1)
	for i := range results {
		r := Result{
			DefID:         strconv.Itoa(1500000001 + i),
			DisplayResult: "生成的结果 " + strconv.Itoa(i+1) + " (generated)",
			Code:          "g" + strconv.FormatInt(int64(i), 36),
			Mappings:      make([]Mapping, 0, mappings),
		}
		for j := range mappings {
			r.Mappings = append(r.Mappings, Mapping{
				MapID:    strconv.Itoa(1700000001 + i*mappings + j),
				FailCode: mapped[(i*step+j)%len(mapped)].Code,
			})
		}
		vdn.Results = append(vdn.Results, r)
	}
	return &Data{VDNs: []VDN{vdn}}
}

// GenerateCampaigns returns n campaigns, the same for the same n, with the IDs
// 600001, 600002 and so on. Their retry policies take turns in five forms: a list
// of results not to retry joined by commas, the same as JSON in a string, by
// number type in single quotes, text that is not JSON, and no policy. The results
// that are listed are those of [Generate], "g0" to "g9".
func GenerateCampaigns(n int) []Campaign {
	policies := []*RetryPolicy{
		{ID: "1", Policy: `{"type":0,"retryDay":1,"retryTimes":3}`, NoRetry: "g1,g3", Business: ""},
		{ID: "2", Policy: `[{"type":0,"retryDay":2,"retryTimes":2}]`, NoRetry: `["g0","g2"]`, Business: "[]"},
		{ID: "3", Type: 1, Policy: "[{'dataType':'AB','type':1,'policy':[{'result':4,'retryNumber':2,'callInterval':300}]}]"},
		{ID: "4", Policy: "{cut", NoRetry: "g9", Business: "[cut"},
		nil,
	}
	deviceTypes := []int{1, 2, 3, 5, 6}
	campaigns := make([]Campaign, 0, n)
	for i := range n {
		campaigns = append(campaigns, Campaign{
			ID:         strconv.Itoa(600001 + i),
			Name:       "生成的活动 " + strconv.Itoa(i+1) + " (generated)",
			Status:     2 + i%3,
			DeviceType: deviceTypes[i/3%5],
			Begin:      "2024-05-01 09:00:00", End: "2034-05-31 18:00:00",
			CallerNo: "10000", MaxAlertingTime: 30, SkillQueue: "Queue",
			Policy: policies[i%5],
		})
	}
	return campaigns
}
