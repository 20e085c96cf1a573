package handlers

import (
	"net/http"

	"isales-console/isales"
	"isales-console/views"
)

// serveCodes lists every documented code.
func (c *Console) serveCodes(w http.ResponseWriter, r *http.Request) error {
	p := views.CodesPage{Page: c.page(r)}
	p.Title, p.Active, p.Canonical = p.T.CodesTitle, views.NavCodes, "/codes"
	for _, s := range isales.APIStatuses() {
		p.Statuses = append(p.Statuses, views.StatusRow{Code: s.Code, Meaning: s.Meaning(isales.English), Advice: s.Advice(isales.English)})
	}
	for _, code := range isales.OBSCodes() {
		p.Codes = append(p.Codes, codeRow(code.Code, p.T))
	}
	return c.render(w, r, http.StatusOK, views.Codes(p))
}
