package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"isales-console/handlers/input"
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
	return seeOther(w, r, "/vdns/"+strconv.Itoa(vdnID)+"/results")
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
	return seeOther(w, r, q.path())
}

// readLookup reads the form. A VDN that a text names beside its external result
// wins over the field of the VDN; that field may hold both when no other result is
// named.
func readLookup(vdn, def string, t *views.Messages) (resultID, error) {
	id, defReason := input.One(def)
	if defReason == "" && id.VDN != 0 {
		return resultID{id.VDN, id.Def}, nil
	}
	form := views.LookupForm{VDN: views.Field{Value: echo(vdn)}, Def: views.Field{Value: echo(def)}}
	vdnID, vdnReason := readVDNField(vdn)
	if pair, reason := input.One(vdn); reason == "" && pair.VDN != 0 {
		switch {
		case defReason == input.Empty, defReason == "" && id.Def == pair.Def:
			return resultID{pair.VDN, pair.Def}, nil
		case defReason == "":
			vdnReason = input.Several // the fields name two results
		}
	}
	form.VDN.Error, form.Def.Error = vdnProblem(vdnReason, t), defProblem(defReason, t)
	if form.Wrong() {
		return resultID{}, &inputError{form}
	}
	return resultID{vdnID, id.Def}, nil
}

// inputError is a look-up form that cannot be used.
type inputError struct{ form views.LookupForm }

func (e *inputError) Error() string {
	return "bad look-up form: " + strings.Trim(e.form.VDN.Error+"; "+e.form.Def.Error, "; ")
}

func (e *inputError) serve(c *Console, w http.ResponseWriter, r *http.Request) {
	if wantsData(r) {
		field, message := "vdnId", e.form.VDN.Error
		if message == "" {
			field, message = "defId", e.form.Def.Error
		}
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: message, Field: field})
		return
	}
	c.renderError(w, r, http.StatusUnprocessableEntity, views.Lookup(c.lookupPage(r, e.form)))
}
