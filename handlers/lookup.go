package handlers

import (
	"net/http"
	"strconv"
	"time"

	"isales-console/views"
)

// serveHome shows the form with the VDN that was asked for last, and the recent
// look-ups.
func (c *Console) serveHome(w http.ResponseWriter, r *http.Request) error {
	p := c.lookupPage(r, views.LookupForm{})
	if len(p.Recent) > 0 {
		p.Form.VDN.Value = p.Recent[0].VDN
	}
	return c.render(w, r, http.StatusOK, views.Lookup(p))
}

// recent are the look-ups of this browser, without those that the user may not
// see any more.
func (c *Console) recent(r *http.Request) (list []views.Recent) {
	for _, l := range c.sessionOf(r).Recent {
		if !c.maySee(r, l.VDNID) {
			continue
		}
		q := resultQuery{l.VDNID, l.DefID}
		list = append(list, views.Recent{Href: q.path(), VDN: strconv.Itoa(l.VDNID), Def: strconv.FormatInt(l.DefID, 10),
			At: c.tongueOf(r).moment(time.Unix(l.At, 0))})
	}
	return list
}

func (c *Console) lookupPage(r *http.Request, form views.LookupForm) views.LookupPage {
	p := views.LookupPage{Page: c.page(r), Form: form, Recent: c.recent(r)}
	p.Active, p.Canonical = views.NavLookup, "/"
	if form.Wrong() {
		p.Canonical = ""
	}
	return p
}

// serveBrowse leads from the form to the results of the VDN.
func (c *Console) serveBrowse(w http.ResponseWriter, r *http.Request) error {
	text := r.URL.Query().Get("vdnId")
	vdnID, wrong := parseVDN(clean(text), c.messages(r))
	if wrong != "" {
		return &inputError{views.LookupForm{VDN: views.Field{Value: typed(text), Error: wrong}, Def: views.Field{Value: typed(r.URL.Query().Get("defId"))}}}
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/vdns/"+strconv.Itoa(vdnID)+"/results", http.StatusSeeOther)
	return nil
}

// serveLookup leads from the form to the result's own URL, which can be
// bookmarked.
func (c *Console) serveLookup(w http.ResponseWriter, r *http.Request) error {
	form := r.URL.Query()
	if form.Has("browse") {
		return c.serveBrowse(w, r)
	}
	q, err := parseLookup(form.Get("vdnId"), form.Get("defId"), c.messages(r))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, q.path(), http.StatusSeeOther)
	return nil
}
