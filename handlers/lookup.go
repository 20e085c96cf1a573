package handlers

import (
	"net/http"
	"strconv"

	"isales-console/views"
)

// serveBrowse leads from the form to the results of the VDN.
func (c *Console) serveBrowse(w http.ResponseWriter, r *http.Request) error {
	text := r.URL.Query().Get("vdnId")
	vdnID, reason := readVDNField(text)
	if reason != "" {
		return &inputError{views.LookupForm{VDN: views.Field{Value: echo(text), Error: vdnProblem(reason, c.messages(r))},
			Def: views.Field{Value: echo(r.URL.Query().Get("defId"))}}}
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
	q, err := readLookup(form.Get("vdnId"), form.Get("defId"), c.messages(r))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, q.path(), http.StatusSeeOther)
	return nil
}
