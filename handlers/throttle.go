package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/httprate"

	"isales-console/handlers/session"
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

// Limiter counts attempts for all replicas, in windows that slide.
type Limiter interface {
	// Take counts an attempt of a name, unless the limit is reached within the window.
	Take(ctx context.Context, name string, limit int, window time.Duration) (ok bool, err error)
	// GiveBack frees the place of an attempt in the window of now.
	GiveBack(ctx context.Context, name string, window time.Duration) error
}

// throttle counts the failed attempts to sign in.
type throttle struct{ byUser, byAddress, byDevice, byToken limit }

// limit is how many attempts a name may make within a window.
type limit struct {
	kind    string // begins the names in shared
	tries   int
	window  time.Duration
	shared  Limiter // nil for counts in memory, of this process alone
	counter *httprate.RateLimiter
}

// limitOfTokens is the kind of the limit on wrong tokens.
const limitOfTokens = "token"

func newThrottle(shared Limiter) throttle {
	return throttle{
		byUser:    newLimit("user", triesByUser, triesByUserIn, shared),
		byAddress: newLimit("address", triesByAddress, triesByAddressIn, shared),
		byDevice:  newLimit("device", triesByUser, triesByUserIn, shared),
		// By address too, but apart: a program with an old token keeps nobody from signing in.
		byToken: newLimit(limitOfTokens, triesByAddress, triesByAddressIn, shared),
	}
}

func newLimit(kind string, tries int, window time.Duration, shared Limiter) limit {
	return limit{kind, tries, window, shared, httprate.NewRateLimiter(tries, window,
		// The limit itself is nobody's business, so only Retry-After is sent.
		httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"}),
		// Without a counter of its own the windows would begin at the start of the
		// process, and giveBack would meet none of them.
		httprate.WithLimitCounter(httprate.NewLocalLimitCounter(window)))}
}

// take counts an attempt as a failure before its outcome is known, so that many at
// once are no way around the limits; succeeded takes that back. An attempt with a
// device, a browser that the user has signed in with before, counts for that
// device alone: nobody can lock out a user from elsewhere. The error is a
// *throttledError or a *session.AwayError.
//
// The windows slide, so a place becomes free only a while after the window in
// which they all were taken has passed.
func (t throttle) take(w http.ResponseWriter, r *http.Request, address, name, device string) (
	succeeded func(), err error) {
	if device != "" {
		return func() { t.byDevice.giveBack(r, device) }, t.byDevice.take(w, r, device)
	}
	free, err := t.takeAddress(w, r, address)
	if err != nil {
		return nil, err
	}
	return func() {
		free()
		t.byUser.giveBack(r, name)
	}, t.byUser.take(w, r, name)
}

// takeAddress is take for an attempt that names no user.
func (t throttle) takeAddress(w http.ResponseWriter, r *http.Request, address string) (succeeded func(), err error) {
	address = httprate.CanonicalizeIP(address)
	return func() { t.byAddress.giveBack(r, address) }, t.byAddress.take(w, r, address)
}

func (l limit) take(w http.ResponseWriter, r *http.Request, name string) error {
	ok := true
	if l.shared == nil {
		ok = !l.counter.OnLimit(w, r, name)
	} else {
		var err error
		if ok, err = l.shared.Take(r.Context(), l.kind+" "+name, l.tries, l.window); err != nil {
			return &session.AwayError{Err: err}
		}
	}
	if !ok {
		return &throttledError{l.window + l.window/time.Duration(l.tries), l.kind == limitOfTokens}
	}
	return nil
}

// giveBack frees the place of an attempt in the window of now. The counter of a
// process never fails; in a shared one the attempt then counts as a failure.
func (l limit) giveBack(r *http.Request, name string) {
	if l.shared != nil {
		_ = l.shared.GiveBack(r.Context(), l.kind+" "+name, l.window)
		return
	}
	_ = l.counter.Counter().IncrementBy(name, time.Now().UTC().Truncate(l.window), -1)
}
