package handlers

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/platform"
	"isales-console/safetext"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// maxPasted is the size in bytes of pasted rows: the page shows them again.
const maxPasted = 1 << 20

// serveExplain shows the form for a call report.
func (c *Console) serveExplain(w http.ResponseWriter, r *http.Request) error {
	p := views.ExplainPage{Page: c.newPage(r)}
	p.Canonical = "/explain"
	return respond.Page(w, r, http.StatusOK, views.Explain(p))
}

// postExplain takes a report and shows what its codes mean, or sends the report with the meanings. The report is in the
// memory of this request alone.
func (c *Console) postExplain(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(platform.BulkTimeout))
	extendWrite(w)
	requestLogOf(r).outcome = "explain"
	p := views.ExplainPage{Page: c.newPage(r)}
	p.Canonical = "/explain"
	table, err := readReport(r, &p)
	if file, ok := errors.AsType[*fileError](err); ok {
		return c.refuseExplain(w, r, p, file.err)
	}
	if err != nil {
		return err
	}
	e := newExplainer(c.localeOf(r), c.notes())
	e.text = table.Kind == spreadsheet.Text
	sure, err := e.choose(table, r.PostFormValue("column"), r.PostFormValue("holds"))
	if err != nil {
		return c.refuseExplain(w, r, p, err)
	}
	if err := c.readExplainVDN(r, &p, e); err != nil {
		return err
	}
	return c.answerExplain(w, r, p, e, table, sure)
}

// readExplainVDN reads the VDN of a report. A field that is wrong is p's.
func (c *Console) readExplainVDN(r *http.Request, p *views.ExplainPage, e *explainer) error {
	given := r.PostFormValue("vdnId")
	vdnID, reason := readVDNField(given)
	p.VDN.Value = echo(given)
	switch {
	case reason == input.Empty && e.holds != holdsCodes:
		p.VDN.Error = p.T.Explain.VDNMissing
	case reason != input.Empty:
		p.VDN.Error = vdnProblem(reason, p.T)
	}
	if reason != "" {
		return nil
	}
	if e.vdnID = vdnID; !c.maySee(r, vdnID) {
		return refuseVDN(r, vdnID)
	}
	return nil
}

// answerExplain asks what is missing, shows what a report comes to, or sends it. Only a column that a person has chosen
// is looked up cell by cell: it may be one of phone numbers.
func (c *Console) answerExplain(w http.ResponseWriter, r *http.Request, p views.ExplainPage, e *explainer,
	table *spreadsheet.Table, sure bool) error {
	ask := e.column < 0 || p.VDN.Error != "" || e.holds == holdsIDs && !sure
	if ask && p.VDN.Error == "" {
		p.Error = p.T.Explain.NoCodes
	} else if ask {
		p.Error = p.VDN.Error
	}
	var looked *explainLookup
	if !ask {
		var err error
		if looked, err = c.startLookup(r, e, table); err != nil {
			return c.refuseExplain(w, r, p, err)
		}
	}
	download := sure && !ask && r.PostFormValue("download") != ""
	if looked != nil {
		defer looked.leave()
		if !download && !readySoon(r.Context(), looked) {
			return c.streamExplain(w, r, p, e, looked, table)
		}
		extendWrite(w)
		if err := looked.finish(r.Context()); err != nil {
			return &readError{"/explain", err}
		}
		extendWrite(w)
	}
	if download {
		width, err := widthOf(table)
		if err != nil {
			return c.refuseExplain(w, r, p, err)
		}
		return c.logStreamError(r, e.send(w, table, width))
	}
	if err := e.fill(&p, table, ask); err != nil {
		return c.refuseExplain(w, r, p, err)
	}
	status := http.StatusOK
	if ask {
		status = http.StatusUnprocessableEntity
	}
	return respond.Page(w, r, status, views.Explain(p))
}

// errNoReport is a form without a file and without rows; errPasted is one with too many of them.
var (
	errNoReport = errors.New("no report")
	errPasted   = errors.New("too much was pasted")
)

// readReport opens the uploaded file or, without one, the pasted rows. An error about the report is a *fileError.
func readReport(r *http.Request, p *views.ExplainPage) (*spreadsheet.Table, error) {
	var report io.ReaderAt
	var size int64
	file, header, err := openUpload(r, maxReport)
	switch {
	case err != nil:
		return nil, err
	case file != nil:
		report, size, p.Uploaded = file, header.Size, true
	default:
		rows := r.PostFormValue("rows")
		if strings.TrimSpace(rows) == "" {
			return nil, &fileError{errNoReport}
		}
		if len(rows) > maxPasted {
			return nil, &fileError{errPasted}
		}
		report, size, p.Typed = strings.NewReader(rows), int64(len(rows)), safetext.Lines(rows)
	}
	table, err := spreadsheet.Open(report, size)
	if err != nil {
		return nil, &fileError{err}
	}
	return table, nil
}

// refuseExplain shows the form again with what is wrong with the report.
func (c *Console) refuseExplain(w http.ResponseWriter, r *http.Request, p views.ExplainPage, err error) error {
	t := p.T
	switch {
	case errors.Is(err, errNoReport):
		p.Error = t.Explain.Missing
	case errors.Is(err, errPasted):
		p.Error = t.Explain.PasteTooLarge
	case errors.Is(err, spreadsheet.ErrTooLarge):
		p.Error = t.Explain.FileTooLarge
	default:
		p.Error = fileProblem(err, t)
	}
	p.Typed, p.Uploaded = "", false
	if wantsData(r) {
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: p.Error, Field: "file"})
		return nil
	}
	return respond.Page(w, r, http.StatusUnprocessableEntity, views.Explain(p))
}

// send sends the report with the new columns.
func (e *explainer) send(w http.ResponseWriter, table *spreadsheet.Table, width int) error {
	name, mediaType := "explained.csv", "text/csv; charset=utf-8"
	if table.Kind == spreadsheet.XLSX {
		name, mediaType = "explained.xlsx", respond.XLSX
	}
	return e.annotate(respond.StartFile(w, name, mediaType), table, width)
}

// annotate writes the report with the new columns.
func (e *explainer) annotate(w io.Writer, table *spreadsheet.Table, width int) error {
	return table.Annotate(w, width, e.newCells(table))
}

// newCells returns what makes the cells of the new columns of a row.
func (e *explainer) newCells(table *spreadsheet.Table) func(spreadsheet.Row) []string {
	names := e.nameRow(table)
	return func(row spreadsheet.Row) []string {
		switch {
		case row.Number < names:
			return nil
		case row.Number == names:
			return e.titles()
		}
		return e.of(cellOf(row, e.column)).added
	}
}

// widthOf returns the number of cells of the widest row, and finds what cannot be read before anything is sent.
func widthOf(table *spreadsheet.Table) (width int, err error) {
	width, _, err = extentOf(table)
	return width, err
}

// extentOf returns the number of cells of the widest row and the number of the last row.
func extentOf(table *spreadsheet.Table) (width, last int, err error) {
	for row, err := range table.All() {
		if err != nil {
			return 0, 0, err
		}
		width, last = max(width, len(row.Cells)), row.Number
	}
	return width, last, nil
}

// cellOf is a cell with the white space around it, which is one of the things that are mended.
func cellOf(row spreadsheet.Row, column int) string {
	if column >= len(row.Cells) {
		return ""
	}
	return row.Cells[column]
}

// columnNumber reads the chosen column, counted from 1.
func columnNumber(chosen string, columns int) (int, error) {
	n, err := strconv.Atoi(chosen)
	if err != nil || n < 1 || n > columns {
		return 0, &columnError{excerpt(chosen)}
	}
	return n - 1, nil
}
