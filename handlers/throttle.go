package handlers

import (
	"net/http"
	"time"

	"github.com/go-chi/httprate"
)

// How often a sign-in may fail. The limit by user stops guessing one password
// from many addresses, the one by address stops trying many users; an office
// behind one address must still be able to start its day.
const (
	triesByUser      = 10
	triesByUserIn    = 15 * time.Minute
	triesByAddress   = 30
	triesByAddressIn = time.Minute
)

// throttle counts the failed attempts to sign in, in memory and for this process.
type throttle struct{ byUser, byAddress, byDevice *httprate.RateLimiter }

func newThrottle() throttle {
	// The limit itself is nobody's business, so only Retry-After is sent.
	quiet := httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"})
	return throttle{
		byUser:    httprate.NewRateLimiter(triesByUser, triesByUserIn, quiet),
		byAddress: httprate.NewRateLimiter(triesByAddress, triesByAddressIn, quiet),
		byDevice:  httprate.NewRateLimiter(triesByUser, triesByUserIn, quiet),
	}
}

// take counts an attempt as a failure before its outcome is known, so that many at
// once are no way around the limits; succeeded takes that back. An attempt with a
// device, a browser that the user has signed in with before, counts for that
// device alone: nobody can lock out a user from elsewhere.
//
// The windows slide, so a place becomes free only a while after the window in
// which they all were taken has passed.
func (t throttle) take(w http.ResponseWriter, r *http.Request, address, name, device string) (succeeded func(), err error) {
	if device != "" {
		if t.byDevice.OnLimit(w, r, device) {
			return nil, &throttledError{triesByUserIn + triesByUserIn/triesByUser}
		}
		return func() { giveBack(t.byDevice, device, triesByUserIn) }, nil
	}
	free, err := t.takeAddress(w, r, address)
	if err != nil {
		return nil, err
	}
	if t.byUser.OnLimit(w, r, name) {
		return nil, &throttledError{triesByUserIn + triesByUserIn/triesByUser}
	}
	return func() {
		free()
		giveBack(t.byUser, name, triesByUserIn)
	}, nil
}

// takeAddress is take for an attempt that names no user.
func (t throttle) takeAddress(w http.ResponseWriter, r *http.Request, address string) (succeeded func(), err error) {
	address = httprate.CanonicalizeIP(address)
	if t.byAddress.OnLimit(w, r, address) {
		return nil, &throttledError{triesByAddressIn + triesByAddressIn/triesByAddress}
	}
	return func() { giveBack(t.byAddress, address, triesByAddressIn) }, nil
}

// giveBack frees the place of an attempt in the window of now. The counter of a
// process never fails.
func giveBack(l *httprate.RateLimiter, key string, window time.Duration) {
	_ = l.Counter().IncrementBy(key, time.Now().UTC().Truncate(window), -1)
}
