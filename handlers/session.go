package handlers

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/sessions"

	"isales-console/users"
)

// idleTime is how long a signed-in browser may do nothing.
const idleTime = 30 * time.Minute

// seenStep is how exactly the last use of a session is known: writing a cookie
// with every answer would cost more than the answers.
const seenStep = time.Minute

// session is what the cookie of a browser holds.
type session struct {
	ID          string         `json:"i,omitempty"` // of a sign-in, so that it can be ended; empty while signed out
	User        string         `json:"u,omitempty"` // empty while signed out
	Fingerprint string         `json:"f,omitempty"` // of the password, see users.User
	Created     int64          `json:"c"`           // Unix seconds
	Seen        int64          `json:"s"`           // Unix seconds
	Recent      []recentLookup `json:"r,omitempty"` // newest first
	Lang        string         `json:"l,omitempty"` // the chosen language; empty for the browser's
	Theme       string         `json:"h,omitempty"` // "light" or "dark"; empty for the system's

	// stored says that the session came from a cookie.
	stored bool
	// expired says that a sign-in has just run out, for the sign-in page.
	expired bool
}

// sessionStore keeps sessions in encrypted and authenticated cookies. It is the
// only user of gorilla/sessions.
type sessionStore struct {
	cookies  *sessions.CookieStore
	writes   sealedCookies // the first of their codecs
	name     string
	lifetime time.Duration
	now      func() time.Time
	ended    endedSessions
}

// newSessionStore takes the secrets that ReadSessionKeys returns; the first
// writes, all read. secure is for consoles whose address is https.
func newSessionStore(secrets [][]byte, secure bool, lifetime time.Duration, now func() time.Time) (*sessionStore, error) {
	s := &sessionStore{cookies: sessions.NewCookieStore(), name: "isales-session", lifetime: lifetime, now: now}
	for i, secret := range secrets {
		codec, err := newSealedCookies(secret)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			s.writes = codec
		}
		s.cookies.Codecs = append(s.cookies.Codecs, codec)
	}
	if secure {
		s.name = "__Host-" + s.name
	}
	// gorilla's own defaults lack HttpOnly and allow other sites.
	s.cookies.Options = &sessions.Options{Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
	return s, nil
}

// ReadSessionKeys reads a key file: one secret a line, newest first, each at
// least 32 bytes.
func ReadSessionKeys(file []byte) (secrets [][]byte, err error) {
	lines := bufio.NewScanner(bytes.NewReader(file))
	for number := 1; lines.Scan(); number++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if len(line) < 32 {
			return nil, fmt.Errorf("line %d: a key of %d bytes, want at least 32", number, len(line))
		}
		secrets = append(secrets, slices.Clone(line))
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(secrets) == 0 {
		return nil, errors.New("no key in it")
	}
	return secrets, nil
}

// randomSecret is the secret of a console without a key file: its sessions end
// when it does.
func randomSecret() []byte {
	b := make([]byte, 32)
	rand.Read(b)
	return b
}

// fresh returns a new session, which is not stored until save.
func (st *sessionStore) fresh() *session {
	now := st.now().Unix()
	return &session{Created: now, Seen: now}
}

// load returns the session of a request: a new one when the cookie is missing,
// broken, too old, or of a session that was ended.
func (st *sessionStore) load(r *http.Request) *session {
	if r.Header["Cookie"] == nil {
		return st.fresh()
	}
	// The error is that of a cookie that cannot be read; it is as good as none.
	cookie, _ := st.cookies.New(r, st.name)
	s, ok := cookie.Values[sessionValue].(*session)
	if !ok || s.User != "" && (s.ID == "" || st.ended.has(s.ID)) {
		return st.fresh()
	}
	now := st.now()
	if now.Sub(time.Unix(s.Created, 0)) >= st.lifetime || s.User != "" && now.Sub(time.Unix(s.Seen, 0)) >= min(idleTime, st.lifetime) {
		next := st.fresh()
		next.expired, next.Lang, next.Theme = s.User != "", s.Lang, s.Theme
		return next
	}
	s.stored = true
	return s
}

// save writes the cookie; it must come before the body.
func (st *sessionStore) save(w http.ResponseWriter, s *session) {
	st.write(w, s, max(1, int(math.Ceil(st.expiry(s).Sub(st.now()).Seconds()))))
}

// write does what the store's own Save does, in a fraction of the time, because
// most pages write a cookie. A second write in one answer replaces the first;
// there is no other cookie.
func (st *sessionStore) write(w http.ResponseWriter, s *session, maxAge int) {
	sealed := st.writes.seal(st.name, s)
	line := make([]byte, 0, 160+base64.RawURLEncoding.EncodedLen(len(sealed)))
	line = append(append(line, st.name...), '=')
	line = base64.RawURLEncoding.AppendEncode(line, sealed)
	line = append(line, "; Path=/; Expires="...)
	expires := time.Unix(1, 0)
	if maxAge > 0 {
		expires = st.now().Add(time.Duration(maxAge) * time.Second)
	}
	line = append(expires.UTC().AppendFormat(line, http.TimeFormat), "; Max-Age="...)
	line = strconv.AppendInt(line, int64(max(0, maxAge)), 10)
	line = append(line, "; HttpOnly"...)
	if st.cookies.Options.Secure {
		line = append(line, "; Secure"...)
	}
	line = append(line, "; SameSite=Lax"...)
	w.Header()["Set-Cookie"] = []string{string(line)}
}

// expiry is when a session ends whatever is done with it.
func (st *sessionStore) expiry(s *session) time.Time { return time.Unix(s.Created, 0).Add(st.lifetime) }

// touch notes that the session is used; it reports whether that is worth a save.
func (st *sessionStore) touch(s *session) bool {
	now := st.now().Unix()
	if now-s.Seen < int64(seenStep/time.Second) {
		return false
	}
	s.Seen = now
	return true
}

// signIn makes a new session for the user: nothing of the one before the sign-in
// is kept but language and theme, so that nobody can have prepared it.
func (st *sessionStore) signIn(u *users.User, before *session) *session {
	s := st.fresh()
	s.Lang, s.Theme = before.Lang, before.Theme
	s.ID, s.User, s.Fingerprint = rand.Text(), u.Name, u.Fingerprint
	return s
}

// forget makes every copy of a session's cookie worthless.
func (st *sessionStore) forget(s *session) {
	if s.ID != "" {
		st.ended.add(s.ID, st.now(), st.expiry(s))
	}
}

// end ends a session for good: copies of its cookie open nothing any more.
func (st *sessionStore) end(w http.ResponseWriter, s *session) {
	if s.stored {
		st.forget(s)
	}
	st.write(w, &session{}, -1)
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
