package isalestest

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// campaigns is campaigns.md, 1.
func (c *call) campaigns() object {
	query := c.r.URL.Query()
	var found []*Campaign
	skill, ivr := 0, 0
	all := c.store.vdn(c.req.VDNID).Campaigns
	for i := range all {
		if onSkillQueue(all[i].DeviceType) {
			skill++
		} else {
			ivr++
		}
		if all[i].matches(query) {
			found = append(found, &all[i])
		}
	}
	size, _ := strconv.Atoi(query.Get("rowsPerPage"))
	number, _ := strconv.Atoi(query.Get("curPage"))
	p := page{size, max(number, 1)}
	from, to := p.bounds(len(found))
	rows := []object{}
	for _, campaign := range found[from:to] {
		rows = append(rows, object{
			{"id", json.Number(campaign.ID)},
			{"name", campaign.Name},
			{"status", campaign.Status},
			{"strBeginTime", campaign.Begin},
			{"strEndTime", campaign.End},
			{"deviceType", campaign.DeviceType},
			{"callerNo", campaign.CallerNo},
		})
	}
	return success("",
		member{"curPage", p.number}, member{"totalSize", len(found)}, member{"rowsPerPage", p.size}, member{"data", rows},
		member{"curSkillQueueCount", skill}, member{"curIvrCount", ivr})
}

func onSkillQueue(deviceType int) bool {
	return deviceType == 2 || deviceType == 5 || deviceType == 6
}

// matches applies the list's filters, 0 and empty ones being none. A campaign
// whose own time cannot be read passes the filters by time.
func (k *Campaign) matches(query url.Values) bool {
	is := func(filter string, value int) bool { return filter == "0" || filter == strconv.Itoa(value) }
	inTime := func(filter, own string, sign int) bool {
		limit, ok := readTime(filter)
		at, ownOK := readTime(own)
		return !ok || !ownOK || at.Compare(limit) != sign
	}
	return is(canonicalInt(query.Get("status")), k.Status) &&
		is(canonicalInt(query.Get("deviceType")), k.DeviceType) &&
		strings.Contains(k.Name, query.Get("name")) &&
		inTime(query.Get("beginTime"), k.Begin, -1) &&
		inTime(query.Get("endTime"), k.End, 1)
}

func readTime(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
