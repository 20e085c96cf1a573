package respond

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"isales-console/isales/background"
)

// StreamStep is how long one step of a streamed page may take to be written.
const StreamStep = 30 * time.Second

// Stream is a page that is sent bit by bit: the frame first, then what is known
// so far, then the rest. Its status is sent with the first bit, so a stream
// begins only when nothing can go wrong any more as a whole.
type Stream struct {
	w      io.Writer
	rc     *http.ResponseController
	ctx    context.Context
	bottom []byte
}

// StartStream sends the part of a frame above its mark. The error is that of
// rendering it, or of a reader who is gone.
func StartStream(w http.ResponseWriter, r *http.Request, frame templ.Component, mark string) (*Stream, error) {
	body, err := render(r.Context(), frame)
	if err != nil {
		return nil, err
	}
	top, bottom, _ := bytes.Cut(body, []byte(mark))
	// A proxy that collects the answer would hide the progress.
	w.Header().Set("X-Accel-Buffering", "no")
	start(w, htmlType)
	s := &Stream{w: w, rc: http.NewResponseController(w), ctx: r.Context(), bottom: bottom}
	return s, s.send(top)
}

// Write sends a component. An error means that the reader is gone, unless Err is nil.
func (s *Stream) Write(part templ.Component) error {
	return s.WriteFunc(func() (templ.Component, error) { return part, nil })
}

// WriteFunc makes and sends a component. A panic of either is reported and is the
// error: the page has begun, so it has to say so itself.
func (s *Stream) WriteFunc(part func() (templ.Component, error)) error {
	body, err := background.Do(func() ([]byte, error) {
		component, err := part()
		if err != nil {
			return nil, err
		}
		return render(s.ctx, component)
	})
	if err != nil {
		return err
	}
	return s.send(body)
}

// Detach lets the stream go on although the request's context has ended.
func (s *Stream) Detach() { s.ctx = context.WithoutCancel(s.ctx) }

// Close sends what is below the mark of the frame.
func (s *Stream) Close() error { return s.send(s.bottom) }

// Done is closed when the reader is gone; Err says so then.
func (s *Stream) Done() <-chan struct{} { return s.ctx.Done() }

// Err is nil as long as the reader is there.
func (s *Stream) Err() error { return s.ctx.Err() }

func (s *Stream) send(b []byte) error {
	// The server's write timeout is for whole answers; a stream has one for each
	// step. A test's recorder knows neither deadlines nor flushing.
	_ = s.rc.SetWriteDeadline(time.Now().Add(StreamStep))
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	_ = s.rc.Flush()
	return s.ctx.Err()
}
