package handlers

import (
	"testing"
	"time"

	"isales-console/views"
)

// TestAge says how old a page is. A clock that was set back is no age.
func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour:        "less than a minute ago",
		0:                 "less than a minute ago",
		time.Minute - 1:   "less than a minute ago",
		time.Minute:       "1 minute ago",
		2*time.Minute - 1: "1 minute ago",
		2 * time.Minute:   "2 minutes ago",
		90 * time.Minute:  "90 minutes ago",
	} {
		if got := age(d, &views.English); got != want {
			t.Errorf("age(%s) = %q, want %q", d, got, want)
		}
	}
}
