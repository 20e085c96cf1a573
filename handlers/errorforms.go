package handlers

import (
	"net/http"

	"isales-console/dictionary"
	"isales-console/views"
)

// serveSignedOut leads people to the sign-in and back; programs get the same
// status with an error that they can read.
func (c *Console) serveSignedOut(w http.ResponseWriter, r *http.Request) {
	to := signInPath(r)
	if wantsJSON(r) {
		w.Header().Set("Location", to)
		c.sendJSONError(w, r, http.StatusSeeOther, jsonError{Code: "signed_out", Message: c.messages(r).SignedOut})
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
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

// serveCodesInputError shows the search again, with what was typed.
func (c *Console) serveCodesInputError(w http.ResponseWriter, r *http.Request, input *codesInputError) {
	if wantsJSON(r) {
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: input.field.Error, Field: "vdnId"})
		return
	}
	p := c.codesPage(r, input.query, dictionary.Search(input.query.Query))
	p.VDN = input.field
	c.renderError(w, r, http.StatusUnprocessableEntity, views.Codes(p))
}
