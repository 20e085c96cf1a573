package handlers

import (
	"net/http"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/input"
)

// vdnRequest is what the pages about a whole VDN have in common.
type vdnRequest struct {
	vdnID int
	l     *locale
	notes *dictionary.Notes
	path  string // the page's own, canonical
	// former is set for schema 1.
	former bool
}

// readVDN reads the VDN of a path; rest is what follows it in the page's own path.
// ok is false when the answer was a redirect to the right spelling.
func (c *Console) readVDN(w http.ResponseWriter, r *http.Request, rest string) (q vdnRequest, ok bool, err error) {
	if redirectWrongPath(w, r) {
		return q, false, nil
	}
	given, _ := vdnValue(r)
	n, ok := canonicalID(given, input.MaxVDN)
	if !ok {
		return q, false, errPageNotFound
	}
	return vdnRequest{vdnID: int(n), l: c.localeOf(r), notes: c.notes(), path: "/vdns/" + given + rest,
		former: wantsFormer(r)}, true, nil
}

// vdnValue is the VDN ID of a path as written, and the suffix of a form of data
// that the address of a VDN itself may have.
func vdnValue(r *http.Request) (id, suffix string) {
	value := pathValue(r, "vdnId")
	if strings.Contains(strings.Trim(strings.TrimPrefix(r.URL.Path, "/vdns/"), "/"), "/") {
		return value, ""
	}
	suffix = formSuffixes[formOf(value)]
	return strings.TrimSuffix(value, suffix), suffix
}
