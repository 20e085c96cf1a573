package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

func date(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestLastDays(t *testing.T) {
	shanghai := time.FixedZone("UTC+8", 8*60*60)
	now := time.Date(2024, 3, 1, 1, 30, 0, 0, shanghai) // 29 February in UTC
	for _, tt := range []struct {
		now      time.Time
		n        int
		from, to string
	}{
		{now, 7, "2024-02-24", "2024-03-01"},
		{now.UTC(), 7, "2024-02-23", "2024-02-29"},
		{now, 1, "2024-03-01", "2024-03-01"},
		{now, 30, "2024-02-01", "2024-03-01"},
	} {
		got := catalog.LastDays(tt.now, tt.n)
		if want := (catalog.Days{From: date(tt.from), To: date(tt.to)}); got != want || got.Len() != tt.n {
			t.Errorf("the last %d days at %v: %v, want %v", tt.n, tt.now, got, want)
		}
	}
}

func TestDaysBefore(t *testing.T) {
	for _, tt := range []struct{ from, to, wantFrom, wantTo string }{
		{"2024-03-01", "2024-03-07", "2024-02-23", "2024-02-29"},
		{"2024-03-01", "2024-03-01", "2024-02-29", "2024-02-29"},
		{"2024-03-01", "2024-03-30", "2024-01-31", "2024-02-29"},
	} {
		got := catalog.Days{From: date(tt.from), To: date(tt.to)}.Before()
		if want := (catalog.Days{From: date(tt.wantFrom), To: date(tt.wantTo)}); got != want {
			t.Errorf("before %s to %s: %v, want %v", tt.from, tt.to, got, want)
		}
	}
}

// traitsOf reads the traits off a code: k known, m mapped, o ours; the action
// follows a colon.
func traitsOf(code string) catalog.CodeTraits {
	flags, action, _ := strings.Cut(code, ":")
	has := func(flag string) bool { return strings.Contains(flags, flag) }
	return catalog.CodeTraits{Action: action, Known: has("k"), Mapped: has("m"), Ours: has("o")}
}

// fewFailures are around the first three days of March.
var fewFailures = []isales.DayFailures{
	{Date: "2024-03-03", Counts: map[string]int{"1km:soon": 5, "2:": 1}},
	{Date: "2024-03-01", Counts: map[string]int{"1km:soon": 1, "3ko:admin": 2, "4km:never": 0}},
	{Date: "2024-03-01", Counts: map[string]int{"3ko:admin": 3}},   // again
	{Date: "2024-03-04", Counts: map[string]int{"1km:soon": 100}},  // outside
	{Date: "2024-02-29", Counts: map[string]int{"5km:later": 8}},   // before
	{Date: "2024-02-27", Counts: map[string]int{"1km:soon": 9}},    // the first day before
	{Date: "2024-02-26", Counts: map[string]int{"1km:soon": 1000}}, // earlier still
}

func TestCountFailures(t *testing.T) {
	days := catalog.Days{From: date("2024-03-01"), To: date("2024-03-03")}
	source := catalog.FailureSource{
		Days: days, Failures: fewFailures, Earlier: fewFailures, Compare: true,
		Actions: []string{"never", "soon", "later"}, Traits: traitsOf,
	}
	total := func(code string, count, earlier int) catalog.CodeTotal {
		return catalog.CodeTotal{Code: code, CodeTraits: traitsOf(code), Count: count, Earlier: earlier}
	}
	want := catalog.Failures{
		Days: []catalog.DayTotal{
			{Date: date("2024-03-01"), Total: 6, Counts: map[string]int{"1km:soon": 1, "3ko:admin": 5},
				ByAction: []int{0, 1, 0, 0, 5}},
			{Date: date("2024-03-02"), Counts: map[string]int{}, ByAction: []int{0, 0, 0, 0, 0}},
			{Date: date("2024-03-03"), Total: 6, Counts: map[string]int{"1km:soon": 5, "2:": 1}, ByAction: []int{0, 5, 0, 1, 0}},
		},
		Codes: []catalog.CodeTotal{
			total("1km:soon", 6, 9), total("3ko:admin", 5, 0), total("2:", 1, 0), total("5km:later", 0, 8),
		},
		Actions: []catalog.ActionTotal{
			{Action: "never"}, {Action: "soon", Count: 6}, {Action: "later"}, {Action: "", Count: 1},
			{Action: "admin", Count: 5},
		},
		Total: 12, Earlier: 17, Compared: true, Ours: 5, Unmapped: 6, Unknown: 1,
	}
	got := catalog.CountFailures(source)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]catalog.CodeTotal{total("3ko:admin", 5, 0), total("2:", 1, 0)},
		got.UnmappedCodes()); diff != "" {
		t.Errorf("unmapped (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]catalog.CodeTotal{total("2:", 1, 0)}, got.UnknownCodes()); diff != "" {
		t.Errorf("unknown (-want +got)\n%s", diff)
	}
	if got.Share(3) != 0.25 || new(catalog.Failures).Share(0) != 0 {
		t.Errorf("3 of 12 is %v, 0 of 0 is %v; want 0.25 and 0", got.Share(3), new(catalog.Failures).Share(0))
	}

	source.Compare = false
	got = catalog.CountFailures(source)
	if got.Compared || got.Earlier != 0 || len(got.Codes) != 3 || got.Codes[0] != total("1km:soon", 6, 0) {
		t.Errorf("not compared: %+v", got)
	}
}

// TestFailuresAddUp checks that rows, columns and totals of random failures agree.
func TestFailuresAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	actions := []string{"soon", "later", "never", "admin"}
	for range 100 {
		days := catalog.LastDays(date("2024-03-07"), 1+random.IntN(30))
		var failures []isales.DayFailures
		sum, byCode := 0, map[string]int{}
		for i := range days.Len() {
			on := isales.DayFailures{Date: days.From.AddDate(0, 0, i).Format(time.DateOnly), Counts: map[string]int{}}
			for range random.IntN(40) {
				code := fmt.Sprintf("%d%s:%s", random.IntN(40), []string{"", "k", "km", "kmo"}[random.IntN(4)],
					actions[random.IntN(4)])
				n := 1 + random.IntN(9)
				on.Counts[code] += n
				byCode[code] += n
				sum += n
			}
			failures = append(failures, on)
		}
		f := catalog.CountFailures(catalog.FailureSource{Days: days, Failures: failures, Actions: actions, Traits: traitsOf})
		rows, columns, stacks, cells := 0, 0, 0, 0
		for _, c := range f.Codes {
			rows += c.Count
			if byCode[c.Code] != c.Count {
				t.Fatalf("%s: %d, want %d", c.Code, c.Count, byCode[c.Code])
			}
		}
		for _, d := range f.Days {
			columns += d.Total
			for _, n := range d.ByAction {
				stacks += n
			}
			for _, n := range d.Counts {
				cells += n
			}
		}
		if f.Total != sum || rows != sum || columns != sum || stacks != sum || cells != sum || len(f.Actions) != 4 {
			t.Fatalf("total %d, rows %d, columns %d, stacks %d, cells %d; want %d", f.Total, rows, columns, stacks, cells, sum)
		}
	}
}
