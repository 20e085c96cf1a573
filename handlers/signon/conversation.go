package signon

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// maxAnswer is the length in bytes of the longest answer that is read.
const maxAnswer = 1 << 20

// conversation is the calls of one step to the provider. It notes what the libraries'
// errors do not tell: whether the provider could be reached, and the time there.
type conversation struct {
	mu   sync.Mutex // keys are read by a goroutine of the library
	down error      // nil while the provider answers; holds no address
	date time.Time  // of the latest answer to a POST; zero for none
}

func (c *conversation) client() *http.Client {
	return &http.Client{Transport: c, Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // a secret goes to the address that was checked
	}}
}

// RoundTrip implements http.RoundTripper.
func (c *conversation) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.down = err
		return nil, err
	}
	if resp.StatusCode >= http.StatusInternalServerError || resp.StatusCode == http.StatusTooManyRequests {
		c.down = fmt.Errorf("HTTP status %d", resp.StatusCode)
	}
	if r.Method == http.MethodPost { // other answers may come from a cache, with the date of when they went into it
		c.date, _ = http.ParseTime(resp.Header.Get("Date"))
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, maxAnswer)
	return resp, nil
}

// skew is how far the provider's clock is ahead of now; 0 when it is not known.
func (c *conversation) skew(now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.date.IsZero() {
		return 0
	}
	return c.date.Sub(now)
}
