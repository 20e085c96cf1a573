package catalog

import (
	"time"

	"isales-console/isales"
)

// Limits of a span of days.
const (
	// MaxDays is the longest span: the most that failcategorystatistics answers for.
	MaxDays = isales.MaxStatisticDays
	// DefaultDays is the span to begin with.
	DefaultDays = 7
)

// Days is a span of calendar days, both ends included, as midnights UTC: the
// platform does not document the time zone of its days.
type Days struct{ From, To time.Time }

// LastDays returns the n days that end with the calendar day of now, in now's
// location.
func LastDays(now time.Time, n int) Days {
	y, m, d := now.Date()
	to := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return Days{to.AddDate(0, 0, 1-n), to}
}

// Len returns the number of days; less than 1 when To is before From.
func (d Days) Len() int { return int(d.To.Sub(d.From)/(24*time.Hour)) + 1 }

// Before returns the span of the same length that ends the day before From.
func (d Days) Before() Days {
	return Days{d.From.AddDate(0, 0, -d.Len()), d.From.AddDate(0, 0, -1)}
}

// index returns the position of the date in the span.
func (d Days) index(date string) (int, bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || t.Before(d.From) || t.After(d.To) {
		return 0, false
	}
	return Days{d.From, t}.Len() - 1, true
}
