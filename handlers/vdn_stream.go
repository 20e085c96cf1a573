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

// streamCatalog shows progress while the catalogue is read. Its status is sent
// before anything is known of the VDN: an error that comes later is shown in the
// words of its own page.
func (c *Console) streamCatalog(w http.ResponseWriter, r *http.Request, q vdnRequest, frame views.VDNPage, v catalogView,
	reading *platform.Reading) error {
	s, err := startStream(w, r, frame.Page, v.title)
	if err != nil {
		return c.logStreamError(r, err)
	}
	if err := c.showProgress(s, q, reading); err != nil {
		if !wasCut(r.Context()) {
			return c.logStreamError(r, err)
		}
		s.Detach()
		words := diagnose(ErrShutdown, q.l).words(q.l.messages)
		return c.logStreamError(r, errors.Join(ErrShutdown, s.Write(views.ProgressEnd()),
			s.Write(views.StreamFailed(frame, words)), s.Close()))
	}
	var content templ.Component
	read, err := reading.Wait(r.Context())
	if err == nil {
		_, content, err = v.page(read)
		if failed, ok := errors.AsType[*readError](err); ok {
			content = views.StreamFailed(frame, diagnose(failed, q.l).words(q.l.messages))
		} else if err != nil {
			content = views.StreamFailed(frame, views.ErrorText{})
		}
	} else {
		content = views.StreamFailed(frame, diagnose(&readError{withQuery(q.path, r), err}, q.l).words(q.l.messages))
	}
	if err != nil {
		requestLogOf(r).err = err
	}
	return c.logStreamError(r, errors.Join(s.Write(content), s.Close()))
}

func (c *Console) showProgress(s *respond.Stream, q vdnRequest, reading *platform.Reading) error {
	t := q.l.messages
	if err := s.Write(views.ProgressBegin(t.ReadingVDN)); err != nil {
		return err
	}
	tick := time.NewTicker(progressStep)
	defer tick.Stop()
	shown := ""
	for {
		p, _ := reading.Progress()
		if text := progressText(p, t); text != shown {
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

const (
	// progressAfter is how long a page waits before it begins to show progress. An
	// answer or a failure that comes before has its own status and a whole page.
	progressAfter = 200 * time.Millisecond
	// progressStep is how often progress is shown.
	progressStep = 200 * time.Millisecond
)
