// Package sharedstate is what the replicas of a console have in common, in Redis or
// Valkey: sign-ins, counts of attempts to sign in, and last good copies. It is the one
// place that knows keys, waits, and whether Redis answers. Open a [State] with [Open].
package sharedstate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"isales-console/isales/background"
)

const (
	// tryFor bounds one attempt, maxWait all attempts of an exchange.
	tryFor  = 500 * time.Millisecond
	maxWait = time.Second
	// awayAfter exchanges in a row must have failed before Redis is left alone.
	awayAfter = 3
	// probeEvery is how often Redis is tried while it is away, fullEvery while it has
	// no memory left.
	probeEvery = 500 * time.Millisecond
	fullEvery  = 30 * time.Second
)

// Health is how it stands with Redis.
type Health string

// Values of Health.
const (
	Answering Health = "answering"
	Full      Health = "full" // refuses what needs memory
	Away      Health = "away" // does not answer, or only with errors
)

// Options of a State.
type Options struct {
	// Console tells consoles apart that share a Redis; the same for all replicas of one.
	Console string
	// Platform tells copies of different platforms and access keys apart.
	Platform string
	// Secret hides what was typed at a sign-in; the same for all replicas.
	Secret []byte
	// SignInLifetime is how long a sign-in holds at most.
	SignInLifetime time.Duration
	// CopyLifetime is how long copies are kept at most; 0 means that none are.
	CopyLifetime time.Duration
	// Changed is told once of each change of health, with the error that led to it, which
	// is nil for Answering alone; nil tells nobody. It is called in the order of the
	// changes, and must not call the State.
	Changed func(health Health, err error)
}

// State is safe for concurrent use. It never waits longer than a second.
type State struct {
	Options
	client *redis.Client
	copies *copyQueue

	mu       sync.Mutex
	failures int   // in a row
	last     error // that led to away
	full     bool
	probe    *time.Timer // nil while Redis answers
	closed   bool
	failed   int // exchanges, of all time
}

// Open returns the state at an address. It asks nothing: a Redis that is away when the
// console starts is like one that goes away later. Close ends it.
func Open(a Address, o Options) (*State, error) {
	redis.SetLogger(silent{})
	s := &State{Options: o, client: redis.NewClient(a.options())}
	var err error
	s.copies, err = s.newCopyQueue()
	return s, err
}

// silent drops what the client would print: each error comes back to its caller.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// Close gives the copies that wait a second to be written.
func (s *State) Close() error {
	s.copies.close()
	s.mu.Lock()
	s.closed = true
	if s.probe != nil {
		s.probe.Stop()
	}
	s.mu.Unlock()
	return s.client.Close()
}

// Health returns how it stands, without asking.
func (s *State) Health() Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.health()
}

// health needs s.mu.
func (s *State) health() Health {
	switch {
	case s.failures >= awayAfter:
		return Away
	case s.full:
		return Full
	}
	return Answering
}

// Failures returns how many exchanges have failed since the start.
func (s *State) Failures() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// exchange asks Redis by f, unless it is known to be away. That a key is missing is no
// error. The visitor's leaving does not end it: the connection would be lost.
func (s *State) exchange(ctx context.Context, f func(ctx context.Context) error) error {
	s.mu.Lock()
	if s.health() == Away {
		defer s.mu.Unlock()
		s.failed++
		return s.last
	}
	s.mu.Unlock()
	return s.try(ctx, f)
}

// try asks Redis by f and notes how that went.
func (s *State) try(ctx context.Context, f func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxWait)
	defer cancel()
	err := f(ctx)
	if errors.Is(err, redis.Nil) {
		err = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.health()
	if err != nil {
		s.failed++
	}
	switch {
	case err == nil:
		s.failures = 0
	case isFull(err):
		s.failures, s.full = 0, true
	default:
		s.failures++
		s.last = err
		// Whether there is memory again is found out when it answers.
		s.full = s.full && s.failures < awayAfter
	}
	s.noteHealth(before, err)
	return err
}

// isFull reports the error of a command that Redis has no memory for, alone or within
// a transaction.
func isFull(err error) bool { return strings.Contains(err.Error(), "OOM ") }

// noteHealth tells of a change, and has Redis probed until it answers; s.mu is held.
func (s *State) noteHealth(before Health, err error) {
	now := s.health()
	if now == before {
		return
	}
	if s.Changed != nil {
		s.Changed(now, err)
	}
	if s.probe != nil {
		s.probe.Stop()
		s.probe = nil
	}
	s.probeLater()
}

// probeLater has Redis probed until it answers; s.mu is held.
func (s *State) probeLater() {
	pause := map[Health]time.Duration{Away: probeEvery, Full: fullEvery}[s.health()]
	if pause > 0 && !s.closed {
		s.probe = time.AfterFunc(pause, background.Safe(s.probeNow))
	}
}

// probeNow writes a key, which needs memory.
func (s *State) probeNow() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	before := s.health()
	s.mu.Unlock()
	err := s.try(context.Background(), func(ctx context.Context) error {
		return s.client.Set(ctx, s.key("probe", ""), "", time.Minute).Err()
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && s.full {
		s.full = false
		s.noteHealth(Full, nil)
		return
	}
	if s.health() == before {
		s.probeLater()
	}
}

// key names a value of this console.
func (s *State) key(kind, name string) string { return prefix(s.Console) + kind + ":" + name }

// prefix keeps consoles and platforms apart.
func prefix(of string) string {
	sum := sha256.Sum256([]byte(of))
	return "isales:" + hex.EncodeToString(sum[:8]) + ":"
}
