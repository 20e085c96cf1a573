package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"isales-console/isales/catalog"
	"isales-console/views"
)

// dayFields are the first and the last day as typed, with what is wrong with them.
type dayFields struct{ from, to views.Field }

func (f dayFields) wrong() bool { return f.from.Error != "" || f.to.Error != "" }

// readDays reads the days of an address. Without any, they are the last ones up to
// today in UTC, the zone of all times of the console: that of the platform's days is
// not documented.
func readDays(r *http.Request, now time.Time, l *locale) (days catalog.Days, typed dayFields) {
	t := l.messages.CampaignCodes
	typed.from.Value = strings.TrimSpace(echo(r.URL.Query().Get("from")))
	typed.to.Value = strings.TrimSpace(echo(r.URL.Query().Get("to")))
	if typed.from.Value == "" && typed.to.Value == "" {
		days = catalog.LastDays(now.UTC(), catalog.DefaultDays)
		typed.from.Value, typed.to.Value = dayText(days.From), dayText(days.To)
		return days, typed
	}
	days.From = readDay(&typed.from, now, t)
	days.To = readDay(&typed.to, now, t)
	if typed.wrong() {
		return days, typed
	}
	switch n := days.Len(); {
	case n < 1:
		typed.from.Error = t.Order
	case n > catalog.MaxDays:
		typed.to.Error = views.Fill(t.TooMany, "days", strconv.Itoa(n), "max", strconv.Itoa(catalog.MaxDays))
	}
	return days, typed
}

// firstYear is before any campaign of the platform.
const firstYear = 2000

// readDay reads a field, and says in it what is wrong.
func readDay(f *views.Field, now time.Time, t views.CampaignCodesMessages) time.Time {
	day, err := time.Parse(time.DateOnly, f.Value)
	switch {
	case f.Value == "":
		f.Error = t.NoDay
	case err != nil, day.Year() < firstYear:
		f.Error = views.Fill(t.BadDay, "day", dayText(now.UTC()))
	case day.After(now.UTC().Add(earliestZone)):
		f.Error = t.Future
	}
	return day
}

// earliestZone is how far the first zone on earth is ahead of UTC: a day that has
// begun there may have begun for the platform.
const earliestZone = 14 * time.Hour

// dayText writes a day as the platform and a date field do.
func dayText(day time.Time) string { return day.Format(time.DateOnly) }

// zoneText says in whose days is counted.
func zoneText(l *locale) string {
	return views.Fill(l.messages.CampaignCodes.Zone, "max", strconv.Itoa(catalog.DefaultDays))
}

// dayHints are the hints of the two fields.
func dayHints(now time.Time, l *locale) [2]string {
	t := l.messages.CampaignCodes
	return [2]string{views.Fill(t.FirstHint, "day", dayText(now.UTC())),
		views.Fill(t.LastHint, "max", strconv.Itoa(catalog.MaxDays))}
}
