package isalestest

import (
	"io"
	"net/http"
	"strconv"
	"time"
)

// maxRequestBody is far above what any signed request of this family carries.
const maxRequestBody = 64 << 10

// reply is an answer ready to be sent.
type reply struct {
	status      int
	contentType string // none is sent when empty
	header      map[string]string
	body        []byte
}

// call is one authorised request to a known operation being answered.
type call struct {
	w     http.ResponseWriter
	r     *http.Request
	stop  <-chan struct{}
	req   Request
	store *store
	base  string
	now   func() time.Time
	arg   string // what stands after the equals sign of the fault
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	conf, ok := s.begin()
	if !ok {
		panic(http.ErrAbortHandler)
	}
	defer s.end()

	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBody))
	req := newRequest(r, s.basePath)
	req.Authorized = err == nil && s.verifier.verify(r, body) == nil
	s.record(req)

	c := &call{w: w, r: r, stop: s.stop, req: req, store: conf.store, base: s.basePath, now: s.verifier.now}
	c.pause(conf.latency)
	switch {
	case req.Operation == "":
		c.send(textReply(http.StatusNotFound))
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		c.send(textReply(http.StatusMethodNotAllowed))
	case !req.Authorized:
		s.countRefusal()
		c.send(reply{status: http.StatusUnauthorized})
	default:
		c.answerWith(s.chooseFault(req))
	}
}

// answerWith answers with fault or, when there is none, with the fault of the
// result, campaign or call that is asked for.
func (c *call) answerWith(fault Fault) {
	if fault == FaultNone {
		fault = c.store.faultOf(c.req)
	}
	row, arg, err := findFault(string(fault))
	if err != nil {
		rep := textReply(http.StatusInternalServerError)
		rep.body = []byte(err.Error() + "\n")
		c.send(rep)
		return
	}
	c.arg = arg
	row.send(c)
}

// send writes rep with its Content-Length.
func (c *call) send(rep reply) {
	c.sendHeader(rep, len(rep.body))
	// A client that went away is no error of the simulator's.
	_, _ = c.w.Write(rep.body)
}

func (c *call) sendHeader(rep reply, length int) {
	h := c.w.Header()
	// A nil value keeps net/http from guessing a type.
	h["Content-Type"] = nil
	if rep.contentType != "" {
		h.Set("Content-Type", rep.contentType)
	}
	for k, v := range rep.header {
		h.Set(k, v)
	}
	h.Set("Content-Length", strconv.Itoa(length))
	c.w.WriteHeader(rep.status)
}

// pause waits for d, or gives the answer up when the client goes away or the
// server is closed.
func (c *call) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.r.Context().Done():
		panic(http.ErrAbortHandler)
	case <-c.stop:
		panic(http.ErrAbortHandler)
	}
}

func textReply(status int) reply {
	text := http.StatusText(status)
	if text == "" {
		text = "Status"
	}
	return reply{
		status:      status,
		contentType: "text/plain; charset=utf-8",
		body:        []byte(strconv.Itoa(status) + " " + text + "\n"),
	}
}
