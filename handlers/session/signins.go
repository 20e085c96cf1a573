package session

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"time"
)

// maxSignIns is how many sign-ins a process knows at most. Those beyond it are as
// good as the others, but are not listed.
const maxSignIns = 10_000

// SignIn is a browser that is signed in, as this process has seen it last.
type SignIn struct {
	// Ref names it to its user; it cannot be used to sign in.
	Ref string
	// Address and Browser are those given to Store.Seen.
	Address, Browser string
	Created, Seen    time.Time

	of, id string // of is the key of its user
}

// Seen notes from where a signed-in session is used.
func (st *Store) Seen(s *Session, address, browser string) {
	sum := sha256.Sum256([]byte(s.ID))
	st.signIns.put(SignIn{Ref: hex.EncodeToString(sum[:8]), Address: address, Browser: browser,
		Created: time.Unix(s.Created, 0), Seen: st.now(), of: s.owner(), id: s.ID}, st.over)
}

// owner tells users apart, also those whose names are the same.
func (s *Session) owner() string { return s.Fingerprint + " " + s.User }

// SignIns returns the sign-ins of the session's user that hold, the last used first.
func (st *Store) SignIns(s *Session) []SignIn {
	list := st.signIns.of(s.owner())
	list = slices.DeleteFunc(list, st.over)
	slices.SortFunc(list, func(a, b SignIn) int {
		return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.Ref, b.Ref))
	})
	return list
}

// EndSignIns ends sign-ins of the session's user other than the session itself: that
// of a name, or all for "". It returns how many it ended.
func (st *Store) EndSignIns(s *Session, ref string) int {
	n := 0
	for _, other := range st.SignIns(s) {
		if other.id != s.ID && (ref == "" || ref == other.Ref) {
			st.ended.add(other.id, st.now(), other.Created.Add(st.lifetime))
			n++
		}
	}
	return n
}

// over reports a sign-in that holds no longer.
func (st *Store) over(s SignIn) bool {
	now := st.now()
	return now.Sub(s.Created) >= st.lifetime || now.Sub(s.Seen) >= IdleTime+seenStep || st.ended.has(s.id)
}

// IsOf reports whether the sign-in is that of the session.
func (s SignIn) IsOf(session *Session) bool { return s.id == session.ID }

// signInList is safe for concurrent use.
type signInList struct {
	mu   sync.Mutex
	byID map[string]SignIn
}

func (l *signInList) put(s SignIn, over func(SignIn) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byID == nil {
		l.byID = map[string]SignIn{}
	}
	if _, known := l.byID[s.id]; !known && len(l.byID) >= maxSignIns {
		for id, old := range l.byID {
			if over(old) {
				delete(l.byID, id)
			}
		}
		if len(l.byID) >= maxSignIns {
			return
		}
	}
	l.byID[s.id] = s
}

func (l *signInList) of(owner string) (list []SignIn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.byID {
		if s.of == owner {
			list = append(list, s)
		}
	}
	return list
}
