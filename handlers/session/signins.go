package session

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"time"
)

// maxSignIns is how many sign-ins a process knows at most. Those beyond it are as
// good as the others, but are not listed.
const maxSignIns = 10_000

// SignIn is a browser that is signed in, as this process has seen it last, or any replica
// if there are Records.
type SignIn struct {
	// Ref names it to its user; it cannot be used to sign in.
	Ref string
	// Address and Browser are those given to Store.Seen.
	Address, Browser string
	// User is the name given to Store.SignIn.
	User          string
	Created, Seen time.Time

	of, id string // of is the key of its user
}

// Seen notes from where a signed-in session is used; with Records, the next Save
// writes it.
func (st *Store) Seen(s *Session, address, browser string) {
	s.address, s.browser = address, browser
	if st.shared == nil {
		st.signIns.put(s.signIn(st.now()), st.over)
	}
}

// owner tells users apart, also those whose names are the same.
func (s *Session) owner() string { return s.Fingerprint + " " + s.User }

// signIn is the sign-in of a session that was seen last at a time.
func (s *Session) signIn(seen time.Time) SignIn {
	sum := sha256.Sum256([]byte(s.ID))
	return SignIn{Ref: hex.EncodeToString(sum[:8]), Address: s.address, Browser: s.browser, User: s.User,
		Created: time.Unix(s.Created, 0), Seen: seen, of: s.owner(), id: s.ID}
}

// SignIns returns the sign-ins of the session's user that hold, the last used first. The
// error is an *AwayError.
func (st *Store) SignIns(ctx context.Context, s *Session) (list []SignIn, err error) {
	if st.shared == nil {
		list = st.signIns.of(s.owner())
	} else if list, _, err = st.shared.signIns(ctx, s.User); err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(other SignIn) bool { return other.of != s.owner() || st.over(other) })
	slices.SortFunc(list, lastUsedFirst)
	return list, nil
}

func lastUsedFirst(a, b SignIn) int { return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.Ref, b.Ref)) }

// EndSignIns ends sign-ins of the session's user other than the session itself: that
// of a name, or all for "". It returns how many it ended. The error is an *AwayError.
func (st *Store) EndSignIns(ctx context.Context, s *Session, ref string) (n int, err error) {
	list, err := st.SignIns(ctx, s)
	if err != nil {
		return 0, err
	}
	list = slices.DeleteFunc(list, func(other SignIn) bool {
		return other.id == s.ID || ref != "" && ref != other.Ref
	})
	if st.shared != nil {
		return len(list), st.shared.end(ctx, list)
	}
	for _, other := range list {
		st.ended.add(other.id, st.now(), other.Created.Add(st.lifetime))
	}
	return len(list), nil
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
