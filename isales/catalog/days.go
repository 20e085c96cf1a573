package catalog

import (
	"errors"
	"fmt"
	"time"

	"isales-console/isales"
)

// Limits of a span of days.
const (
	// MaxDays is the longest span: the most that failcategorystatistics answers for.
	MaxDays = isales.MaxStatisticDays
	// DefaultDays is the span of [ParseDays] without dates.
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

// ParseDays reads dates of the form 2006-01-02. Without both, it returns the last
// DefaultDays. Days after today are allowed. An error says what is wrong in words
// for programmers.
func ParseDays(from, to string, now time.Time) (Days, error) {
	switch {
	case from == "" && to == "":
		return LastDays(now, DefaultDays), nil
	case from == "" || to == "":
		return Days{}, errors.New("one of two dates is missing")
	}
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return Days{}, fmt.Errorf("%q is not a date of the form yyyy-mm-dd", from)
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return Days{}, fmt.Errorf("%q is not a date of the form yyyy-mm-dd", to)
	}
	d := Days{first, last}
	if n := d.Len(); n < 1 || n > MaxDays {
		return Days{}, fmt.Errorf("%s to %s is not 1 to %d days", from, to, MaxDays)
	}
	return d, nil
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
