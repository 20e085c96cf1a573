package isales

import (
	"cmp"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"
)

// QueryExternalResult asks for the external result defID (1 or more) of the
// VDN vdnID (1 to MaxVDNID): interface queryObsResultDetail. The error is one
// of this package's types, or wraps ctx's error when ctx was cancelled.
func (c *Client) QueryExternalResult(ctx context.Context, vdnID int, defID int64) (*ExternalResult, error) {
	if vdnID < 1 || vdnID > MaxVDNID {
		return nil, fmt.Errorf("isales: VDN ID %d is not between 1 and %d", vdnID, MaxVDNID)
	}
	if defID < 1 {
		return nil, fmt.Errorf("isales: external result ID %d is not positive", defID)
	}
	start := c.now()
	body, err := c.get(ctx, c.detailPath(vdnID, defID), nil)
	if err != nil {
		return nil, err
	}
	r, err := decodeExternalResult(body.text, vdnID, defID)
	if err != nil {
		return nil, body.explain(err)
	}
	r.ReceivedAt = c.now()
	r.Took = r.ReceivedAt.Sub(start)
	return r, nil
}

func (c *Client) detailPath(vdnID int, defID int64) string {
	return fmt.Sprintf("%s/%d/%d/queryObsResultDetail", c.base.Path, vdnID, defID)
}

// errNoTurn is a call that waited behind others until its time was over.
var errNoTurn = errors.New("too many other calls in flight")

// answer is a complete answer with HTTP status 200.
type answer struct {
	text            string
	contentType     string
	contentEncoding string
}

func (a answer) notJSON(problem string) error {
	return &NotJSONError{http.StatusOK, a.contentType, problem, snippet(a.text)}
}

// checkForm refuses what cannot be an answer before anything is decoded: a body
// that is encoded or a page, and one that neither the header nor its first byte
// takes for a JSON object. Whatever else the header says does not count.
func (a answer) checkForm() error {
	first := strings.TrimLeft(strings.TrimPrefix(a.text, "\ufeff"), " \r\n\t")
	media := a.mediaProblem()
	switch {
	case a.encoded(), media != "" && !strings.HasPrefix(first, "{"):
		return a.notJSON(media)
	case strings.HasPrefix(first, "<"):
		return a.notJSON("a page")
	}
	return nil
}

// explain completes an error of a decoder with what only the answer knows: the
// header tells why something is no answer.
func (a answer) explain(err error) error {
	media := a.mediaProblem()
	if broken, ok := errors.AsType[*syntaxError](err); ok {
		return a.notJSON(cmp.Or(media, broken.problem))
	}
	if misfit, ok := errors.AsType[*DecodeError](err); ok && media != "" && misfit.Field == resultCodeField {
		return a.notJSON(media)
	}
	return err
}

// get waits for its turn, then asks. The query is in the order in which it is
// sent.
func (c *Client) get(ctx context.Context, path string, query []pair) (answer, error) {
	start := time.Now()
	deadline := ctx // where it ends first, nothing is put around it
	if over, ok := ctx.Deadline(); !ok || over.After(start.Add(c.timeout)) {
		var cancel context.CancelFunc
		deadline, cancel = context.WithTimeout(ctx, c.timeout)
		defer cancel()
	}
	if c.slots != nil {
		if err := c.waitForTurn(ctx, start); err != nil {
			return answer{}, err
		}
		defer func() { <-c.slots }()
	}
	if c.gate == nil {
		return c.exchange(ctx, deadline, path, query, start)
	}
	limit, done, err := c.gate.Enter()
	if err != nil {
		return answer{}, fmt.Errorf("isales: %w", err)
	}
	if limit > 0 {
		var cancel context.CancelFunc
		deadline, cancel = context.WithTimeout(deadline, limit)
		defer cancel()
	}
	ended := context.Canceled // by a panic
	defer func() { done(ended) }()
	turn := time.Now()
	a, err := c.exchange(ctx, deadline, path, query, start)
	ended = err
	if limit == 0 && deadline.Err() != nil && errors.Is(err, ErrTimeout) && time.Since(turn) < c.timeout/2 {
		ended = context.DeadlineExceeded // of the caller, not of the call
	}
	return a, err
}

// waitForTurn takes a slot. Whoever gets one has half of the time left for the
// call: turns are given in order, so that under too much load all of them would
// come when it is too late.
func (c *Client) waitForTurn(ctx context.Context, start time.Time) error {
	if ctx.Err() != nil { // a turn would be taken from someone who has time
		return transportError(ctx, ctx, errNoTurn, time.Since(start))
	}
	select {
	case c.slots <- struct{}{}:
		return nil
	default:
	}
	c.waiting.Add(1)
	defer c.waiting.Add(-1)
	wait, cancel := context.WithTimeout(ctx, c.timeout/2)
	defer cancel()
	select {
	case c.slots <- struct{}{}:
		if wait.Err() == nil {
			return nil
		}
		<-c.slots // both were possible at once
	case <-wait.Done():
	}
	return transportError(ctx, wait, errNoTurn, time.Since(start))
}

// exchange signs and sends one request and reads its answer. It is signed after
// all waits: a signature carries the time.
func (c *Client) exchange(ctx, deadline context.Context, path string, query []pair, start time.Time) (answer, error) {
	var begun atomic.Bool // the platform has sent something
	traced := httptrace.WithClientTrace(deadline, &httptrace.ClientTrace{GotFirstResponseByte: func() { begun.Store(true) }})
	r, signature, err := c.newRequest(traced, path, query)
	if err != nil {
		return answer{}, fmt.Errorf("isales: %w", err)
	}
	// The transport, not an http.Client: that one would follow redirects and
	// carry the signature elsewhere.
	resp, err := c.transport.RoundTrip(r)
	if err != nil {
		err = c.callError(ctx, deadline, err, begun.Load(), signature, start)
		if errors.Is(err, ErrTimeout) && !begun.Load() {
			// The connection may be one that the network has forgotten. If so, it
			// has forgotten the idle ones too, and each would cost a timeout.
			c.CloseIdleConnections()
		}
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := read(resp.Body)
	a := answer{c.scrub(text, signature), c.scrub(resp.Header.Get("Content-Type"), signature), c.scrub(resp.Header.Get("Content-Encoding"), signature)}
	switch {
	case resp.StatusCode != http.StatusOK:
		return a, &StatusError{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), c.now()), snippet(a.text)}
	case isBrokenGzip(err):
		return a, a.notJSON("broken gzip")
	case errors.Is(err, ErrTooLarge):
		return a, err
	case err != nil:
		return a, c.callError(ctx, deadline, err, true, signature, start)
	}
	return a, a.checkForm()
}

// callError sorts an error of net/http. When an answer has begun, the call still
// has time and the connection is whole, what came is no HTTP, and asking again
// would bring the same.
func (c *Client) callError(ctx, deadline context.Context, err error, begun bool, signature string, start time.Time) error {
	if begun && deadline.Err() == nil && !isNetwork(err) && !isTLS(err) {
		cause := err
		for errors.Unwrap(cause) != nil { // net/http wraps it in words about the connection
			cause = errors.Unwrap(cause)
		}
		// A head that ends too early is a malformed one to net/http.
		if text := cause.Error(); !strings.HasPrefix(text, "malformed ") {
			return &NotJSONError{Problem: "broken HTTP: " + shorten(c.scrub(text, signature))}
		}
		err = errors.New(shorten(c.scrub(err.Error(), signature))) // it quotes what came
	}
	return transportError(ctx, deadline, err, time.Since(start))
}

// read reads a body, at most MaxAnswer bytes of it. The text read so far comes
// with an error.
func read(body io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(body, MaxAnswer+1))
	if err == nil && len(text) > MaxAnswer {
		err = fmt.Errorf("isales: %w: more than %d bytes", ErrTooLarge, MaxAnswer)
	}
	return string(text), err
}

// encoded reports a content encoding that was not undone.
func (a answer) encoded() bool {
	return a.contentEncoding != "" && !strings.EqualFold(a.contentEncoding, "identity")
}

// mediaProblem says what in the header does not announce JSON; empty when all does.
func (a answer) mediaProblem() string {
	media, params, err := mime.ParseMediaType(a.contentType)
	charset := params["charset"]
	switch {
	case a.encoded():
		return "content encoding " + quote(a.contentEncoding)
	case a.contentType == "":
		return "no content type"
	case err != nil || media != "application/json":
		return "content type " + quote(a.contentType)
	case charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8"):
		return "charset " + quote(charset)
	}
	return ""
}

// isBrokenGzip recognises what net/http returns while it decompresses.
func isBrokenGzip(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}
