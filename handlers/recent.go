package handlers

import (
	"net/http"
	"strconv"
	"time"

	"isales-console/views"
)

// recent are the look-ups of this browser, without those that the user may not
// see any more.
func (c *Console) recent(r *http.Request) (list []views.Recent) {
	for _, l := range c.sessionOf(r).Recent {
		if !c.maySee(r, l.VDNID) {
			continue
		}
		list = append(list, views.Recent{
			Href: resultID{l.VDNID, l.DefID}.path(),
			VDN:  strconv.Itoa(l.VDNID), Def: strconv.FormatInt(l.DefID, 10),
			At: c.localeOf(r).moment(time.Unix(l.At, 0)),
		})
	}
	return list
}

// remember puts a page that was found on the list of recent look-ups.
func (c *Console) remember(w http.ResponseWriter, r *http.Request, q resultID) {
	if s := c.sessionOf(r); s.Remember(q.vdnID, q.defID, c.Now()) {
		c.sessions.Save(w, r, s)
	}
}

// clearRecent forgets the recent look-ups of this browser.
func (c *Console) clearRecent(w http.ResponseWriter, r *http.Request) error {
	s := c.sessionOf(r)
	s.Recent = nil
	c.sessions.Save(w, r, s)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
