package platform

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
)

// RetryPolicy answers at once; fail makes it fail.
func (s *slowCampaigns) RetryPolicy(context.Context, int, int64, isales.Language) (isales.RetryPolicy, error) {
	if s.failPolicy.Load() {
		return isales.RetryPolicy{}, &isales.StatusError{StatusCode: 500}
	}
	return isales.RetryPolicy{ID: "p"}, nil
}

// TestPoliciesAreShared: simultaneous readers share a reading; what is complete holds
// for a minute, and is shown for an hour where nobody asks for it; a reading that
// everybody has left ends, and what failed is read again.
func TestPoliciesAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowCampaigns{}
		c := must(NewCampaigns(source, time.Now))
		read := func(l isales.Language) *PolicyList {
			r := c.JoinPolicies(t.Context(), 40, l)
			defer r.Leave()
			return must(r.Wait(t.Context()))
		}
		type state struct {
			Readings int32
			Held     int // campaigns; -1 for nothing
			Complete bool
		}
		var got []state
		note := func() {
			held := c.HeldPolicies(40)
			if held == nil {
				got = append(got, state{source.times.Load(), -1, false})
				return
			}
			got = append(got, state{source.times.Load(), len(held.Campaigns), held.Complete()})
		}
		note() // nothing yet
		c.JoinPolicies(t.Context(), 40, isales.English).Leave()
		synctest.Wait()
		note() // abandoned
		time.Sleep(time.Minute)
		go read(isales.English)
		read(isales.Chinese)
		note() // read once for both
		time.Sleep(58 * time.Second)
		read(isales.English)
		note() // still fresh
		source.failPolicy.Store(true)
		time.Sleep(time.Minute)
		read(isales.English)
		note() // read again, a policy failed
		source.failPolicy.Store(false)
		read(isales.English)
		note() // the failed one was read, the list was still kept
		time.Sleep(policiesKept - 2*time.Second)
		note() // old, but shown
		time.Sleep(2 * time.Second)
		note() // too old
		want := []state{{0, -1, false}, {1, -1, false}, {2, 1, true}, {2, 1, true}, {3, 1, false}, {3, 1, true},
			{3, 1, true}, {3, -1, false}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}
