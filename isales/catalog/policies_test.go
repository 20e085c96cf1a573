package catalog_test

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/isales/isalestest"
)

// fakeCampaigns lists IDs and answers after a latency. Policies whose campaign ID
// ends in 9 fail.
type fakeCampaigns struct {
	ids     []string
	listErr error
	latency time.Duration

	mu             sync.Mutex
	asked          int
	inFlight, most int
}

var errNine = errors.New("ends in 9")

func (f *fakeCampaigns) ListCampaigns(ctx context.Context, _ int) iter.Seq2[isales.ListedCampaign, error] {
	return func(yield func(isales.ListedCampaign, error) bool) {
		time.Sleep(f.latency)
		for _, id := range f.ids {
			if !yield(isales.ListedCampaign{ID: id}, nil) {
				return
			}
		}
		if f.listErr != nil {
			yield(isales.ListedCampaign{}, f.listErr)
		}
	}
}

func (f *fakeCampaigns) RetryPolicy(ctx context.Context, _ int, id int64) (isales.RetryPolicy, error) {
	f.count(1)
	defer f.count(-1)
	select {
	case <-time.After(f.latency):
	case <-ctx.Done():
		return isales.RetryPolicy{}, ctx.Err()
	}
	if id%10 == 9 {
		return isales.RetryPolicy{}, errNine
	}
	return isales.RetryPolicy{ID: "of " + strconv.FormatInt(id, 10)}, nil
}

func (f *fakeCampaigns) count(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked += max(n, 0)
	f.inFlight += n
	f.most = max(f.most, f.inFlight)
}

func TestReadPoliciesIsConcurrentAndBounded(t *testing.T) {
	for _, tt := range []struct {
		concurrency, most int
		took              time.Duration // the first 50 ms are the list's
	}{
		{0, 10, 1050 * time.Millisecond},
		{10, 10, 1050 * time.Millisecond},
		{3, 3, 3400 * time.Millisecond},
		{500, 200, 100 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := &fakeCampaigns{latency: 50 * time.Millisecond}
			for i := range 200 {
				f.ids = append(f.ids, strconv.Itoa(i+1))
			}
			var steps []catalog.Progress
			start := time.Now()
			got, err := catalog.ReadPolicies(t.Context(), f, 7, tt.concurrency,
				func(p catalog.Progress) { steps = append(steps, p) })
			if took := time.Since(start); err != nil || took != tt.took || f.most != tt.most || f.asked != 200 {
				t.Errorf("concurrency %d: %d calls, %d at once, in %s, error %v; want 200, %d, %s",
					tt.concurrency, f.asked, f.most, took, err, tt.most, tt.took)
			}
			for i, c := range got {
				want := catalog.CampaignPolicy{ListedCampaign: isales.ListedCampaign{ID: strconv.Itoa(i + 1)}}
				if want.Err = errNine; (i+1)%10 != 9 {
					want.Policy, want.Err = isales.RetryPolicy{ID: "of " + want.ID}, nil
				}
				if diff := cmp.Diff(want.Policy, c.Policy); c.ID != want.ID || c.Err != want.Err || diff != "" {
					t.Fatalf("campaign %d is %+v, want %+v", i, c, want)
				}
			}
			if len(got) != 200 || len(steps) != 401 {
				t.Fatalf("%d campaigns, %d reports; want 200 and 200 of the list, 201 of the policies", len(got), len(steps))
			}
			for i, want := range map[int]catalog.Progress{
				0:   {Listed: 1},
				199: {Listed: 200},
				200: {Listed: 200, ListTotal: 200, Total: 200},
				400: {Listed: 200, ListTotal: 200, Done: 200, Total: 200, Failed: 20},
			} {
				if steps[i] != want {
					t.Errorf("report %d is %+v, want %+v", i, steps[i], want)
				}
			}
		})
	}
}

func TestReadPoliciesFails(t *testing.T) {
	broken := errors.New("broken list")
	_, err := catalog.ReadPolicies(t.Context(), &fakeCampaigns{ids: []string{"1"}, listErr: broken}, 7, 1, nil)
	if !errors.Is(err, broken) || err.Error() != "catalog: campaigns of VDN 7: broken list" {
		t.Errorf("error %v, want the list's", err)
	}
	got, err := catalog.ReadPolicies(t.Context(), &fakeCampaigns{ids: []string{"x", "0", "1"}}, 7, 1, nil)
	if err != nil || len(got) != 3 || got[2].Err != nil || got[0].Err == nil ||
		got[1].Err.Error() != `catalog: listed campaign ID "0" is not a positive integer` {
		t.Errorf("%+v, error %v", got, err)
	}
	if got, err := catalog.ReadPolicies(t.Context(), &fakeCampaigns{}, 7, 1, nil); got != nil || err != nil {
		t.Errorf("no campaigns: %v, error %v; want nothing", got, err)
	}
}

func TestReadPoliciesEndsWithItsContext(t *testing.T) {
	for _, after := range []time.Duration{500 * time.Millisecond, 2500 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			f := &fakeCampaigns{ids: []string{"1", "2", "3", "4"}, latency: time.Second}
			ctx, cancel := context.WithTimeout(t.Context(), after)
			defer cancel()
			got, err := catalog.ReadPolicies(ctx, f, 7, 1, nil)
			if got != nil || err != context.DeadlineExceeded || f.inFlight != 0 {
				t.Errorf("after %s: %v, error %v, %d calls under way", after, got, err, f.inFlight)
			}
		})
	}
}

func TestReadPoliciesOfTheSimulator(t *testing.T) {
	s, client := newPair(t, isalestest.Sample())
	got, err := catalog.ReadPolicies(t.Context(), client, 40, 10, nil)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d campaigns, error %v", len(got), err)
	}
	if diff := cmp.Diff([]string{"003", "004", "010", "B99"}, got[0].Policy.NoRetry); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got[1].Policy.Type != isales.PolicyByNumberType || !got[2].Policy.IsZero() || got[2].Err != nil {
		t.Errorf("policies %+v and %+v", got[1], got[2])
	}
	if n := len(s.Requests()); n != 4 {
		t.Errorf("%d calls, want 4", n)
	}
}
