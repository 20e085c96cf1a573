package platform

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

// slowCampaigns counts the readings of lists, which take a second; fail makes them
// fail.
type slowCampaigns struct {
	CampaignSource
	times            atomic.Int32
	fail, failPolicy atomic.Bool
}

func (s *slowCampaigns) ListCampaigns(context.Context, int, isales.Language) iter.Seq2[isales.ListedCampaign, error] {
	return func(yield func(isales.ListedCampaign, error) bool) {
		s.times.Add(1)
		time.Sleep(time.Second)
		if s.fail.Load() {
			yield(isales.ListedCampaign{}, errors.New("down"))
			return
		}
		yield(isales.ListedCampaign{ID: "7"}, nil)
	}
}

// TestCampaignsAreShared: simultaneous visitors share a reading, which is kept for a
// minute and goes on without its visitor; an error is not kept.
func TestCampaignsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowCampaigns{}
		c, err := NewCampaigns(source, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		visit := func(ctx context.Context, vdnID int) (ids []string, err error) {
			for _, e := range must(catalog.ReadPolicies(ctx, onlyList{c}, vdnID, 1, nil)) {
				ids = append(ids, e.ID)
			}
			_, err = c.List(ctx, vdnID, isales.English)
			return ids, err
		}
		for range 3 {
			go c.List(t.Context(), 40, isales.English)
		}
		got, err := visit(t.Context(), 40)
		if diff := cmp.Diff([]string{"7"}, got); err != nil || diff != "" || source.times.Load() != 1 {
			t.Errorf("%d readings, want 1; error %v (-want +got)\n%s", source.times.Load(), err, diff)
		}
		time.Sleep(58 * time.Second)
		if c.List(t.Context(), 40, isales.English); source.times.Load() != 1 {
			t.Errorf("%d readings within a minute, want 1", source.times.Load())
		}
		time.Sleep(2 * time.Second)
		source.fail.Store(true)
		for range 2 {
			if _, err := c.List(t.Context(), 40, isales.English); err == nil {
				t.Error("a list that cannot be read has no error")
			}
		}
		if source.times.Load() != 3 {
			t.Errorf("%d readings after two failures, want 3", source.times.Load())
		}
		source.fail.Store(false)
		ctx, leave := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer leave()
		if _, err := c.List(ctx, 41, isales.English); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a visitor who left gets %v", err)
		}
		time.Sleep(time.Second)
		if c.List(t.Context(), 41, isales.English); source.times.Load() != 4 {
			t.Errorf("%d readings, want 4: the last one went on without its visitor", source.times.Load())
		}
	})
}

// onlyList is Campaigns whose campaigns have no policy.
type onlyList struct{ *Campaigns }

func (o onlyList) ListCampaigns(ctx context.Context, vdnID int) iter.Seq2[isales.ListedCampaign, error] {
	return o.Policies(isales.English).ListCampaigns(ctx, vdnID)
}

func (onlyList) RetryPolicy(context.Context, int, int64) (isales.RetryPolicy, error) {
	return isales.RetryPolicy{}, nil
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}
