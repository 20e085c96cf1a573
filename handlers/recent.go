package handlers

import (
	"net/http"
	"slices"
	"time"

	"github.com/maypok86/otter/v2"
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

// longestCookies is what browsers keep for a site with few cookies, ours among
// them; longer headers are not worth keeping.
const longestCookies = 4 << 10

// savedLookup is a look-up of a browser: what its cookies were before, and what
// it looked at, within a minute.
type savedLookup struct {
	cookies string
	query   resultQuery
	minute  int64
}

// savedLookups keeps what a look-up made of a cookie: whoever comes again with
// the cookie of before, as programs do, gets the same again without the work.
type savedLookups struct {
	lines *otter.Cache[savedLookup, string]
}

func newSavedLookups() (savedLookups, error) {
	lines, err := otter.New(&otter.Options[savedLookup, string]{MaximumSize: 1024})
	return savedLookups{lines}, err
}

// remember puts a page that was found on the list of recent look-ups.
func (c *Console) remember(w http.ResponseWriter, r *http.Request, q resultQuery) error {
	now := c.Now()
	cookies := r.Header["Cookie"]
	if len(cookies) > 1 || len(cookies) == 1 && len(cookies[0]) > longestCookies {
		return c.rememberAnew(w, r, q, now)
	}
	key := savedLookup{query: q, minute: now.Unix() / int64(seenStep/time.Second)}
	if len(cookies) == 1 {
		key.cookies = cookies[0]
	}
	if line, ok := c.saved.lines.GetIfPresent(key); ok {
		if line != "" {
			w.Header()["Set-Cookie"] = []string{line}
		}
		return nil
	}
	if err := c.rememberAnew(w, r, q, now); err != nil {
		return err
	}
	c.saved.lines.Set(key, w.Header().Get("Set-Cookie"))
	return nil
}

func (c *Console) rememberAnew(w http.ResponseWriter, r *http.Request, q resultQuery, now time.Time) error {
	s := c.sessionOf(r)
	if !s.remember(q, now) {
		return nil
	}
	return c.sessions.save(w, r, s)
}
