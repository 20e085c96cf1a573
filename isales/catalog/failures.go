package catalog

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"isales-console/isales"
)

// CodeTraits is what the caller knows about an OBS result code.
type CodeTraits struct {
	// Action is what the code asks for, a key of the caller's.
	Action string
	// Known says whether anybody gives the code a meaning.
	Known bool
	// Mapped says whether an external result of the VDN maps the code.
	Mapped bool
	// Ours says whether the call center itself can mend the failure.
	Ours bool
}

// FailureSource is what failures are counted from.
type FailureSource struct {
	Days Days
	// Failures has the days of the span. Others are left out, and so are those of
	// Earlier that are not in Days.Before.
	Failures []isales.DayFailures
	// Earlier has the days before; Compare says whether they were read. The two
	// may be the same answer.
	Earlier []isales.DayFailures
	Compare bool
	// Actions are the keys of the actions in the order in which they are shown.
	Actions []string
	// Traits is asked once for each code.
	Traits func(code string) CodeTraits
}

// Failures are the failed calls of a campaign in a span of days.
type Failures struct {
	Days []DayTotal // each day of the span, ascending, also those without calls
	// Codes are all codes that occur in the span or before, the most frequent
	// first, equally frequent ones by code.
	Codes []CodeTotal
	// Actions are the totals by action, in the order of FailureSource.Actions; a
	// key that is not there follows, sorted. All are there, also without calls.
	Actions []ActionTotal
	// Total is the number of calls in the span, Earlier in the days before.
	Total, Earlier int
	// Compared says whether Earlier and those of the codes were read.
	Compared bool
	// Ours, Unmapped and Unknown are the calls in the span with such codes.
	Ours, Unmapped, Unknown int
}

// DayTotal is a day of the span.
type DayTotal struct {
	Date  time.Time // midnight UTC
	Total int
	// Counts are the calls by code. Codes without any are not in it.
	Counts map[string]int
	// ByAction are the calls by action, in the order of Failures.Actions.
	ByAction []int
}

// CodeTotal is a code that occurs.
type CodeTotal struct {
	Code string
	CodeTraits
	// Count is the number of calls in the span, Earlier in the days before.
	Count, Earlier int
}

// ActionTotal is an action with its calls in the span.
type ActionTotal struct {
	Action string
	Count  int
}

// Share returns n as a part of all calls in the span, 0 to 1; 0 without calls.
func (f *Failures) Share(n int) float64 {
	if f.Total == 0 {
		return 0
	}
	return float64(n) / float64(f.Total)
}

// UnmappedCodes returns the codes that occur in the span and that no external
// result maps, in the order of Codes.
func (f *Failures) UnmappedCodes() []CodeTotal {
	return f.which(func(c CodeTotal) bool { return !c.Mapped })
}

// UnknownCodes returns the codes that occur in the span and that nobody explains,
// in the order of Codes.
func (f *Failures) UnknownCodes() []CodeTotal {
	return f.which(func(c CodeTotal) bool { return !c.Known })
}

func (f *Failures) which(is func(CodeTotal) bool) (found []CodeTotal) {
	for _, c := range f.Codes {
		if c.Count > 0 && is(c) {
			found = append(found, c)
		}
	}
	return found
}

// CountFailures adds the failures up. A date that comes twice counts twice.
func CountFailures(s FailureSource) Failures {
	f := Failures{Compared: s.Compare, Days: make([]DayTotal, max(s.Days.Len(), 0))}
	for i := range f.Days {
		f.Days[i].Date, f.Days[i].Counts = s.Days.From.AddDate(0, 0, i), map[string]int{}
	}
	codes := make(map[string]*CodeTotal)
	each(s.Failures, s.Days, func(day int, code string, n int) {
		f.Days[day].Total += n
		f.Days[day].Counts[code] += n
		codeTotal(codes, code).Count += n
		f.Total += n
	})
	if s.Compare {
		each(s.Earlier, s.Days.Before(), func(_ int, code string, n int) {
			codeTotal(codes, code).Earlier += n
			f.Earlier += n
		})
	}
	for _, c := range codes {
		c.CodeTraits = s.Traits(c.Code)
		f.Codes = append(f.Codes, *c)
	}
	slices.SortFunc(f.Codes, func(a, b CodeTotal) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	f.addTraits(s.Actions)
	return f
}

// each calls add for the failures on days of the span.
func each(failures []isales.DayFailures, days Days, add func(day int, code string, n int)) {
	for _, on := range failures {
		day, ok := days.index(on.Date)
		if !ok {
			continue
		}
		for code, n := range on.Counts {
			if n > 0 {
				add(day, code, n)
			}
		}
	}
}

func codeTotal(codes map[string]*CodeTotal, code string) *CodeTotal {
	if codes[code] == nil {
		codes[code] = &CodeTotal{Code: code}
	}
	return codes[code]
}

// addTraits fills in what depends on the traits of the codes.
func (f *Failures) addTraits(actions []string) {
	extra := make(map[string]bool)
	for _, c := range f.Codes {
		if !slices.Contains(actions, c.Action) {
			extra[c.Action] = true
		}
	}
	position := make(map[string]int)
	for i, action := range append(slices.Clone(actions), slices.Sorted(maps.Keys(extra))...) {
		position[action] = i
		f.Actions = append(f.Actions, ActionTotal{Action: action})
	}
	for i := range f.Days {
		f.Days[i].ByAction = make([]int, len(f.Actions))
	}
	for _, c := range f.Codes {
		at := position[c.Action]
		f.Actions[at].Count += c.Count
		for i := range f.Days {
			f.Days[i].ByAction[at] += f.Days[i].Counts[c.Code]
		}
		f.Ours += countIf(c.Ours, c.Count)
		f.Unmapped += countIf(!c.Mapped, c.Count)
		f.Unknown += countIf(!c.Known, c.Count)
	}
}

func countIf(condition bool, n int) int {
	if condition {
		return n
	}
	return 0
}
