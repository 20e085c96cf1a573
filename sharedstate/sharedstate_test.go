package sharedstate

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"

	"isales-console/sharedstate/redistest"
)

// open opens the state at host:port. What is told of changes goes into the channel.
func open(t *testing.T, addr string, o Options) (s *State, changes chan Health) {
	t.Helper()
	at, err := ParseAddress("redis://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	changes = make(chan Health, 10)
	o.Changed = func(health Health, err error) {
		if (err == nil) != (health == Answering) {
			t.Errorf("%s because of %v", health, err)
		}
		changes <- health
	}
	if s, err = Open(at, o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, changes
}

// onBoth runs a test against a simulated Redis, and against a real one where there is
// one.
func onBoth(t *testing.T, test func(t *testing.T, addr string)) {
	t.Run("simulated", func(t *testing.T) { test(t, miniredis.RunT(t).Addr()) })
	t.Run("real", func(t *testing.T) { test(t, redistest.Start(t).Addr) })
}

// need fails the test for an error.
func need(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestSignIns: records of users come back until they are deleted, on every replica of
// this console and on no other.
func TestSignIns(t *testing.T) {
	onBoth(t, func(t *testing.T, addr string) {
		ctx, o := t.Context(), Options{Console: "one", SignInLifetime: time.Hour}
		a, _ := open(t, addr, o)
		b, _ := open(t, addr, o)
		other, _ := open(t, addr, Options{Console: "two", SignInLifetime: time.Hour})
		for _, id := range []string{"first", "second", "third"} {
			need(t, a.Add(ctx, "alice", id, []byte(id), time.Minute, ""))
		}
		need(t, a.Add(ctx, "bob", "fourth", []byte("fourth"), time.Minute, "third"))
		need(t, b.Update(ctx, "second", []byte("used"), time.Minute))
		need(t, b.Delete(ctx, "first"))
		need(t, b.Update(ctx, "first", []byte("again"), time.Minute))
		need(t, b.Delete(ctx))
		got := map[string]string{}
		for _, id := range []string{"first", "second", "third", "fourth"} {
			record, err := a.Get(ctx, id)
			need(t, err)
			got[id] = string(record)
		}
		want := map[string]string{"first": "", "second": "used", "third": "", "fourth": "fourth"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		records, err := a.OfUser(ctx, "alice")
		need(t, err)
		if diff := cmp.Diff(map[string][]byte{"second": []byte("used")}, records); diff != "" {
			t.Errorf("of alice (-want +got)\n%s", diff)
		}
		users, err := a.Users(ctx)
		need(t, err)
		slices.Sort(users)
		foreign, err := other.Users(ctx)
		need(t, err)
		record, err := other.Get(ctx, "second")
		if record != nil || err != nil || len(foreign) != 0 || !slices.Equal(users, []string{"alice", "bob"}) {
			t.Errorf("users %q; of the other console %q, %q, %v", users, foreign, record, err)
		}
	})
}

// TestRecordsExpire: a record goes when it is not used, or its user's lifetime is over.
func TestRecordsExpire(t *testing.T) {
	redis := miniredis.RunT(t)
	s, _ := open(t, redis.Addr(), Options{SignInLifetime: 2 * time.Hour})
	need(t, s.Add(t.Context(), "alice", "id", []byte("record"), 30*time.Minute, ""))
	redis.FastForward(29 * time.Minute)
	need(t, s.Update(t.Context(), "id", []byte("record"), 30*time.Minute))
	redis.FastForward(29 * time.Minute)
	if record, err := s.Get(t.Context(), "id"); string(record) != "record" || err != nil {
		t.Errorf("in use: %q, %v", record, err)
	}
	redis.FastForward(2 * time.Minute)
	if record, err := s.Get(t.Context(), "id"); record != nil || err != nil {
		t.Errorf("not used: %q, %v", record, err)
	}
	redis.FastForward(time.Hour)
	if keys := redis.Keys(); len(keys) != 0 {
		t.Errorf("left: %q", keys)
	}
}

// TestAttempts: replicas count to one limit, and a window slides.
func TestAttempts(t *testing.T) {
	redis := miniredis.RunT(t)
	a, _ := open(t, redis.Addr(), Options{Secret: []byte("secret")})
	b, _ := open(t, redis.Addr(), Options{Secret: []byte("secret")})
	at := time.Date(2026, 3, 4, 5, 0, 0, 0, time.UTC)
	tests := []struct {
		after    time.Duration // since 5:00
		giveBack bool
		takes    int
		taken    int
	}{
		{0, false, 3, 3},
		{0, true, 1, 1},
		{59 * time.Second, false, 9, 7}, // 10 in the first minute
		{60 * time.Second, false, 3, 0}, // all of them count
		{75 * time.Second, false, 5, 2}, // three quarters of them
		{110 * time.Second, false, 9, 6},
		{300 * time.Second, false, 20, 10},
	}
	for _, test := range tests {
		redis.SetTime(at.Add(test.after))
		if test.giveBack {
			need(t, a.GiveBack(t.Context(), "name", time.Minute))
		}
		taken := 0
		for i := range test.takes {
			ok, err := []*State{a, b}[i%2].Take(t.Context(), "name", 10, time.Minute)
			need(t, err)
			if ok {
				taken++
			}
		}
		if taken != test.taken {
			t.Errorf("after %s: %d of %d, want %d", test.after, taken, test.takes, test.taken)
		}
	}
	if ok, err := a.Take(t.Context(), "another", 10, time.Minute); !ok || err != nil {
		t.Errorf("another name: %t, %v", ok, err)
	}
}

// TestAttemptsAtOnce: the limit holds for attempts at the same time, on a real server.
func TestAttemptsAtOnce(t *testing.T) {
	s, _ := open(t, redistest.Start(t).Addr, Options{})
	taken := make(chan bool, 50)
	for range cap(taken) {
		go func() {
			ok, err := s.Take(context.Background(), "name", 10, 15*time.Minute)
			taken <- ok && err == nil
		}()
	}
	n := 0
	for range cap(taken) {
		if <-taken {
			n++
		}
	}
	if n != 10 {
		t.Errorf("%d attempts, want 10", n)
	}
}

// TestCopies: a copy reaches the other replicas of all consoles of its platform, packed
// and for a time.
func TestCopies(t *testing.T) {
	redis := miniredis.RunT(t)
	o := Options{Console: "one", Platform: "https://p AK", CopyLifetime: time.Hour}
	a, _ := open(t, redis.Addr(), o)
	text := slices.Repeat([]byte("text "), 1000)
	for name, data := range map[string][]byte{"long": text, "huge": make([]byte, maxCopyBytes+1), "empty": {}} {
		a.SaveCopy(name, data)
	}
	need(t, a.Close()) // writes what waits
	o.Console = "two"
	b, _ := open(t, redis.Addr(), o)
	o.Platform = "https://p other AK"
	other, _ := open(t, redis.Addr(), o)
	got := map[string]int{}
	for _, name := range []string{"long", "huge", "empty", "never"} {
		got[name] = len(b.LoadCopy(t.Context(), name))
	}
	if diff := cmp.Diff(map[string]int{"long": len(text), "huge": 0, "empty": 0, "never": 0}, got); diff != "" {
		t.Errorf("lengths (-want +got)\n%s", diff)
	}
	if got := other.LoadCopy(t.Context(), "long"); got != nil {
		t.Errorf("another access key reads %q", got)
	}
	key := b.copyKey("long")
	if packed, err := redis.Get(key); err != nil || len(packed) > 100 || redis.TTL(key) != time.Hour {
		t.Errorf("%d bytes for %s, %v", len(packed), redis.TTL(key), err)
	}
	need(t, redis.Set(key, "no copy of ours"))
	if got := b.LoadCopy(t.Context(), "long"); got != nil {
		t.Errorf("something else: %q", got)
	}
}

// TestParseAddress: what is no address is refused without being quoted.
func TestParseAddress(t *testing.T) {
	const wrong = "is not redis://host:port or rediss://host:port, " +
		"with a user and password before the host and /number of a database behind it if need be"
	tests := map[string]string{
		"redis://localhost":                   "localhost:6379",
		"rediss://user:secret@[::1]:6380/2":   "[::1]:6380/2",
		"redis://:secret@redis.example:7000/": "redis.example:7000",
		"redis://user:secret@:6379":           wrong,
		"http://user:secret@host":             wrong,
		"redis://secret^@host:port":           wrong,
		"redis://host?secret=1":               wrong,
		"redis://:secret@host:70000":          "has no port from 1 to 65535",
		"redis://:secret@host/x":              "has no number of a database behind the host",
	}
	for _, text := range slices.Sorted(maps.Keys(tests)) {
		at, err := ParseAddress(text)
		got := at.String()
		if err != nil {
			got = err.Error()
		}
		if got != tests[text] {
			t.Errorf("%s: %s, want %s", text, got, tests[text])
		}
	}
	at, err := ParseAddress("rediss://user:secret@host")
	o := at.options()
	if err != nil || o.Username != "user" || o.Password != "secret" || o.TLSConfig.ServerName != "host" {
		t.Errorf("%+v, %v", o, err)
	}
}
