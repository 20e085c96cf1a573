package handlers

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/users"
)

// attempt tries to sign in from an address, with a new browser.
func (g *guarded) attempt(t testing.TB, address, name, password string) *httptest.ResponseRecorder {
	t.Helper()
	b := newBrowser(t, g)
	b.address = address
	return b.try(name, password, "/")
}

// checkThrottled checks a whole answer to one attempt too many.
func checkThrottled(t *testing.T, rec *httptest.ResponseRecorder, seconds, wait string) {
	t.Helper()
	header := rec.Header().Clone()
	header.Del("Content-Length")
	want := and("Content-Type", htmlType, "Cache-Control", "no-store", "Retry-After", seconds)
	if diff := cmp.Diff([]any{429, want}, []any{rec.Code, header}); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	got := texts(parse(t, rec.Body.String()), "main h1, main h1 ~ p")
	if diff := cmp.Diff([]string{"Too many attempts", "The sign-in was tried too often.",
		"Try again in " + wait + "."}, got); diff != "" {
		t.Errorf("the page (-want +got)\n%s", diff)
	}
}

// TestThrottleByAddress: a run at full speed from one address is stopped, and
// nobody else is held up.
func TestThrottleByAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		for i := range triesByAddress {
			if rec := g.attempt(t, fmt.Sprintf("192.0.2.1:%d", 1000+i), fmt.Sprint("guess", i),
				"x"); rec.Code != 401 || rec.Header().Get("Retry-After") != "" {
				t.Fatalf("attempt %d: status %d, headers %v", i, rec.Code, rec.Header())
			}
		}
		for range 100 {
			if rec := g.attempt(t, "192.0.2.1:1", "another", "x"); rec.Code != 429 {
				t.Fatalf("one more attempt: status %d", rec.Code)
			}
		}
		checkThrottled(t, g.attempt(t, "192.0.2.1:1", "alice", passwordOf("alice")), "62", "2 minutes")
		if rec := g.attempt(t, "192.0.2.2:1", "alice", passwordOf("alice")); rec.Code != 303 {
			t.Errorf("alice from another address: status %d", rec.Code)
		}
		b := newBrowser(t, g)
		b.address = "192.0.2.1:1"
		if rec := b.post("/login", "user=bob", "Accept", "application/json"); rec.Code != 429 ||
			rec.Header().Get("Retry-After") != "62" ||
			rec.Body.String() != errorDocument(t, 429, "sign_in_throttled",
				"The sign-in was tried too often. Try again in 2 minutes.") {
			t.Errorf("a program: status %d, %s", rec.Code, rec.Body)
		}
		if rec := b.get("/login"); rec.Code != 200 {
			t.Errorf("the form: status %d", rec.Code)
		}
		time.Sleep(2 * triesByAddressIn)
		if rec := g.attempt(t, "192.0.2.1:1", "alice", passwordOf("alice")); rec.Code != 303 {
			t.Errorf("two minutes later: status %d", rec.Code)
		}
	})
}

// TestThrottleByUser: one user cannot be guessed from many addresses; a name
// that is in no file is treated no better or worse.
func TestThrottleByUser(t *testing.T) {
	for _, name := range []string{"alice", "nobody", ""} {
		synctest.Test(t, func(t *testing.T) {
			g := newTimed(t)
			address := func(i int) string { return fmt.Sprintf("198.51.100.%d:1", i) }
			for i := range triesByUser {
				if rec := g.attempt(t, address(i), name, "wrong"); rec.Code != 401 {
					t.Fatalf("attempt %d as %q: status %d", i, name, rec.Code)
				}
			}
			checkThrottled(t, g.attempt(t, address(100), name, passwordOf(name)), "990", "17 minutes")
			for _, other := range []string{"bob", "somebody"} {
				if rec := g.attempt(t, address(100), other, passwordOf("bob")); rec.Code == 429 {
					t.Errorf("%s is throttled after attempts as %q", other, name)
				}
			}
			time.Sleep(2 * triesByUserIn)
			if rec := g.attempt(t, address(1), name, "wrong"); rec.Code != 401 {
				t.Errorf("half an hour later: status %d", rec.Code)
			}
		})
	}
}

// countedAttempts counts the passwords that are compared with a hash.
type countedAttempts struct {
	Users
	n int
}

func (c *countedAttempts) Authenticate(ctx context.Context, name, password string) (*users.User, error) {
	c.n++
	return c.Users.Authenticate(ctx, name, password)
}

// TestThrottledComputesNothing: an attempt too many costs no hash.
func TestThrottledComputesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t)
		attempts := &countedAttempts{Users: g.Users}
		g.Users = attempts
		for i := range 3 * triesByAddress {
			g.attempt(t, "192.0.2.1:1", fmt.Sprint("guess", i), "x")
		}
		if attempts.n != triesByAddress {
			t.Errorf("%d hashes for %d attempts, want %d", attempts.n, 3*triesByAddress, triesByAddress)
		}
		if n := strings.Count(g.audits.String(), `"sign-in throttled","user":"unknown user"`); n != 2*triesByAddress {
			t.Errorf("%d audit records, want %d", n, 2*triesByAddress)
		}
	})
}

// TestThrottleAddresses: which addresses count as one.
func TestThrottleAddresses(t *testing.T) {
	tests := map[string]struct {
		first, second string
		same          bool
	}{
		"another port":       {"192.0.2.1:1", "192.0.2.1:2", true},
		"another IPv4":       {"192.0.2.1:1", "192.0.2.2:1", false},
		"the same /64":       {"[2001:db8:0:1::1]:1", "[2001:db8:0:1:ffff:ffff:ffff:ffff]:1", true},
		"another /64":        {"[2001:db8:0:1::1]:1", "[2001:db8:0:2::1]:1", false},
		"IPv4 in IPv6":       {"192.0.2.1:1", "[::ffff:192.0.2.1]:1", true},
		"the same link":      {"[fe80::1%eth0]:1", "[fe80::2%eth0]:1", true},
		"another IPv4 in v6": {"[::ffff:192.0.2.1]:1", "[::ffff:192.0.2.2]:1", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newTimed(t)
				for i := range triesByAddress {
					g.attempt(t, test.first, fmt.Sprint("guess", i), "x")
				}
				if rec := g.attempt(t, test.second, "somebody", "x"); (rec.Code == 429) != test.same {
					t.Errorf("status %d", rec.Code)
				}
			})
		})
	}
}
