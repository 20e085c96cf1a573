package handlers

import (
	"net/http"
	"slices"
	"time"
)

// mostRecent is how many look-ups a session remembers.
const mostRecent = 10

// recentLookup is a look-up that a session remembers: IDs only, no data of the
// call center.
type recentLookup struct {
	VDNID int   `json:"v"`
	DefID int64 `json:"d,string"`
	At    int64 `json:"t"` // Unix seconds
}

// remember puts a look-up on top of the recent ones. It reports whether that
// changed anything worth a save.
func (s *session) remember(q resultQuery, at time.Time) bool {
	same := func(l recentLookup) bool { return l.VDNID == q.vdnID && l.DefID == q.defID }
	if len(s.Recent) > 0 && same(s.Recent[0]) && at.Sub(time.Unix(s.Recent[0].At, 0)) < seenStep {
		return false
	}
	s.Recent = slices.DeleteFunc(s.Recent, same)
	s.Recent = slices.Insert(s.Recent, 0, recentLookup{q.vdnID, q.defID, at.Unix()})
	s.Recent = s.Recent[:min(len(s.Recent), mostRecent)]
	return true
}

// remember puts a page that was found on the list of recent look-ups.
func (c *Console) remember(w http.ResponseWriter, r *http.Request, q resultQuery) {
	if s := c.sessionOf(r); s.remember(q, c.Now()) {
		c.sessions.save(w, s)
	}
}
