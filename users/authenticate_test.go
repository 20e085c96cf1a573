package users

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// countingHash is a password hash that counts how often it is computed.
type countingHash struct {
	n     atomic.Int64
	right string
}

func (c *countingHash) matches(password string) bool { c.n.Add(1); return password == c.right }

// blockingHash is a password hash that takes until it is released, and counts how
// many are computed at once.
type blockingHash struct {
	running, max, all atomic.Int64
	release           chan struct{}
}

func (h *blockingHash) matches(string) bool {
	h.all.Add(1)
	now := h.running.Add(1)
	for m := h.max.Load(); now > m && !h.max.CompareAndSwap(m, now); m = h.max.Load() {
	}
	<-h.release
	h.running.Add(-1)
	return false
}

// openTwo opens a file with alice and bob, whose hashes are replaced.
func openTwo(t testing.TB, alice, bob passwordHash) *File {
	t.Helper()
	file, _, _, err := openUsers(t, "alice:"+cheapHash("a")+"\nbob:"+cheapHash("b")+"\n")
	if err != nil {
		t.Fatal(err)
	}
	file.Lookup("alice").hash, file.Lookup("bob").hash = alice, bob
	return file
}

// TestOneHash: known or unknown, right or wrong, too long or not, an attempt
// computes exactly one hash.
func TestOneHash(t *testing.T) {
	alice, bob := &countingHash{right: "correct horse"}, &countingHash{right: "battery staple"}
	file := openTwo(t, alice, bob)
	long := strings.Repeat("x", MaxPassword+1)
	for _, tt := range []struct{ user, password, want string }{
		{"alice", "correct horse", "alice"}, {"bob", "battery staple", "bob"}, {"alice", "wrong", ""},
		{"bob", "", ""}, {"alice", long, ""},
		{"nobody", "correct horse", ""}, {"nobody", "battery staple", ""}, {"", "", ""}, {"x", long, ""},
		{"\x00\xff", "x", ""},
	} {
		alice.n.Store(0)
		bob.n.Store(0)
		user, err := file.Authenticate(t.Context(), tt.user, tt.password)
		got := ""
		if user != nil {
			got = user.Name
		}
		if hashes := alice.n.Load() + bob.n.Load(); err != nil || got != tt.want || hashes != 1 {
			t.Errorf("%.20q, %.20q: user %q, %d hashes, %v; want %q, 1 hash", tt.user, tt.password, got, hashes, err, tt.want)
		}
	}
	// The first MaxPassword bytes of a longer password are right, the password is not.
	alice.right = strings.Repeat("x", MaxPassword)
	if user, err := file.Authenticate(t.Context(), "alice", long); user != nil || err != nil {
		t.Errorf("a password of %d bytes matches its beginning: %v", len(long), err)
	}
}

// TestDecoys: an unknown name always gets the same candidate, and the names share
// all of them.
func TestDecoys(t *testing.T) {
	file := openTwo(t, &countingHash{}, &countingHash{})
	seen := map[string]int{}
	for i := range 200 {
		name := "nobody" + strings.Repeat("x", i)
		someone, known := file.candidate(name)
		seen[someone.Name]++
		for range 3 {
			if again, _ := file.candidate(name); again != someone || known {
				t.Fatalf("%s: candidate %s, then %s; known: %v", name, someone.Name, again.Name, known)
			}
		}
	}
	if seen["alice"] < 40 || seen["bob"] < 40 {
		t.Errorf("200 unknown names have the candidates %v, want about as many of each", seen)
	}
	if someone, known := file.candidate("bob"); !known || someone.Name != "bob" {
		t.Errorf("the candidate of bob is %s, %v", someone.Name, known)
	}
}

// TestHashesAtOnce: fifty attempts at once take the memory of a few hashes.
func TestHashesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &blockingHash{release: make(chan struct{})}
		file := openTwo(t, h, h)
		limit := int64(cap(file.hashing))
		var refused atomic.Int64
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if user, err := file.Authenticate(t.Context(), fmt.Sprint("user", i), "x"); user == nil && err == nil {
					refused.Add(1)
				}
			})
		}
		synctest.Wait()
		if got := h.running.Load(); got != limit {
			t.Errorf("%d hashes run, want %d", got, limit)
		}
		close(h.release)
		wg.Wait()
		if h.max.Load() != limit || h.all.Load() != 50 || refused.Load() != 50 || len(file.hashing) != 0 {
			t.Errorf("%d hashes, %d at once, %d refused, %d places taken; want 50, %d, 50, 0", h.all.Load(),
				h.max.Load(), refused.Load(), len(file.hashing), limit)
		}
	})
}

// TestHashQueue: an attempt that gets no turn ends after maxHashWait or with its
// caller, and computes nothing.
func TestHashQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &blockingHash{release: make(chan struct{})}
		file := openTwo(t, h, h)
		var wg sync.WaitGroup
		for i := range cap(file.hashing) {
			wg.Go(func() { _, _ = file.Authenticate(t.Context(), fmt.Sprint("user", i), "x") })
		}
		synctest.Wait()
		start := time.Now()
		user, err := file.Authenticate(t.Context(), "alice", "x")
		busy, ok := errors.AsType[*BusyError](err)
		if waited := time.Since(start); user != nil || !ok || busy.RetryAfter != 5*time.Second || waited != 5*time.Second {
			t.Errorf("user %v, error %v after %s", user, err, waited)
		}
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error)
		go func() {
			_, err := file.Authenticate(ctx, "alice", "x")
			gone <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-gone; err != context.Canceled {
			t.Errorf("cancelled: %v", err)
		}
		close(h.release)
		wg.Wait()
		if h.all.Load() != int64(cap(file.hashing)) || len(file.hashing) != 0 {
			t.Errorf("%d hashes, want %d; %d places stay taken", h.all.Load(), cap(file.hashing), len(file.hashing))
		}
	})
}
