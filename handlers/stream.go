package handlers

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"isales-console/views"
)

// streamStep is how long one step of a streamed page may take to be written.
const streamStep = 30 * time.Second

// stream is a page that is sent bit by bit: the frame first, then what is known
// so far, then the rest. Its status is sent with the first bit, so a stream
// begins only when nothing can go wrong any more as a whole.
type stream struct {
	w      io.Writer
	rc     *http.ResponseController
	ctx    context.Context
	bottom []byte
	buffer bytes.Buffer
}

// begin sends everything above the content of a page.
func (c *Console) begin(w http.ResponseWriter, r *http.Request, p views.Page, title string) (*stream, error) {
	p.RequestID = eventOf(r).requestID
	var b bytes.Buffer
	if err := views.Frame(p, title).Render(r.Context(), &b); err != nil {
		return nil, err
	}
	top, bottom, _ := bytes.Cut(b.Bytes(), []byte(views.FrameMark))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache")
	// A proxy that collects the answer would hide the progress.
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	s := &stream{w: w, rc: http.NewResponseController(w), ctx: r.Context(), bottom: bytes.Clone(bottom)}
	return s, s.send(top)
}

// add sends a component. An error means that the reader is gone.
func (s *stream) add(part templ.Component) error {
	s.buffer.Reset()
	if err := part.Render(s.ctx, &s.buffer); err != nil {
		return err
	}
	return s.send(s.buffer.Bytes())
}

func (s *stream) send(b []byte) error {
	// The server's write timeout is for whole answers; a stream has one for each
	// step. A test's recorder knows neither deadlines nor flushing.
	_ = s.rc.SetWriteDeadline(time.Now().Add(streamStep))
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	_ = s.rc.Flush()
	return s.ctx.Err()
}

// end sends everything below the content.
func (s *stream) end() error { return s.send(s.bottom) }
