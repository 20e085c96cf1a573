package isalestest

import (
	"encoding/json"
	"strconv"
)

// campaigns is campaigns.md, 1.
func (c *call) campaigns() object {
	query := c.r.URL.Query()
	// 0 is no filter.
	passes := func(filter string, value int) bool {
		n, _ := strconv.Atoi(query.Get(filter))
		return n == 0 || n == value
	}
	var found []object
	skill, ivr := 0, 0
	for _, k := range c.store.vdn(c.req.VDNID).Campaigns {
		if onSkillQueue(k.DeviceType) {
			skill++
		} else {
			ivr++
		}
		if passes("status", k.Status) && passes("deviceType", k.DeviceType) {
			found = append(found, object{
				{"id", json.Number(k.ID)},
				{"name", k.Name},
				{"status", k.Status},
				{"strBeginTime", k.Begin},
				{"strEndTime", k.End},
				{"deviceType", k.DeviceType},
				{"callerNo", k.CallerNo},
			})
		}
	}
	p := c.page("rowsPerPage", "curPage")
	from, to := p.bounds(len(found))
	return success("", member{"curPage", p.number}, member{"totalSize", len(found)}, member{"rowsPerPage", p.size},
		member{"data", found[from:to]}, member{"curSkillQueueCount", skill}, member{"curIvrCount", ivr})
}

func onSkillQueue(deviceType int) bool {
	return deviceType == 2 || deviceType == 5 || deviceType == 6
}
