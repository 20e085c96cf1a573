package session

import (
	"crypto/rand"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/sessions"
)

// Store reads and writes the sessions of browsers. It is safe for concurrent use.
type Store struct {
	cookies  *sessions.CookieStore
	name     string // of the cookie
	codecs   []codec
	lifetime time.Duration
	now      func() time.Time
	ended    endedSessions
	signIns  signInList
}

// New takes the secrets that ReadKeys returns, at least one; the first writes, all
// read. secure is for consoles whose address is https. lifetime is how long a
// sign-in holds at most. console tells consoles from each other that share a host or
// a key file: none reads or replaces another's cookies; it is the same for all
// replicas of a console, and may be empty. The error is that of a secret that gives
// no key.
func New(secrets [][]byte, secure bool, lifetime time.Duration, now func() time.Time, console string) (*Store, error) {
	st := &Store{lifetime: lifetime, now: now}
	for _, secret := range secrets {
		codec, err := newCodec(secret)
		if err != nil {
			return nil, err
		}
		st.codecs = append(st.codecs, codec)
	}
	st.cookies, st.name = newCookies(st.codecs, secure, console)
	return st, nil
}

// Empty returns a new session, which is not stored until Save.
func (st *Store) Empty() *Session {
	now := st.now().Unix()
	return &Session{Created: now, Seen: now}
}

// Load returns the session of a request: an empty one when the cookie is missing,
// broken, too old, or of a session that was ended.
func (st *Store) Load(r *http.Request) *Session {
	// The error is that of a cookie that cannot be read; it is as good as none.
	cookie, _ := st.cookies.New(r, st.name)
	s, ok := cookie.Values[sessionValue].(*Session)
	if !ok || s.User != "" && (s.ID == "" || st.ended.has(s.ID)) {
		return st.Empty()
	}
	now := st.now()
	if now.Sub(time.Unix(s.Created, 0)) >= st.lifetime ||
		s.User != "" && now.Sub(time.Unix(s.Seen, 0)) >= min(IdleTime, st.lifetime) {
		next := st.Empty()
		next.expired, next.Lang, next.Theme = s.User != "", s.Lang, s.Theme
		return next
	}
	s.stored = true
	return s
}

// Save writes the cookie; it must come before the body. Of several saves in one
// answer the last holds.
func (st *Store) Save(w http.ResponseWriter, r *http.Request, s *Session) {
	st.write(w, r, s, max(1, int(math.Ceil(st.expiry(s).Sub(st.now()).Seconds()))))
}

// Touch notes that the session is used; it reports whether that is worth a save.
func (st *Store) Touch(s *Session) bool {
	now := st.now().Unix()
	if now-s.Seen < int64(seenStep/time.Second) {
		return false
	}
	s.Seen = now
	return true
}

// SignIn saves a new session for the user in place of the one before. Nothing of
// that is kept but language and theme, so that nobody can have prepared it. The
// fingerprint and the groups are given back by Load.
func (st *Store) SignIn(w http.ResponseWriter, r *http.Request, before *Session, user, fingerprint string,
	groups ...string) *Session {
	if before.User != "" {
		st.forget(before)
	}
	s := st.Empty()
	s.Lang, s.Theme = before.Lang, before.Theme
	s.ID, s.User, s.Fingerprint, s.Groups = rand.Text(), user, fingerprint, groups
	st.Save(w, r, s)
	return s
}

// End ends a session for good: copies of its cookie open nothing any more.
func (st *Store) End(w http.ResponseWriter, r *http.Request, s *Session) {
	if s.stored {
		st.forget(s)
	}
	st.write(w, r, &Session{}, -1)
}

// expiry is when a session ends whatever is done with it.
func (st *Store) expiry(s *Session) time.Time { return time.Unix(s.Created, 0).Add(st.lifetime) }

// forget makes every copy of a session's cookie worthless.
func (st *Store) forget(s *Session) {
	if s.ID != "" {
		st.ended.add(s.ID, st.now(), st.expiry(s))
	}
}

// endedSessions remembers the IDs of ended sessions until their cookies would
// have expired anyway.
type endedSessions struct {
	mu      sync.RWMutex
	expires map[string]time.Time
}

func (e *endedSessions) has(id string) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	_, ok := e.expires[id]
	return ok
}

func (e *endedSessions) add(id string, now, expires time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.expires == nil {
		e.expires = make(map[string]time.Time)
	}
	for old, at := range e.expires {
		if at.Before(now) {
			delete(e.expires, old)
		}
	}
	e.expires[id] = expires
}
