package cache

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestBounds: values leave by weight and by age; one that grew is weighed again.
func TestBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := New[int](1000, time.Hour, func(v *int) int { return *v })
		if err != nil {
			t.Fatal(err)
		}
		want := func(when string, entries int, weight uint64) {
			t.Helper()
			synctest.Wait()
			c.CleanUp()
			if c.EstimatedSize() != entries || c.WeightedSize() != weight {
				t.Errorf("%s: %d values weigh %d, want %d and %d", when, c.EstimatedSize(), c.WeightedSize(), entries, weight)
			}
		}
		for key := range 20 {
			weight := 100
			c.Set(key, &weight)
		}
		want("20 values of 100", 10, 1000)
		time.Sleep(time.Hour)
		one, other := 1, 1
		c.Set(1, &one)
		synctest.Wait()
		time.Sleep(2 * sweepEvery)
		synctest.Wait()
		if c.EstimatedSize() != 1 { // without a use of the cache
			t.Errorf("%d values after an hour, want 1", c.EstimatedSize())
		}
		one = 700
		Reweigh(c, 1, &other)
		want("another value", 1, 1)
		Reweigh(c, 1, &one)
		want("a value that grew", 1, 700)
	})
}
