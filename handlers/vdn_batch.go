package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/platform"
	"isales-console/views"
)

// run looks up all entries, some at a time, and hands over each as it comes, with
// its place in the batch. It ends early when ctx does.
func (c *Console) run(ctx context.Context, vdnID int, l *locale, b *batch, each func(i int, row batchRow)) {
	type numbered struct {
		i   int
		row batchRow
	}
	next, rows := make(chan int), make(chan numbered)
	var workers sync.WaitGroup
	for range batchParallel {
		workers.Go(background.Safe(func() {
			for i := range next {
				row := batchRow{entry: b.entries[i], err: errNoID}
				if row.entry.defID > 0 {
					q := platform.Query{VDNID: vdnID, DefID: row.entry.defID, Language: l.platform}
					row.found, row.err = background.Do(func() (platform.Copy, error) { return c.Results.ExternalResult(ctx, q) })
				}
				rows <- numbered{i, row}
			}
		}))
	}
	background.Go(func() {
		defer close(next)
		for i := range b.entries {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	background.Go(func() { workers.Wait(); close(rows) })
	for n := range rows {
		each(n.i, n.row)
	}
}

// serveBatch shows the form, or looks up the IDs of the address.
func (c *Console) serveBatch(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/batch")
	if err != nil || !ok {
		return err
	}
	b := parseBatch(v.vdnID, r.URL.Query()["id"])
	if len(b.entries) > maxBatchInURL {
		return &parameterError{"too_many_ids", []string{"n", strconv.Itoa(maxBatchInURL),
			"most", strconv.Itoa(maxBatch)}}
	}
	p := c.batchPage(r, v, b)
	if n := len(b.entries); n > 0 { // also those that are none: the address has them already
		query := "?" + url.Values{"id": b.ids()}.Encode()
		p.JSON, p.CSV, p.XLSX = v.path+".json"+query, v.path+".csv"+query, v.path+".xlsx"+query
		p.Canonical = v.path + query
	} else if negotiate(r) == formHTML {
		return respond.Page(w, r, http.StatusOK, views.Batch(p))
	}
	return c.answerBatch(w, r, v, b, p, negotiate(r))
}

// postBatch takes a pasted list or a file. A short one gets an address of its
// own, which can be bookmarked.
func (c *Console) postBatch(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/batch")
	if err != nil || !ok {
		return err
	}
	b, err := readBatchForm(r, v.vdnID)
	file, pasted := (*fileError)(nil), (*pasteError)(nil)
	if errors.As(err, &file) || errors.As(err, &pasted) {
		p := c.batchPage(r, v, b)
		fillTableError(&p, err, v.l.messages)
		return c.refuseBatch(w, r, p)
	}
	if err != nil {
		return err
	}
	form := formOf("." + strings.ToLower(r.PostFormValue("format")))
	if form == formHTML {
		form = negotiate(r)
	}
	switch {
	case len(b.entries) == 0:
		p := c.batchPage(r, v, b)
		p.Error = v.l.messages.Batch.Empty
		return c.refuseBatch(w, r, p)
	case b.addressable():
		query := url.Values{"id": b.ids()}
		http.Redirect(w, r, v.path+formSuffixes[form]+"?"+query.Encode(), http.StatusSeeOther)
		return nil
	}
	return c.answerBatch(w, r, v, b, c.batchPage(r, v, b), form)
}

// refuseBatch shows the form again with what is wrong.
func (c *Console) refuseBatch(w http.ResponseWriter, r *http.Request, p views.BatchPage) error {
	if wantsData(r) {
		field, message := "ids", p.Error
		if p.FileError != "" {
			field, message = uploadName, p.FileError
		}
		c.sendJSONError(w, r, http.StatusUnprocessableEntity, jsonError{Code: "bad_input", Message: message, Field: field})
		return nil
	}
	return respond.Page(w, r, http.StatusUnprocessableEntity, views.Batch(p))
}

// answerBatch looks up and answers: a page row by row as they come, data in the
// order of the input when all is there.
func (c *Console) answerBatch(w http.ResponseWriter, r *http.Request, v vdnRequest, b *batch, p views.BatchPage,
	form int) error {
	e := requestLogOf(r)
	e.query, e.outcome = resultID{vdnID: v.vdnID}, "batch"
	for _, entry := range b.entries {
		if entry.defID > 0 {
			e.defIDs = append(e.defIDs, entry.defID)
		}
	}
	start := time.Now()
	defer func() { e.upstream = time.Since(start) }()
	rows := make([]batchRow, len(b.entries))
	if form == formHTML {
		return c.streamBatch(w, r, v, b, p, rows)
	}
	extendWrite(w)
	c.run(r.Context(), v.vdnID, v.l, b, func(i int, row batchRow) { rows[i] = row })
	if err := r.Context().Err(); err != nil {
		return err
	}
	name := shortName("batch-"+strconv.Itoa(v.vdnID), b.short())
	own := c.ownCodes(r.Context(), v)
	if form == formCSV || form == formXLSX {
		return sendTable(w, r, form, name, v.l, batchSheet(v, own, b, rows))
	}
	respond.JSON(w, r, http.StatusOK, newBatchDocument(v, own, b, rows))
	return nil
}

// streamBatch sends each row as it is answered. A reader who goes away stops the
// look-ups: the first row that cannot be sent ends the context.
func (c *Console) streamBatch(w http.ResponseWriter, r *http.Request, v vdnRequest, b *batch, p views.BatchPage,
	rows []batchRow) error {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	s, err := startStream(w, r, p.Page, p.Title())
	if err != nil {
		return c.logStreamError(r, err)
	}
	t := v.l.messages
	if err = s.Write(views.BatchBegin(p)); err != nil {
		return c.logStreamError(r, err)
	}
	own := c.ownCodes(ctx, v)
	for i := range rows { // until they are answered
		rows[i] = batchRow{entry: b.entries[i], err: ErrShutdown}
	}
	done := 0
	c.run(ctx, v.vdnID, v.l, b, func(i int, row batchRow) {
		rows[i] = row
		done++
		if err != nil || wasCut(ctx) {
			return
		}
		step := views.Fill(t.ReadingStep, "done", strconv.Itoa(done), "total", strconv.Itoa(len(rows)))
		if err = s.WriteFunc(func() (templ.Component, error) {
			return views.BatchStep(p.Page, c.batchView(v, own, row), done, len(rows), step), nil
		}); err != nil {
			rows[i] = batchRow{entry: row.entry, err: err}
			cancel()
		}
	})
	if wasCut(ctx) {
		requestLogOf(r).err = ErrShutdown
		s.Detach()
		p.Cut = diagnose(ErrShutdown, v.l).sentence(t)
	} else if err != nil {
		if requestLogOf(r).err = err; s.Err() != nil {
			return nil
		}
		p.Cut = diagnose(err, v.l).sentence(t)
	}
	fillBatchEnd(&p, v, own, rows)
	return c.logStreamError(r, errors.Join(s.Write(views.BatchEnd(p)), s.Close()))
}

// fillBatchEnd has the codes of all rows, and the IDs to look up again.
func fillBatchEnd(p *views.BatchPage, v vdnRequest, own *platform.CodeList, rows []batchRow) {
	var failed []string
	for _, row := range rows {
		if row.err != nil && !errors.Is(row.err, isales.ErrNotFound) && !errors.Is(row.err, errNoID) {
			failed = append(failed, row.entry.text)
		}
	}
	for _, code := range distinct(batchCodes(rows)) {
		p.Codes = append(p.Codes, ownRow(code, v, own))
	}
	if len(failed) > 0 {
		p.Retry, p.RetryText = strings.Join(failed, "\n"), v.l.messages.Batch.Retry.Of(len(failed))
	}
}

// batchView shows one row of a batch.
func (c *Console) batchView(v vdnRequest, own *platform.CodeList, row batchRow) views.BatchRow {
	t := v.l.messages
	view := views.BatchRow{Def: row.entry.text}
	if row.entry.row > 0 {
		view.Def = views.Fill(t.Batch.Row, "n", strconv.Itoa(row.entry.row))
	}
	switch {
	case row.err == nil:
		view.State, view.Href, view.Stale = t.Batch.Found, resultPath(v.vdnID, row.entry.text), staleWhy(row.found, v.l)
		view.Text, view.Code = row.found.DisplayResult, row.found.Code
		view.Verdict = verdictView(verdictOfFound(row.found, v.notes), v.l)
		for _, m := range row.found.Mappings {
			view.Codes = append(view.Codes, ownRow(m.OBSCode, v, own))
		}
	case errors.Is(row.err, errNoID):
		view.State, view.Why, view.Bad = t.Batch.NoID, defProblem(input.Reason(row.entry.reason), t), true
	case errors.Is(row.err, isales.ErrNotFound):
		view.State, view.Why, view.Bad = t.Batch.NotFound, diagnose(row.err, v.l).words(t).Heading, true
	default:
		view.State, view.Why, view.Bad = t.Batch.Failed, diagnose(row.err, v.l).words(t).Heading, true
	}
	return view
}
