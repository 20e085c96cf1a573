package catalog_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

// In a bubble time is exact: with a second for each call, how long a reading
// took says how many calls were made at once.

func TestDetailsAreReadConcurrentlyAndBounded(t *testing.T) {
	tests := []struct {
		concurrency, codes, most int
		took                     time.Duration // a second of it for the list
	}{
		{0, 3, 10, 11 * time.Second}, {-1, 3, 10, 11 * time.Second}, {1, 3, 1, 101 * time.Second}, {7, 3, 7,
			16 * time.Second},
		{100, 1, 100, 2 * time.Second}, {1000, 1, 100, 2 * time.Second},
		{10, 30, 10, 31 * time.Second}, // the dictionary is the last
		{10, 10, 10, 11 * time.Second}, // exactly as long as the details
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{rows: numbered(100), latency: time.Second}
			for i := range tt.codes {
				f.codes = append(f.codes, isales.OBSCodeText{Code: string(rune('a' + i))})
			}
			start := time.Now()
			var steps []catalog.Progress
			c := read(t, f,
				catalog.Options{Concurrency: tt.concurrency, Progress: func(p catalog.Progress) { steps = append(steps, p) }})
			if took := time.Since(start); took != tt.took || f.most != tt.most || len(f.asked) != 100 {
				t.Errorf("concurrency %d: %d calls, %d at once, in %s; want 100, %d, %s", tt.concurrency, len(f.asked),
					f.most, took, tt.most, tt.took)
			}
			if !c.ReadAt().Equal(start) || len(c.Codes()) != tt.codes {
				t.Errorf("read at %s, %d codes; want %s, %d", c.ReadAt(), len(c.Codes()), start, tt.codes)
			}
			for i, p := range steps {
				want := catalog.Progress{Listed: i + 1, ListTotal: 100}
				if i >= 100 {
					want = catalog.Progress{Listed: 100, ListTotal: 100, Done: i - 100, Total: 100}
				}
				if p != want {
					t.Fatalf("report %d is %+v, want %+v", i, p, want)
				}
			}
			if len(steps) != 201 {
				t.Errorf("%d reports, want 201", len(steps))
			}
		})
	}
}

// TestSlowProgressDoesNotHoldUpTheCalls: a page that is streamed to a slow
// browser must not make the platform's answers wait.
func TestSlowProgressDoesNotHoldUpTheCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{rows: numbered(40), latency: time.Second}
		reading, asked := 0, 0
		read(t, f, catalog.Options{Progress: func(p catalog.Progress) {
			if reading++; reading != 1 {
				t.Error("two reports at once")
			}
			if p.Total == 0 {
				reading--
				return // of the list
			}
			time.Sleep(20 * time.Second)
			if p.Done == 0 {
				f.mu.Lock()
				asked = len(f.asked)
				f.mu.Unlock()
			}
			reading--
		}})
		if asked != 40 {
			t.Errorf("%d calls while the first report was given, want 40", asked)
		}
	})
}

func TestCancellation(t *testing.T) {
	tests := map[string]struct {
		after time.Duration
		codes int
		asked int
	}{
		"before":             {0, 2, 0},
		"in the list":        {500 * time.Millisecond, 2, 0},
		"in the details":     {2500 * time.Millisecond, 2, 20},
		"in the dictionary":  {15500 * time.Millisecond, 30, 100},
		"details end, cut":   {10500 * time.Millisecond, 2, 100},
		"nearly at the end":  {10999 * time.Millisecond, 10, 100},
		"at the first calls": {1001 * time.Millisecond, 2, 10},
	}
	for name, tt := range tests {
		for _, want := range []error{context.Canceled, context.DeadlineExceeded} {
			t.Run(name+", "+want.Error(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := &fake{rows: numbered(100), codes: make([]isales.OBSCodeText, tt.codes), latency: time.Second}
					ctx, cancel := context.WithCancel(t.Context())
					if want == context.DeadlineExceeded {
						ctx, cancel = context.WithTimeout(t.Context(), tt.after)
					} else if tt.after == 0 {
						cancel()
					} else {
						time.AfterFunc(tt.after, cancel)
					}
					defer cancel()
					start := time.Now()
					c, err := catalog.Read(ctx, f, 7, catalog.Options{})
					if c != nil || err != want {
						t.Errorf("%v, error %v; want %v", c, err, want)
					}
					if took := time.Since(start); took != tt.after || len(f.asked) != tt.asked {
						t.Errorf("%d calls, %s; want %d, %s", len(f.asked), took, tt.asked, tt.after)
					}
					if f.inFlight != 0 || f.others != 0 {
						t.Errorf("%d and %d calls under way after Read", f.inFlight, f.others)
					}
				})
			})
		}
	}
}

// TestNoReportAfterCancellation: not even of answers that are there already.
func TestNoReportAfterCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			told := 0
			_, err := catalog.Read(ctx, &fake{rows: numbered(20)}, 7, catalog.Options{Progress: func(p catalog.Progress) {
				if p.Total == 0 {
					return // of the list
				}
				told++
				time.Sleep(time.Second)
				cancel()
			}})
			if told != 1 || err != context.Canceled {
				t.Errorf("%d reports, error %v; want 1 and context.Canceled", told, err)
			}
		}
	})
}

func TestProgressThatPanicsLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{rows: numbered(100), codes: make([]isales.OBSCodeText, 90), latency: time.Second}
		defer func() {
			if recover() == nil || f.inFlight != 0 || f.others != 0 {
				t.Errorf("%d and %d calls under way after the panic", f.inFlight, f.others)
			}
		}()
		catalog.Read(t.Context(), f, 7, catalog.Options{Progress: func(p catalog.Progress) {
			if p.Done == 15 {
				panic("browser is gone")
			}
		}})
	})
}

// TestSlowCallsAreCounted: results 3 and 4 take 10.2 s and 5.2 s, the others 1 s.
func TestSlowCallsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{rows: numbered(5), latency: time.Second,
			slow: map[int64]time.Duration{3: 10200 * time.Millisecond, 4: 5200 * time.Millisecond}}
		start := time.Now()
		var got []string
		read(t, f, catalog.Options{Progress: func(p catalog.Progress) {
			if p.Total > 0 {
				got = append(got, fmt.Sprintf("%s: %d of %d, %d slow", time.Since(start), p.Done, p.Total, p.Slow))
			}
		}})
		want := []string{"1s: 0 of 5, 0 slow", "2s: 1 of 5, 0 slow", "2s: 2 of 5, 0 slow", "2s: 3 of 5, 0 slow",
			"3s: 3 of 5, 2 slow", "6.2s: 4 of 5, 1 slow", "11.2s: 5 of 5, 0 slow"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("reports (-want +got)\n%s", diff)
		}
	})
}
