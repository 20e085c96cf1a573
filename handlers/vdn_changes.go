package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// serveChanges shows the form for an earlier export of a VDN.
func (c *Console) serveChanges(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/changes")
	if err != nil || !ok {
		return err
	}
	return respond.Page(w, r, http.StatusOK, views.Changes(c.changesPage(r, v)))
}

func (c *Console) changesPage(r *http.Request, v vdnRequest) views.ChangesPage {
	p := views.ChangesPage{VDNPage: c.vdnPage(r, v, ""), Action: v.path}
	p.JSON, p.CSV, p.XLSX, p.Canonical = "", "", "", v.path
	return p
}

// postChanges compares an uploaded export with what the VDN has now. The export is in the memory of this request alone.
func (c *Console) postChanges(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/changes")
	if err != nil || !ok {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	p := c.changesPage(r, v)
	earlier, err := readExport(r, v.vdnID)
	if file, ok := errors.AsType[*fileError](err); ok {
		return c.refuseChanges(w, r, p, exportProblem(file.err, v.l.messages))
	}
	if err != nil {
		return err
	}
	compare := func(read *catalog.Catalog) changes { return compareMappings(earlier.mappingState, currentState(read)) }
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			list := "/vdns/" + p.VDN + "/results"
			p.Again, p.AgainMissing = list+"?again=all", list+"?again=missing"
			fillChanges(&p, v, read, earlier, compare(read))
			return views.Changes(p), views.ChangesContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			return newChangesDocument(v, read, earlier, compare(read)), nil
		},
	})
}

// refuseChanges shows the form again with what is wrong with the file.
func (c *Console) refuseChanges(w http.ResponseWriter, r *http.Request, p views.ChangesPage, problem string) error {
	if wantsData(r) {
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: problem, Field: "file"})
		return nil
	}
	p.Error = problem
	return respond.Page(w, r, http.StatusUnprocessableEntity, views.Changes(p))
}

// exportProblem says why a file is no earlier export of the VDN.
func exportProblem(err error, t *views.Messages) string {
	if row, ok := errors.AsType[*exportRowError](err); ok {
		return t.Fact(views.Fill(t.Batch.Row, "n", strconv.Itoa(row.row)), defProblem(row.reason, t))
	}
	if other, ok := errors.AsType[*otherVDNError](err); ok {
		return views.Fill(t.Changes.OtherVDN, "other", excerpt(other.given), "vdn", strconv.Itoa(other.vdnID))
	}
	switch {
	case errors.Is(err, errNoExport):
		return t.Changes.Missing
	case errors.Is(err, errNotExport):
		return t.Changes.NotExport
	case errors.Is(err, errExportTooLong):
		return views.Fill(t.Changes.TooLong, "n", strconv.Itoa(maxExported))
	case errors.Is(err, spreadsheet.ErrTooLarge):
		return t.Explain.FileTooLarge
	}
	return fileProblem(err, t)
}
