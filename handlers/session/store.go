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
	shared   *sharedStore // nil when sign-ins are in the cookies
}

// Share keeps sign-ins in records instead of the cookies, for all replicas. It comes
// before the first request.
func (st *Store) Share(records Records) { st.shared = &sharedStore{st.cookies, st.codecs, records} }

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

// CookieName is the name of the cookie of a sign-in.
func (st *Store) CookieName() string { return st.name }

// Empty returns a new session, which is not stored until Save.
func (st *Store) Empty() *Session {
	now := st.now().Unix()
	return &Session{Created: now, Seen: now}
}

// Load returns the session of a request as its cookie has it: an empty one when the
// cookie is missing, broken, too old, or of a session that was ended. With Records,
// who is signed in is known after Resolve.
func (st *Store) Load(r *http.Request) *Session {
	// The error is that of a cookie that cannot be read; it is as good as none.
	cookie, _ := st.cookies.New(r, st.name)
	s, ok := cookie.Values[sessionValue].(*Session)
	if !ok || s.User != "" && (s.ID == "" || st.shared != nil || st.ended.has(s.ID)) {
		return st.Empty()
	}
	now, signedIn := st.now(), s.User != "" || st.shared != nil && s.ID != ""
	if now.Sub(time.Unix(s.Created, 0)) >= st.lifetime ||
		signedIn && now.Sub(time.Unix(s.Seen, 0)) >= min(IdleTime, st.lifetime) {
		next := st.Empty()
		next.expired, next.Lang, next.Theme = signedIn, s.Lang, s.Theme
		return next
	}
	s.stored = true
	return s
}

// Resolve completes a session of Load for the same request by what Records have of it.
// The error is an *AwayError; the session stays as it was then.
func (st *Store) Resolve(r *http.Request, s *Session) error {
	if st.shared == nil || s.ID == "" || s.User != "" {
		return nil
	}
	g, err := st.shared.New(r, st.name)
	if err != nil {
		return err
	}
	*s = *g.Values[sessionValue].(*Session)
	return nil
}

// Save writes the cookie, and the record of a sign-in if there are Records; it must come
// before the body. Of several saves in one answer the last holds. The error is an
// *AwayError: the cookie is written nevertheless, unless the sign-in is a new one.
func (st *Store) Save(w http.ResponseWriter, r *http.Request, s *Session) error {
	return st.write(w, r, s, max(1, int(math.Ceil(st.expiry(s).Sub(st.now()).Seconds()))))
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
// fingerprint and the groups are given back by Load and Resolve; address is where the
// user is. After an *AwayError nobody is signed in, and the session before holds.
func (st *Store) SignIn(w http.ResponseWriter, r *http.Request, before *Session, user, fingerprint, address string,
	groups ...string) error {
	s := st.Empty()
	s.Lang, s.Theme, s.replaces = before.Lang, before.Theme, before.ID
	s.ID, s.User, s.Fingerprint, s.Groups = rand.Text(), user, fingerprint, groups
	st.Seen(s, address, r.UserAgent())
	if err := st.Save(w, r, s); err != nil {
		return err
	}
	st.forget(before)
	return nil
}

// End ends a session for good: copies of its cookie open nothing any more. After an
// *AwayError it holds.
func (st *Store) End(w http.ResponseWriter, r *http.Request, s *Session) error {
	if err := st.write(w, r, &Session{ID: s.ID}, -1); err != nil {
		return err
	}
	if s.stored {
		st.forget(s)
	}
	return nil
}

// expiry is when a session ends whatever is done with it.
func (st *Store) expiry(s *Session) time.Time { return time.Unix(s.Created, 0).Add(st.lifetime) }

// forget makes every copy of a session's cookie worthless. Records do so by themselves.
func (st *Store) forget(s *Session) {
	if s.ID != "" && st.shared == nil {
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
