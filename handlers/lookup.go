package handlers

import (
	"net/http"

	"isales-console/views"
)

func (c *Console) serveHome(w http.ResponseWriter, r *http.Request) error {
	return c.render(w, r, http.StatusOK, views.Lookup(c.lookupPage(r, views.LookupForm{})))
}

func (c *Console) lookupPage(r *http.Request, form views.LookupForm) views.LookupPage {
	p := views.LookupPage{Page: c.page(r), Form: form}
	p.Title, p.Active, p.Canonical = p.T.LookupTitle, views.NavLookup, "/"
	if form.Wrong() {
		p.Title, p.Canonical = p.T.ErrorPrefix+p.Title, ""
	}
	return p
}

// serveLookup leads from the form to the result's own URL, which can be
// bookmarked.
func (c *Console) serveLookup(w http.ResponseWriter, r *http.Request) error {
	form := r.URL.Query()
	q, err := parseLookup(form.Get("vdnId"), form.Get("defId"), c.messages(r))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, q.path(), http.StatusSeeOther)
	return nil
}
