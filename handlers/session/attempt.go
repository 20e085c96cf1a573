package session

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// AttemptTime is how long a sign-on elsewhere may take.
	AttemptTime = 10 * time.Minute
	// attemptKept is how long an attempt is remembered, so that one that took too long
	// is known as such.
	attemptKept = time.Hour
	// maxAttempts is how many attempts a browser has under way, in a tab each.
	maxAttempts = 5
)

var (
	// ErrNoAttempt is a state that no attempt of the browser has.
	ErrNoAttempt = errors.New("no such attempt to sign on in this browser")
	// ErrOldAttempt is an attempt that took longer than AttemptTime.
	ErrOldAttempt = errors.New("the attempt to sign on took too long")
)

// Attempt is a sign-on elsewhere that is under way in a tab. It has a cookie of its
// own, so that attempts in several tabs do not disturb each other.
type Attempt struct {
	// State names it; Nonce and Verifier are its other secrets.
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	// Next is the path that it leads to.
	Next string `json:"p"`
	// Begun is in Unix seconds; KeepAttempt sets it.
	Begun int64 `json:"t"`
}

// KeepAttempt has the browser remember an attempt; of more than maxAttempts it forgets
// the oldest.
func (st *Store) KeepAttempt(w http.ResponseWriter, r *http.Request, a Attempt) {
	type kept struct {
		name  string
		begun int64
	}
	var others []kept
	for _, cookie := range r.Cookies() {
		if strings.HasPrefix(cookie.Name, st.beside("attempt")) {
			var other Attempt // an unreadable one is the oldest
			_ = openAny(st.codecs, cookie.Name, cookie.Value, &other)
			others = append(others, kept{cookie.Name, other.Begun})
		}
	}
	slices.SortFunc(others, func(a, b kept) int { return cmp.Compare(b.begun, a.begun) })
	for _, old := range others[min(len(others), maxAttempts-1):] {
		st.writeAttempt(w, old.name, "", -1)
	}
	a.Begun = st.now().Unix()
	value, err := st.codecs[0].seal(st.attemptName(a.State), a)
	if err != nil {
		panic(err) // an attempt can always be written
	}
	st.writeAttempt(w, st.attemptName(a.State), value, int(attemptKept/time.Second))
}

// Attempt returns the attempt of a state. The error is ErrNoAttempt, or ErrOldAttempt
// with the attempt.
func (st *Store) Attempt(r *http.Request, state string) (a Attempt, err error) {
	cookie, err := r.Cookie(st.attemptName(state))
	if err != nil || openAny(st.codecs, cookie.Name, cookie.Value, &a) != nil || a.State != state {
		return Attempt{}, ErrNoAttempt
	}
	if st.now().Sub(time.Unix(a.Begun, 0)) >= AttemptTime {
		return a, ErrOldAttempt
	}
	return a, nil
}

// EndAttempt has the browser forget an attempt. It comes after SignIn in an answer,
// which replaces all cookies.
func (st *Store) EndAttempt(w http.ResponseWriter, a Attempt) {
	st.writeAttempt(w, st.attemptName(a.State), "", -1)
}

// writeAttempt writes a cookie. It must come along when another site leads back here,
// which Lax allows.
func (st *Store) writeAttempt(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/oidc", MaxAge: maxAge,
		HttpOnly: true, Secure: st.cookies.Options.Secure, SameSite: http.SameSiteLaxMode})
}

// attemptName hides the state, which is for the address only.
func (st *Store) attemptName(state string) string {
	sum := sha256.Sum256([]byte(state))
	return st.beside("attempt") + "-" + hex.EncodeToString(sum[:8])
}
