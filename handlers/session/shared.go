package session

import (
	"context"
	"net/http"
	"time"

	"github.com/gorilla/sessions"
)

// Records keeps the records of sign-ins for all replicas of a console, by their IDs. Its
// errors say that it could not be asked, never that something is missing.
type Records interface {
	// Get returns the record of a sign-in; nil for none.
	Get(ctx context.Context, id string) ([]byte, error)
	// Add keeps a new record of a user for the idle time, and deletes that of the sign-in
	// named by replaces unless that is empty: all of it or nothing.
	Add(ctx context.Context, user, id string, record []byte, idle time.Duration, replaces string) error
	// Update replaces a record that is still kept, for the idle time from now.
	Update(ctx context.Context, id string, record []byte, idle time.Duration) error
	// Delete deletes records. Those that are not kept are no error.
	Delete(ctx context.Context, ids ...string) error
	// OfUser returns the records of a user by their IDs.
	OfUser(ctx context.Context, user string) (map[string][]byte, error)
	// Users returns the names of those who may have records, in any order.
	Users(ctx context.Context) ([]string, error)
}

// AwayError is an answer that Records, or what else replicas share, did not give: it is
// not known who is signed in.
type AwayError struct{ Err error }

func (e *AwayError) Error() string { return "shared state: " + e.Err.Error() }

func (e *AwayError) Unwrap() error { return e.Err }

// away returns an error of Records as an *AwayError; nil for nil.
func away(err error) error {
	if err == nil {
		return nil
	}
	return &AwayError{err}
}

// sharedStore is a sessions.Store that has sign-ins in Records. Their cookies hold the
// ID and what pages need without asking: times, language and theme. Who is not signed
// in has a cookie alone.
type sharedStore struct {
	cookies *sessions.CookieStore
	codecs  []codec // of the records; the first writes, all read
	records Records
}

var _ sessions.Store = sharedStore{}

// keptFor is how long a record is kept that is not used: a use is noted once in a
// seenStep.
const keptFor = IdleTime + seenStep

// record is what Records has of a sign-in, sealed: write access to Records alone makes no sign-in.
type record struct {
	Session
	Address string `json:"a,omitempty"`
	Browser string `json:"b,omitempty"`
}

// Get implements sessions.Store.
func (st sharedStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New implements sessions.Store. The session of a sign-in that has ended is that of
// somebody who is signed out, with the language and theme of its cookie.
func (st sharedStore) New(r *http.Request, name string) (*sessions.Session, error) {
	g, err := st.cookies.New(r, name)
	s, ok := g.Values[sessionValue].(*Session)
	if err != nil || !ok || s.ID == "" {
		return g, err
	}
	text, err := st.records.Get(r.Context(), s.ID)
	if err != nil {
		return g, away(err)
	}
	found, ok := st.open(s.ID, text)
	if !ok {
		found = &Session{Created: s.Created, Seen: s.Seen, stored: true}
	}
	found.Lang, found.Theme, found.Seen = s.Lang, s.Theme, max(s.Seen, found.Seen)
	g.Values[sessionValue] = found
	return g, nil
}

// Save implements sessions.Store. A new sign-in whose record cannot be kept gets no
// cookie; other cookies are written in any case.
func (st sharedStore) Save(r *http.Request, w http.ResponseWriter, g *sessions.Session) error {
	s := g.Values[sessionValue].(*Session)
	var failed error
	switch {
	case g.Options.MaxAge < 0 && s.ID != "":
		if err := st.records.Delete(r.Context(), s.ID); err != nil {
			return away(err) // the browser keeps what still holds
		}
	case s.User != "":
		failed = away(st.keep(r.Context(), s))
		if failed != nil && !s.stored {
			return failed
		}
	}
	g.Values[sessionValue] = &Session{ID: s.ID, Created: s.Created, Seen: s.Seen, Lang: s.Lang, Theme: s.Theme}
	if s.ID == "" {
		g.Values[sessionValue] = s
	}
	if err := st.cookies.Save(r, w, g); err != nil {
		return err
	}
	return failed
}

// keep writes the record of a sign-in.
func (st sharedStore) keep(ctx context.Context, s *Session) error {
	kept := record{*s, s.address, s.browser}
	kept.ID, kept.Lang, kept.Theme = "", "", ""
	sealed, err := st.codecs[0].seal(recordName(s.ID), kept)
	if err != nil {
		return err
	}
	if s.stored {
		return st.records.Update(ctx, s.ID, []byte(sealed), keptFor)
	}
	return st.records.Add(ctx, s.User, s.ID, []byte(sealed), keptFor, s.replaces)
}

// open returns the session of a record; false for one that none of the keys has sealed under this ID.
func (st sharedStore) open(id string, text []byte) (*Session, bool) {
	var kept record
	if openAny(st.codecs, recordName(id), string(text), &kept) != nil || kept.User == "" {
		return nil, false
	}
	s := kept.Session
	s.ID, s.address, s.browser, s.stored = id, kept.Address, kept.Browser, true
	return &s, true
}

// recordName binds a record to its ID: a copy under another ID opens nothing. No cookie has such a name.
func recordName(id string) string { return "record " + id }
