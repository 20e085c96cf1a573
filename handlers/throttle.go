package handlers

import (
	"net/http"
	"time"

	"github.com/go-chi/httprate"
)

// How often a sign-in may be tried. The limit by user stops guessing one
// password from many addresses, the one by address stops trying many users; an
// office behind one address must still be able to start its day.
const (
	triesByUser      = 10
	triesByUserIn    = 15 * time.Minute
	triesByAddress   = 30
	triesByAddressIn = time.Minute
)

// throttle counts the attempts to sign in, in memory and for this process.
type throttle struct{ byUser, byAddress *httprate.RateLimiter }

func newThrottle() throttle {
	// The limit itself is nobody's business, so only Retry-After is sent.
	quiet := httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"})
	return throttle{
		byUser:    httprate.NewRateLimiter(triesByUser, triesByUserIn, quiet),
		byAddress: httprate.NewRateLimiter(triesByAddress, triesByAddressIn, quiet),
	}
}

// check counts an attempt. Its windows slide, so a place becomes free only a
// while after the window in which they all were taken has passed.
func (t throttle) check(w http.ResponseWriter, r *http.Request, address, name string) error {
	if t.byAddress.OnLimit(w, r, httprate.CanonicalizeIP(address)) {
		return &throttledError{triesByAddressIn + triesByAddressIn/triesByAddress}
	}
	if t.byUser.OnLimit(w, r, name) {
		return &throttledError{triesByUserIn + triesByUserIn/triesByUser}
	}
	return nil
}
