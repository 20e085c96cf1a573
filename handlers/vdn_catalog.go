package handlers

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

// catalogView makes the forms of a page from a catalogue. page returns the frame,
// the whole page and its content alone, which is sent after the progress.
type catalogView struct {
	name     string // of the file of an export
	title    string // of the page
	page     func(*catalog.Catalog) (whole, content templ.Component, err error)
	document func(*catalog.Catalog) (any, error)
	lines    func(*catalog.Catalog) ([][]string, error)
}

// serveCatalog answers with a view of a VDN's catalogue, reading it first when it
// is not at hand.
func (c *Console) serveCatalog(w http.ResponseWriter, r *http.Request, q vdnRequest, frame views.VDNPage, v catalogView) error {
	mode := map[string]platform.ReadMode{"all": platform.ReadAll, "missing": platform.ReadMissing}[r.URL.Query().Get("again")]
	reading := c.catalogs.Join(r.Context(), q.vdnID, q.l.platform, mode)
	defer reading.Leave()
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: q.vdnID}, "ok"
	start := time.Now()
	defer func() { e.upstream = time.Since(start) }()
	w.Header().Set("Link", "<"+withQuery(q.path+".json", r)+`>; rel="alternate"; type="application/json"`)
	form := negotiate(r)
	if form == formHTML && !readyWithin(r.Context(), reading, progressAfter) {
		return c.streamCatalog(w, r, q, frame, v, reading)
	}
	// Long readings outlast the server's write timeout; the answer has not begun.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(platform.BulkTimeout + respond.StreamStep))
	read, err := reading.Wait(r.Context())
	if err != nil {
		return &readError{withQuery(q.path, r), err}
	}
	switch form {
	case formJSON:
		document, err := v.document(read)
		if err != nil {
			return err
		}
		respond.JSON(w, r, http.StatusOK, document)
	case formCSV:
		lines, err := v.lines(read)
		if err != nil {
			return err
		}
		respond.CSV(w, r, shortName(v.name, read.ListErr()), csvBytes(lines))
	default:
		whole, _, err := v.page(read)
		if err != nil {
			return err
		}
		return respond.Page(w, r, http.StatusOK, whole)
	}
	return nil
}
