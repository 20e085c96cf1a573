package handlers

import (
	"net/http"
	"strconv"

	"isales-console/handlers/respond"
	"isales-console/views"
)

// serveHome shows the form with the VDN that was asked for last, and the recent
// look-ups.
func (c *Console) serveHome(w http.ResponseWriter, r *http.Request) error {
	p := c.lookupPage(r, views.LookupForm{})
	if p.VDN != "" {
		p.Form.VDN.Value, p.Box.VDN.Value = p.VDN, p.VDN
	}
	return respond.Page(w, r, http.StatusOK, views.Lookup(p))
}

func (c *Console) lookupPage(r *http.Request, form views.LookupForm) views.LookupPage {
	p := views.LookupPage{Page: c.newPage(r), Form: form, Recent: c.recent(r)}
	p.Active, p.Canonical, p.Find = views.NavLookup, "/", false
	if vdnID := c.lastVDN(r); vdnID != 0 {
		p.VDN = strconv.Itoa(vdnID)
	}
	p.MaySee = c.vdnLinks(r)
	if form.Wrong() {
		p.Canonical = ""
	}
	return p
}

// maxSpan is how many VDNs of a span are linked one by one.
const maxSpan = 10

// vdnLinks are the VDNs of a user who may see some only; nil for one who may see all.
func (c *Console) vdnLinks(r *http.Request) (links []views.VDNLink) {
	u := requestLogOf(r).user
	if u == nil {
		return nil
	}
	for _, span := range u.VDNs.Spans() {
		first, last := span[0], span[1]
		if last-first >= maxSpan {
			links = append(links, views.VDNLink{Text: strconv.Itoa(first) + "–" + strconv.Itoa(last)})
			continue
		}
		for vdnID := first; vdnID <= last; vdnID++ {
			vdn := strconv.Itoa(vdnID)
			links = append(links, views.VDNLink{Text: vdn, Href: "/vdns/" + vdn + "/results"})
		}
	}
	return links
}
