package handlers

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/users"
)

// queueing is a users file whose sign-ins get no turn.
type queueing struct {
	Users
	err error // nil for waiting until the visitor leaves
}

func (q queueing) Authenticate(ctx context.Context, _, _ string) (*users.User, error) {
	if q.err != nil {
		return nil, q.err
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestSignInBusy: an attempt that got no turn is told when to try again, and
// audited.
func TestSignInBusy(t *testing.T) {
	g := newGuarded(t)
	g.Users = queueing{g.Users, &users.BusyError{RetryAfter: 5 * time.Second}}
	checkThrottled(t, g.attempt(t, "198.51.100.1:1", "alice", passwordOf("alice")), "5", "5 seconds")
	if n := strings.Count(g.audits.String(),
		`"action":"sign-in throttled","user":"alice","address":"198.51.100.1"`); n != 1 {
		t.Errorf("%d audit records of it:\n%s", n, g.audits)
	}
}

// TestSignInAbandoned: a visitor who leaves while waiting gets no answer, and that
// is no error.
func TestSignInAbandoned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		g.Users = queueing{Users: g.Users}
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan *httptest.ResponseRecorder)
		go func() {
			r := httptest.NewRequestWithContext(ctx, "POST", "/login", strings.NewReader("user=alice&password=x"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			gone <- serve(g, r)
		}()
		synctest.Wait()
		cancel()
		if rec := <-gone; rec.Body.Len() != 0 || rec.Header().Get("Set-Cookie") != "" {
			t.Errorf("an answer after leaving: %d %s", rec.Code, rec.Body)
		}
		if !strings.Contains(g.log.String(), `"status":499`) || strings.Contains(g.log.String(), `"level":"ERROR"`) {
			t.Errorf("the log:\n%s", g.log)
		}
	})
}
