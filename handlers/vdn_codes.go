package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/views"
)

// serveReverseForm asks for a code and leads to its reverse look-up.
func (c *Console) serveReverseForm(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/codes")
	if err != nil || !ok {
		return err
	}
	p := views.ReverseFormPage{VDNPage: c.vdnPage(r, v, "codes"), Action: v.path}
	p.JSON, p.CSV, p.XLSX, p.Canonical = "", "", "", v.path
	text := r.URL.Query().Get("code")
	if !r.URL.Query().Has("code") {
		return respond.Page(w, r, http.StatusOK, views.ReverseForm(p))
	}
	wanted := text
	if link, reason := input.Address(text); reason == "" {
		wanted = link.Code
	}
	code, reason := input.ParseCode(wanted, nil)
	// A VDN may have codes with letters. An address cannot end in "." or "..".
	if reason != "" && reason != input.Letters || strings.Trim(code.Text, ".") == "" {
		p.Code = views.Field{Value: echo(text), Error: v.l.messages.Reverse.FormError}
		return respond.Page(w, r, http.StatusUnprocessableEntity, views.ReverseForm(p))
	}
	return seeOther(w, r, v.path+"/"+url.PathEscape(code.Text))
}
