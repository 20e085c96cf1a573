package handlers

import (
	"time"

	"isales-console/platform"
	"isales-console/views"
)

// staleWhy says of an old copy why it is no newer one; empty for others.
func staleWhy(found platform.Copy, l *locale) string {
	if found.Trouble == nil {
		return ""
	}
	t := l.messages
	next := t.StaleNext
	if !found.RetryAt.IsZero() {
		next = views.Fill(t.StaleLater, "time", l.moment(found.RetryAt).Human)
	}
	return views.Fill(t.StaleWhy, "time", l.moment(found.ReceivedAt).Human, "why", diagnose(found.Trouble, l).words(t).What, "next", next)
}

// age says how old data is. It is no finer than a minute, because a browser may
// show a page that it has kept for a while.
func age(d time.Duration, t *views.Messages) string {
	if d < time.Minute {
		return t.JustNow
	}
	return t.AgeMinutes.Of(int(d / time.Minute))
}
