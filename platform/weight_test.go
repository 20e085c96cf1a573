package platform

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

// listOf has n entries, each of its own.
func listOf[E any](n int, entry func(i int) E) (all []E) {
	for i := range n {
		all = append(all, entry(i))
	}
	return all
}

func someCampaign(i int) isales.ListedCampaign {
	return isales.ListedCampaign{ID: fmt.Sprint(7000 + i), Name: fmt.Sprintf("%040d", i), Begin: fmt.Sprintf("%019d", i),
		End: fmt.Sprintf("%019d", i), CallerNumbers: listOf(5, func(i int) string { return fmt.Sprintf("%012d", i) })}
}

func somePolicy(i int) isales.RetryPolicy {
	return isales.RetryPolicy{RawRules: isales.RawField{Text: strings.Repeat("r", 12000+i)},
		Rules: listOf(30, func(i int) isales.RetryRule {
			return isales.RetryRule{NumberType: fmt.Sprint("A", i), ByResult: listOf(8, func(i int) isales.ResultRule {
				return isales.ResultRule{Result: fmt.Sprint("4", i)}
			})}
		}),
		NoRetry: listOf(200, func(i int) string { return fmt.Sprintf("%03d", i) }),
		Business: listOf(50, func(i int) isales.BusinessRule {
			return isales.BusinessRule{Code: fmt.Sprint("B", i), SubCode: fmt.Sprint("C", i)}
		})}
}

func someResult(children int) func(i int) isales.BusinessResult {
	return func(i int) isales.BusinessResult {
		b := isales.BusinessResult{Name: fmt.Sprintf("%020d", i), Code: fmt.Sprint("B", i)}
		if children > 0 {
			b.Children = listOf(children, someResult(0))
		}
		return b
	}
}

func someFailures(i int) isales.DayFailures {
	d := isales.DayFailures{Date: fmt.Sprint("2026-11-", i), Counts: map[string]int{}}
	for i := range 40 {
		d.Counts[fmt.Sprintf("%05d", i)] = i
	}
	return d
}

// TestWeights: what is kept weighs from half to twice of what it takes in memory.
func TestWeights(t *testing.T) {
	tests := map[string]func(i int) (value any, weight int){
		"campaigns": func(int) (any, int) {
			l := campaignList{campaigns: listOf(100, someCampaign)}
			return l, l.weight()
		},
		"campaign": func(i int) (any, int) {
			c := &isales.Campaign{ListedCampaign: someCampaign(i), Description: strings.Repeat("d", 2000+i%10),
				Workdays: listOf(30, func(i int) isales.Period { return isales.Period{Begin: fmt.Sprintf("%08d", i)} })}
			return c, campaignWeight(c)
		},
		"policies": func(int) (any, int) {
			l := &PolicyList{Campaigns: listOf(20, func(i int) catalog.CampaignPolicy {
				return catalog.CampaignPolicy{ListedCampaign: someCampaign(i), Policy: somePolicy(i)}
			})}
			return l, l.weight()
		},
		"business results": func(int) (any, int) {
			l := listOf(50, someResult(4))
			return l, businessWeight(l)
		},
		"failures": func(int) (any, int) {
			l := listOf(30, someFailures)
			return l, failuresWeight(l)
		},
	}
	heap := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what the first has only swept
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	for name, one := range tests {
		_, weight := one(0)
		values := make([]any, max(4, 4<<20/weight)) // so many that other memory does not count
		before := heap()
		for i := range values {
			values[i], _ = one(i)
		}
		takes := (heap() - before) / len(values)
		runtime.KeepAlive(values)
		if t.Logf("%s: weighs %d, takes %d bytes", name, weight, takes); weight < takes/2 || weight > 2*takes {
			t.Errorf("%s: weighs %d, takes %d bytes", name, weight, takes)
		}
	}
}
