package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

const (
	// progressAfter is how long a page waits before it begins to show progress.
	progressAfter = 400 * time.Millisecond
	// progressStep is how often progress is shown.
	progressStep = 200 * time.Millisecond
)

// readError is a VDN whose list could not be read.
type readError struct {
	path string
	err  error
}

func (e *readError) Error() string { return e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

// vdnRequest is what the pages about a whole VDN have in common.
type vdnRequest struct {
	vdnID int
	l     *locale
	path  string // the page's own, canonical
}

// catalogView makes the forms of a page from a catalogue. page returns the frame,
// the whole page and its content alone, which is sent after the progress.
type catalogView struct {
	name     string // of the file of an export
	title    string // of the page
	page     func(*catalog.Catalog) (whole, content templ.Component, err error)
	document func(*catalog.Catalog) (any, error)
	lines    func(*catalog.Catalog) ([][]string, error)
}

// readVDN reads the VDN of a path. ok is false when the answer was a redirect to
// the canonical path.
func (c *Console) readVDN(w http.ResponseWriter, r *http.Request, rest string) (q vdnRequest, ok bool, err error) {
	given, form := vdnValue(r)
	n, isID := parseID(normalizeID(given))
	if !isID || n > isales.MaxVDNID {
		return q, false, errPageNotFound
	}
	q = vdnRequest{vdnID: int(n), l: c.localeOf(r), path: "/vdns/" + strconv.FormatInt(n, 10) + rest}
	if given != strconv.FormatInt(n, 10) || strings.HasSuffix(r.URL.Path, "/") {
		if form == "" {
			form = suffix(r)
		}
		redirect(w, r, q.path+form)
		return q, false, nil
	}
	return q, true, nil
}

// serveCatalog answers with a view of a VDN's catalogue, reading it first when it
// is not at hand.
func (c *Console) serveCatalog(w http.ResponseWriter, r *http.Request, q vdnRequest, frame views.Page, v catalogView) error {
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
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(platform.CatalogTimeout + respond.StreamStep))
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
		respond.CSV(w, r, v.name, csvBytes(lines))
	default:
		whole, _, err := v.page(read)
		if err != nil {
			return err
		}
		return respond.Page(w, r, http.StatusOK, whole)
	}
	return nil
}

// readyWithin reports whether a reading ends within a time; also when the reader
// leaves before.
func readyWithin(ctx context.Context, reading *platform.Reading, within time.Duration) bool {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-reading.Done():
		return true
	case <-ctx.Done():
		return true
	case <-timer.C:
		return false
	}
}

// streamCatalog shows progress while the catalogue is read. It begins when the
// list is known: until then all can fail as a whole.
func (c *Console) streamCatalog(w http.ResponseWriter, r *http.Request, q vdnRequest, frame views.Page, v catalogView, reading *platform.Reading) error {
	if err := listRead(r.Context(), reading); err != nil {
		return &readError{withQuery(q.path, r), err}
	}
	s, err := startStream(w, r, frame, v.title)
	if err != nil {
		return c.logStreamError(r, err)
	}
	if err := c.showProgress(s, q, reading); err != nil {
		return c.logStreamError(r, err)
	}
	content := views.StreamFailed(q.l.messages)
	if read, err := reading.Wait(r.Context()); err != nil {
		requestLogOf(r).err = err
	} else if _, finished, err := v.page(read); err == nil {
		content = finished
	}
	return c.logStreamError(r, errors.Join(s.Write(content), s.Close()))
}

// listRead waits until it is known how many external results there are, or until
// the reading has ended, and returns why it could not be done.
func listRead(ctx context.Context, reading *platform.Reading) error {
	for {
		progress, changed := reading.Progress()
		select {
		case <-reading.Done():
			_, err := reading.Wait(ctx)
			return err
		default:
		}
		if progress.Total > 0 {
			return nil
		}
		select {
		case <-changed:
		case <-reading.Done():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *Console) showProgress(s *respond.Stream, q vdnRequest, reading *platform.Reading) error {
	t := q.l.messages
	if err := s.Write(views.ProgressBegin(t.ReadingVDN)); err != nil {
		return err
	}
	tick := time.NewTicker(progressStep)
	defer tick.Stop()
	shown := -1
	for {
		if p, _ := reading.Progress(); p.Done != shown {
			shown = p.Done
			step := views.ProgressStep(p.Done, p.Total, views.Fill(t.ReadingStep, "done", strconv.Itoa(p.Done), "total", strconv.Itoa(p.Total)))
			if err := s.Write(step); err != nil {
				return err
			}
		}
		select {
		case <-tick.C:
		case <-reading.Done():
			return s.Write(views.ProgressEnd())
		case <-s.Done():
			return s.Err()
		}
	}
}

// logStreamError notes why a streamed answer ended early: no page can say so any more.
func (c *Console) logStreamError(r *http.Request, err error) error {
	if err != nil {
		requestLogOf(r).err = err
	}
	return nil
}

// vdnPage is the part of a page about a VDN that all of them have.
func (c *Console) vdnPage(r *http.Request, q vdnRequest, active string) views.VDNPage {
	p := views.VDNPage{Page: c.newPage(r), VDN: strconv.Itoa(q.vdnID), Section: active}
	p.Active, p.Canonical, p.JSON = views.NavLookup, withQuery(q.path, r), withQuery(q.path+".json", r)
	p.CSV = withQuery(q.path+".csv", r)
	return p
}

// fillFreshness says how old a catalogue is and what is missing in it.
func (c *Console) fillFreshness(p *views.VDNPage, q vdnRequest, read *catalog.Catalog) {
	t := q.l.messages
	p.ReadAt = q.l.moment(read.ReadAt())
	p.Age = age(c.Now().Sub(read.ReadAt()), t)
	p.Again, p.AgainMissing = q.path+"?again=all", q.path+"?again=missing"
	for _, failed := range read.Failed() {
		p.Missing = append(p.Missing, views.ResultLink{Href: resultPath(q.vdnID, failed.DefID), Text: failed.DisplayResult, Def: failed.DefID,
			Why: diagnose(failed.Err, q.l).words(t).Heading})
	}
	p.MissingText = t.MissingResults.Of(len(p.Missing))
	p.CodesMissing = read.CodesErr() != nil
}

func resultPath(vdnID int, defID string) string {
	return "/vdns/" + strconv.Itoa(vdnID) + "/results/" + strings.TrimLeft(defID, "0")
}
