package platform

import "isales-console/isales"

// What is read of campaigns weighs about so many bytes. 512 is for the fields of fixed
// size, the key and the place in the cache.

func (l campaignList) weight() int {
	weight := 512
	for i := range l.campaigns {
		weight += listedWeight(&l.campaigns[i])
	}
	return weight
}

func listedWeight(c *isales.ListedCampaign) int {
	weight := 256 + len(c.Name) + len(c.Begin) + len(c.End)
	for _, number := range c.CallerNumbers {
		weight += 16 + len(number)
	}
	return weight
}

func campaignWeight(c *isales.Campaign) int {
	if c == nil {
		return 512
	}
	return 1024 + listedWeight(&c.ListedCampaign) + len(c.Description) + 64*(len(c.Workdays)+len(c.Holidays))
}

// policyWeight is that of the texts, and of what was decoded from them.
func policyWeight(p isales.RetryPolicy) int {
	weight := 512 + len(p.RawRules.Text) + len(p.RawNoRetry.Text) + len(p.RawBusiness.Text)
	for _, rule := range p.Rules {
		weight += 80 + 40*len(rule.ByResult)
	}
	return weight + 24*len(p.NoRetry) + 80*len(p.Business)
}

func (l *PolicyList) weight() int {
	weight := 512
	for i := range l.Campaigns {
		weight += listedWeight(&l.Campaigns[i].ListedCampaign) + policyWeight(l.Campaigns[i].Policy)
	}
	return weight
}

func businessWeight(list []isales.BusinessResult) int {
	weight := 512
	for _, b := range list {
		weight += 128 + len(b.Name) + len(b.Code)
		for _, child := range b.Children {
			weight += 64 + len(child.Name) + len(child.Code)
		}
	}
	return weight
}

func failuresWeight(days []isales.DayFailures) int {
	weight := 512
	for _, day := range days {
		weight += 256 + 64*len(day.Counts)
	}
	return weight
}
