package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

// progressing is something that is being read.
type progressing interface {
	Progress() (catalog.Progress, <-chan struct{})
	Done() <-chan struct{}
}

// streamCatalog shows progress while the catalogue is read. Its status is sent
// before anything is known of the VDN: an error that comes later is shown in the
// words of its own page.
func (c *Console) streamCatalog(w http.ResponseWriter, r *http.Request, q vdnRequest, frame views.VDNPage,
	v catalogView,
	reading *platform.Reading[*catalog.Catalog]) error {
	s, err := startStream(w, r, frame.Page, v.title)
	if err != nil {
		return c.logStreamError(r, err)
	}
	t := q.l.messages
	step := func(p catalog.Progress) string { return progressText(p, t) }
	if err := showProgress(s, t.ReadingVDN, step, reading); err != nil {
		if !wasCut(r.Context()) {
			return c.logStreamError(r, err)
		}
		s.Detach()
		words := diagnose(ErrShutdown, q.l).words(t)
		return c.logStreamError(r, errors.Join(ErrShutdown, s.Write(views.ProgressEnd()),
			s.Write(views.StreamFailed(frame, words)), s.Close()))
	}
	read, err := reading.Wait(r.Context())
	if err != nil {
		err = &readError{withQuery(q.path, r), err}
	} else {
		err = s.WriteFunc(func() (templ.Component, error) {
			_, content, err := v.page(read)
			return content, err
		})
	}
	if err == nil && v.rest != nil {
		err = v.rest.stream(r.Context(), s, read)
	}
	return c.logStreamError(r, errors.Join(err, endCatalog(s, q, frame, err)))
}

// endCatalog ends a page, and says on it why its content is missing.
func endCatalog(s *respond.Stream, q vdnRequest, frame views.VDNPage, err error) error {
	if s.Err() != nil {
		return s.Err()
	}
	if err == nil || errors.Is(err, ErrShutdown) { // which the page says already
		return s.Close()
	}
	var words views.ErrorText
	if failed, ok := errors.AsType[*readError](err); ok {
		words = diagnose(failed, q.l).words(q.l.messages)
	}
	return errors.Join(s.Write(views.StreamFailed(frame, words)), s.Close())
}

// stream shows progress until the rest of a page is read, then the rest; at a shutdown
// what is known of it.
func (rest *catalogRest) stream(ctx context.Context, s *respond.Stream, read *catalog.Catalog) error {
	err := showProgress(s, rest.begin, rest.step, rest.reading)
	if err == nil {
		return s.WriteFunc(func() (templ.Component, error) { return rest.part(read), nil })
	}
	if !wasCut(ctx) {
		return err
	}
	s.Detach()
	return errors.Join(ErrShutdown, s.Write(views.ProgressEnd()), s.Write(rest.part(read)))
}

// showProgress writes begin, then how far the reading is until it has ended.
func showProgress(s *respond.Stream, begin string, step func(catalog.Progress) string, reading progressing) error {
	if err := s.Write(views.ProgressBegin(begin)); err != nil {
		return err
	}
	tick := time.NewTicker(progressStep)
	defer tick.Stop()
	shown := ""
	for {
		p, _ := reading.Progress()
		if text := step(p); text != shown {
			shown = text
			done, total := p.Done, p.Total
			if total == 0 {
				done, total = p.Listed, p.ListTotal
			}
			if err := s.Write(views.ProgressStep(done, total, text)); err != nil {
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

// progressText says how far a reading is.
func progressText(p catalog.Progress, t *views.Messages) string {
	switch {
	case p.ListTotal == 0:
		return t.ReadingList
	case p.Total == 0:
		return views.Fill(t.ReadingListStep, "done", strconv.Itoa(p.Listed), "total", strconv.Itoa(p.ListTotal))
	case p.Slow > 0:
		return views.Fill(t.ReadingSlow.Of(p.Slow), "done", strconv.Itoa(p.Done), "total", strconv.Itoa(p.Total))
	}
	return views.Fill(t.ReadingStep, "done", strconv.Itoa(p.Done), "total", strconv.Itoa(p.Total))
}

// logStreamError notes why a streamed answer ended early: no page can say so any more.
func (c *Console) logStreamError(r *http.Request, err error) error {
	if err != nil {
		requestLogOf(r).err = err
	}
	return nil
}

// readyBefore reports whether a reading ends before the limit; also when the reader
// leaves before.
func readyBefore(limit <-chan time.Time, ctx context.Context, reading progressing) bool {
	select {
	case <-reading.Done():
		return true
	case <-ctx.Done():
		return true
	case <-limit:
		return false
	}
}

const (
	// progressAfter is how long a page waits before it begins to show progress. An
	// answer or a failure that comes before has its own status and a whole page.
	progressAfter = 150 * time.Millisecond
	// progressStep is how often progress is shown.
	progressStep = 200 * time.Millisecond
)
