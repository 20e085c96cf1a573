package platform

import (
	"errors"

	"isales-console/isales"
)

// outcomes names how a call to the platform ended; the first match holds.
var outcomes = []struct {
	err  error
	name string
}{
	{isales.ErrNotFound, "not_found"},
	{isales.ErrUnauthorized, "unauthorized"},
	{isales.ErrForbidden, "forbidden"},
	{isales.ErrThrottled, "throttled"},
	{isales.ErrRedirect, "redirect"},
	{isales.ErrStatus, "http_status"},
	{isales.ErrTooLarge, "too_large"},
	{isales.ErrNotJSON, "not_json"},
	{isales.ErrTimeout, "timeout"},
	{isales.ErrUnreachable, "unreachable"},
	{isales.ErrInterrupted, "interrupted"},
	{isales.ErrTLS, "tls"},
}

// Outcomes are all values of [Outcome].
func Outcomes() []string {
	names := []string{"ok", "other", "canceled"}
	for _, o := range outcomes {
		names = append(names, o.name)
	}
	return names
}

// Outcome names how a call to the platform ended, by one of [Outcomes]. A complete
// answer is "ok", whatever it says.
func Outcome(err error) string {
	if err == nil {
		return "ok"
	}
	if endedByCaller(err) {
		return "canceled"
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.name
		}
	}
	return "other"
}
