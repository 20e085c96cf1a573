package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"isales-console/handlers/respond"
	"isales-console/platform"
	"isales-console/views"
)

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
	// progressAfter is how long a page waits before it begins to show progress.
	progressAfter = 400 * time.Millisecond
	// progressStep is how often progress is shown.
	progressStep = 200 * time.Millisecond
)
