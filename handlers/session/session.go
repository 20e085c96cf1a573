// Package session keeps what a browser brings along from one request to the next:
// who is signed in, what was looked up, and how pages are to look. It knows
// nothing of pages and users: names, IDs and times are plain values. Build a
// [Store] with [New].
package session

import (
	"slices"
	"time"
)

const (
	// IdleTime is how long a signed-in browser may do nothing.
	IdleTime = 30 * time.Minute
	// seenStep is how exactly the last use of a session is known, so that most
	// answers need no cookie.
	seenStep = time.Minute
	// maxRecent is how many look-ups a session remembers.
	maxRecent = 10
)

// Session is what the cookie of a browser holds; with Records, what they hold of a
// sign-in. Fields that are not documented to be set by others are for reading.
type Session struct {
	// ID names a sign-in, so that it can be ended; empty while signed out.
	ID string `json:"i,omitempty"`
	// User is the name given to Store.SignIn; empty while signed out.
	User string `json:"u,omitempty"`
	// Fingerprint and Groups are those given to Store.SignIn.
	Fingerprint string   `json:"f,omitempty"`
	Groups      []string `json:"g,omitempty"`
	// Created and Seen are Unix seconds.
	Created int64 `json:"c"`
	Seen    int64 `json:"s"`
	// Recent are the latest look-ups, newest first.
	Recent []Lookup `json:"r,omitempty"`
	// Lang and Theme are chosen on a page; empty for the browser's.
	Lang  string `json:"l,omitempty"`
	Theme string `json:"h,omitempty"`

	stored  bool // came from a cookie, or Records
	expired bool // a sign-in has just run out

	// For Records alone: see Store.Seen, and the sign-in in whose place this one comes.
	address, browser, replaces string
}

// Lookup is a look-up that a session remembers: IDs only, no data of the call
// center.
type Lookup struct {
	VDNID int   `json:"v"`
	DefID int64 `json:"d,string"`
	At    int64 `json:"t"` // Unix seconds
}

// Expired reports that the browser's sign-in has just run out.
func (s *Session) Expired() bool { return s.expired }

// Remember puts a look-up on top of the recent ones. It reports whether that
// changed anything worth a save.
func (s *Session) Remember(vdnID int, defID int64, at time.Time) bool {
	same := func(l Lookup) bool { return l.VDNID == vdnID && l.DefID == defID }
	if len(s.Recent) > 0 && same(s.Recent[0]) && at.Sub(time.Unix(s.Recent[0].At, 0)) < seenStep {
		return false
	}
	s.Recent = slices.DeleteFunc(s.Recent, same)
	s.Recent = slices.Insert(s.Recent, 0, Lookup{vdnID, defID, at.Unix()})
	s.Recent = s.Recent[:min(len(s.Recent), maxRecent)]
	return true
}
