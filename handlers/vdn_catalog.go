package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// catalogView makes the forms of a page from a catalogue. page returns the frame,
// the whole page and its content alone, which is sent after the progress.
type catalogView struct {
	name     string // of the file of an export
	title    string // of the page
	page     func(*catalog.Catalog) (whole, content templ.Component, err error)
	document func(*catalog.Catalog) (any, error)
	sheet    func(*catalog.Catalog) (spreadsheet.Sheet, error) // nil for no table
	// more are the further sheets of a workbook; nil for none.
	more func(*catalog.Catalog) []spreadsheet.Sheet
	// rest is a last part that needs a reading of its own; nil for none. A page that
	// shows progress sends its content before.
	rest *catalogRest
}

// catalogRest is the last part of a page; begin and step say how far its reading is.
type catalogRest struct {
	reading progressing
	begin   string
	step    func(catalog.Progress) string
	part    func(*catalog.Catalog) templ.Component
}

// serveCatalog answers with a view of a VDN's catalogue, reading it first when it
// is not at hand.
func (c *Console) serveCatalog(w http.ResponseWriter, r *http.Request, q vdnRequest, frame views.VDNPage,
	v catalogView) error {
	modes := map[string]platform.ReadMode{"all": platform.ReadAll, "missing": platform.ReadMissing}
	mode := modes[r.URL.Query().Get("again")]
	reading := c.catalogs.Join(r.Context(), q.vdnID, q.l.platform, mode)
	defer reading.Leave()
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: q.vdnID}, "ok"
	start := time.Now()
	defer func() { e.upstream = time.Since(start) }()
	if r.Method != http.MethodPost { // whose answer has no address
		linkJSON(w, withQuery(q.path+".json", r))
	}
	form := negotiate(r)
	if (form == formCSV || form == formXLSX) && v.sheet == nil {
		form = formHTML
	}
	if form == formHTML && !v.readyAtOnce(r.Context(), reading) {
		return c.streamCatalog(w, r, q, frame, v, reading)
	}
	extendWrite(w)
	read, err := reading.Wait(r.Context())
	if err == nil && v.rest != nil {
		err = waitFor(r.Context(), v.rest.reading)
	}
	if err != nil {
		return &readError{withQuery(q.path, r), err}
	}
	return v.send(w, r, q.l, form, read)
}

// send sends a catalogue in a form.
func (v catalogView) send(w http.ResponseWriter, r *http.Request, l *locale, form int, read *catalog.Catalog) error {
	switch form {
	case formJSON:
		document, err := v.document(read)
		if err != nil {
			return err
		}
		respond.StreamJSON(w, document)
	case formCSV, formXLSX:
		sheet, err := v.sheet(read)
		if err != nil {
			return err
		}
		name := shortName(v.name, read.ListErr())
		if form == formCSV {
			respond.StreamCSV(w, name, sheet.WriteCSV)
			return nil
		}
		sheets := []spreadsheet.Sheet{sheet}
		if v.more != nil {
			sheets = append(sheets, v.more(read)...)
		}
		return sendTable(w, r, form, name, l, sheets...)
	default:
		whole, _, err := v.page(read)
		if err != nil {
			return err
		}
		return respond.Page(w, r, http.StatusOK, whole)
	}
	return nil
}

// readyAtOnce reports whether all that a page needs is read before it would show
// progress, or has failed.
func (v catalogView) readyAtOnce(ctx context.Context, reading *platform.Reading[*catalog.Catalog]) bool {
	limit := time.NewTimer(progressAfter)
	defer limit.Stop()
	if !readyBefore(limit.C, ctx, reading) {
		return false
	}
	_, err := reading.Wait(ctx)
	return err != nil || v.rest == nil || readyBefore(limit.C, ctx, v.rest.reading)
}

// extendWrite lets an answer begin after bulk work, which outlasts the server's write timeout. A test's recorder knows
// no deadlines.
func extendWrite(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(platform.BulkTimeout + respond.StreamStep))
}

// waitFor returns when the reading has ended; the error is ctx's own.
func waitFor(ctx context.Context, reading progressing) error {
	select {
	case <-reading.Done():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
