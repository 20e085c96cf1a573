package handlers

import (
	"net/http"
	"strconv"
	"time"

	"isales-console/isales"
	"isales-console/platform"
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
			Href: resultID{l.VDNID, l.DefID}.path(), Text: c.heldText(r, l.VDNID, l.DefID),
			VDN: strconv.Itoa(l.VDNID), Def: strconv.FormatInt(l.DefID, 10),
			At: c.localeOf(r).moment(time.Unix(l.At, 0)),
		})
	}
	return list
}

// holder has results that may be had without a call.
type holder interface {
	Held(q platform.Query) *isales.ExternalResult
}

// heldText is the text of an external result as far as it is at hand: the session
// knows its IDs only. It is empty when no copy is kept.
func (c *Console) heldText(r *http.Request, vdnID int, defID int64) string {
	language := c.localeOf(r).platform
	if held, ok := c.Results.(holder); ok {
		if found := held.Held(platform.Query{VDNID: vdnID, DefID: defID, Language: language}); found != nil {
			return found.DisplayResult
		}
	}
	if read := c.catalogs.Held(vdnID, language); read != nil {
		found, _ := read.Result(strconv.FormatInt(defID, 10))
		return found.DisplayResult
	}
	return ""
}

// remember puts a page that was found on the list of recent look-ups.
func (c *Console) remember(w http.ResponseWriter, r *http.Request, q resultID) {
	if s := c.sessionOf(r); s.Remember(q.vdnID, q.defID, c.Now()) {
		_ = c.sessions.Save(w, r, s) // the page is worth more than the list
	}
}

// clearRecent forgets the recent look-ups of this browser.
func (c *Console) clearRecent(w http.ResponseWriter, r *http.Request) error {
	s := c.sessionOf(r)
	s.Recent = nil
	if err := c.sessions.Save(w, r, s); err != nil {
		return err
	}
	return seeOther(w, r, "/")
}

// lastVDN is the VDN of the latest look-up, else the only one that the user may see;
// 0 for none.
func (c *Console) lastVDN(r *http.Request) int {
	for _, l := range c.sessionOf(r).Recent {
		if c.maySee(r, l.VDNID) {
			return l.VDNID
		}
	}
	if u := requestLogOf(r).user; u != nil {
		if spans := u.VDNs.Spans(); len(spans) == 1 && spans[0][0] == spans[0][1] {
			return spans[0][0]
		}
	}
	return 0
}
