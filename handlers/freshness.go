package handlers

import (
	"time"

	"isales-console/platform"
	"isales-console/views"
)

// staleWhy says of an old copy why it is no newer one; zero for others.
func staleWhy(found platform.Copy, l *locale) views.TimedText {
	if found.Trouble == nil {
		return views.TimedText{}
	}
	t := l.messages
	text := views.TimedText{Time: l.moment(found.ReceivedAt)}
	next := t.StaleNext
	if !found.RetryAt.IsZero() {
		next, text.Again = t.StaleLater, l.moment(found.RetryAt)
	}
	text.Text = views.Fill(t.StaleWhy, "why", diagnose(found.Trouble, l).words(t).What, "next", next)
	return text
}

// age says how old data is. It is no finer than a minute, because a browser may
// show a page that it has kept for a while.
func age(d time.Duration, t *views.Messages) string {
	if d < time.Minute {
		return t.JustNow
	}
	return t.AgeMinutes.Of(int(d / time.Minute))
}
