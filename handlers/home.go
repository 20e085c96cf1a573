package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
	"isales-console/views"
)

// serveHome shows the form with the VDN that was asked for last, and the recent
// look-ups.
func (c *Console) serveHome(w http.ResponseWriter, r *http.Request) error {
	p := c.lookupPage(r, views.LookupForm{})
	if len(p.Recent) > 0 {
		p.Form.VDN.Value = p.Recent[0].VDN
	}
	return respond.Page(w, r, http.StatusOK, views.Lookup(p))
}

func (c *Console) lookupPage(r *http.Request, form views.LookupForm) views.LookupPage {
	p := views.LookupPage{Page: c.newPage(r), Form: form, Recent: c.recent(r)}
	p.Active, p.Canonical = views.NavLookup, "/"
	if form.Wrong() {
		p.Canonical = ""
	}
	return p
}

// serveInputError shows the form again, with what was typed.
func (c *Console) serveInputError(w http.ResponseWriter, r *http.Request, input *inputError) {
	if wantsJSON(r) {
		field, message := "vdnId", input.form.VDN.Error
		if message == "" {
			field, message = "defId", input.form.Def.Error
		}
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: message, Field: field})
		return
	}
	c.renderError(w, r, http.StatusUnprocessableEntity, views.Lookup(c.lookupPage(r, input.form)))
}
