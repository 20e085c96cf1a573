package sharedstate

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"isales-console/sharedstate/redistest"
)

// expect waits for the changes in this order.
func expect(t *testing.T, changes chan Health, want ...Health) {
	t.Helper()
	for _, health := range want {
		select {
		case got := <-changes:
			if got != health {
				t.Fatalf("changed to %s, want %s", got, health)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("no change to %s", health)
		}
	}
}

// fail asks until Redis is taken to be away; each answer is an error, and soon.
func fail(t *testing.T, s *State, changes chan Health) {
	t.Helper()
	for range awayAfter {
		if _, err := s.Get(t.Context(), "id"); err == nil {
			t.Error("no error")
		}
	}
	expect(t, changes, Away)
	if _, err := s.Get(t.Context(), "id"); err == nil || s.Failures() < awayAfter+1 {
		t.Errorf("while it is away: %v, %d failures", err, s.Failures())
	}
}

// back waits until Redis answers, and checks that the sign-in still holds.
func back(t *testing.T, s *State, changes chan Health) {
	t.Helper()
	expect(t, changes, Answering)
	if record, err := s.Get(t.Context(), "id"); string(record) != "record" || err != nil {
		t.Errorf("after it is back: %q, %v", record, err)
	}
}

// TestRestart: nobody is signed in or out by a restart, and it is found out without a
// request.
func TestRestart(t *testing.T) {
	redis := redistest.Start(t)
	s, changes := open(t, redis.Addr, Options{SignInLifetime: time.Hour})
	need(t, s.Add(t.Context(), "alice", "id", []byte("record"), time.Hour, ""))
	redis.Stop()
	fail(t, s, changes)
	redis.Restart(t)
	back(t, s, changes)
	// At once, connections of before are no error.
	redis.Stop()
	redis.Restart(t)
	if record, err := s.Get(t.Context(), "id"); string(record) != "record" || err != nil {
		t.Errorf("after a short restart: %q, %v", record, err)
	}
}

// TestAwayNetwork: an answer that is late, or never comes, is none; waits are bounded.
func TestAwayNetwork(t *testing.T) {
	redis := redistest.Start(t)
	for name, trouble := range map[string]struct{ begin, end func(*redistest.Proxy) }{
		"slow": {func(p *redistest.Proxy) { p.Delay(700 * time.Millisecond) },
			func(p *redistest.Proxy) { p.Delay(0) }},
		"half-open": {(*redistest.Proxy).Halt, (*redistest.Proxy).Resume},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy := redistest.StartProxy(t, redis.Addr)
			s, changes := open(t, proxy.Addr, Options{Console: name, SignInLifetime: time.Hour})
			need(t, s.Add(t.Context(), "alice", "id", []byte("record"), time.Hour, ""))
			trouble.begin(proxy)
			for range awayAfter {
				go func() { _, _ = s.Get(t.Context(), "id") }()
			}
			expect(t, changes, Away)
			trouble.end(proxy)
			back(t, s, changes)
		})
	}
}

// TestFullMemory: a full Redis lets nobody in, signs nobody out, and takes no copies.
func TestFullMemory(t *testing.T) {
	redis := redistest.Start(t, "--maxmemory-policy", "noeviction")
	s, changes := open(t, redis.Addr, Options{SignInLifetime: time.Hour, CopyLifetime: time.Hour})
	ctx := t.Context()
	need(t, s.Add(ctx, "alice", "id", []byte("record"), time.Hour, ""))
	need(t, s.client.ConfigSet(ctx, "maxmemory", "1mb").Err())
	for name, err := range map[string]error{
		"a sign-in":  s.Add(ctx, "bob", "new", []byte("record"), time.Hour, "id"),
		"a use":      s.Update(ctx, "id", []byte("used"), 2*time.Hour),
		"an attempt": s.GiveBack(ctx, "name", time.Minute),
	} {
		if err == nil || !strings.Contains(err.Error(), "OOM") {
			t.Errorf("%s: %v", name, err)
		}
	}
	expect(t, changes, Full)
	if left := s.client.PTTL(ctx, s.key("signin", "id")).Val(); left < time.Hour {
		t.Errorf("the sign-in that was used holds for %s", left)
	}
	s.SaveCopy("copy", []byte("text"))
	s.copies.close()
	if n := s.DroppedCopies(); n != 1 {
		t.Errorf("%d copies dropped, want 1", n)
	}
	if record, err := s.Get(ctx, "id"); string(record) != "record" || err != nil || s.Health() != Full {
		t.Errorf("%q, %v, %s", record, err, s.Health())
	}
	need(t, s.Delete(ctx, "id"))
	need(t, s.client.ConfigSet(ctx, "maxmemory", "0").Err())
	s.probeNow()
	expect(t, changes, Answering)
}

// TestFullAndAway: a Redis without memory that goes away is back when it answers.
func TestFullAndAway(t *testing.T) {
	redis := miniredis.RunT(t)
	s, changes := open(t, redis.Addr(), Options{})
	for _, step := range []struct {
		err   string
		times int
		want  Health
	}{{"OOM command not allowed", 1, Full}, {"LOADING", awayAfter, Away}, {"", 0, Answering}} {
		redis.SetError(step.err)
		for range step.times {
			if _, err := s.Get(t.Context(), "id"); err == nil {
				t.Errorf("%s: no error", step.err)
			}
		}
		expect(t, changes, step.want)
	}
}

// TestWrongPassword: it is told from the first exchanges.
func TestWrongPassword(t *testing.T) {
	redis := redistest.Start(t, "--requirepass", "right")
	at, err := ParseAddress("redis://:wrong@" + redis.Addr)
	need(t, err)
	for password, want := range map[string]string{
		"wrong": "WRONGPASS invalid username-password pair or user is disabled.",
		"":      "NOAUTH Authentication required.",
		"right": "<nil>",
	} {
		s, err := Open(at.WithPassword(password), Options{})
		need(t, err)
		_, err = s.Get(t.Context(), "id")
		if got := fmt.Sprint(err); !strings.HasPrefix(got, want) {
			t.Errorf("password %q: %s, want %s", password, got, want)
		}
		need(t, s.Close())
	}
}

// TestCheck: what a console does with Redis is tried, also by several at once, and a policy
// that ends sign-ins is found.
func TestCheck(t *testing.T) {
	redis := redistest.Start(t, "--maxmemory-policy", "allkeys-lru")
	s, _ := open(t, redis.Addr, Options{})
	var checks sync.WaitGroup
	for range 20 {
		checks.Go(func() {
			found, err := s.Check(t.Context())
			if err != nil || !strings.HasPrefix(found.Server, "Redis ") || found.Policy != "allkeys-lru" ||
				!found.Evicts() || found.Took <= 0 {
				t.Errorf("%+v, %v", found, err)
			}
		})
	}
	checks.Wait()
}
