package isales

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// contentType is what the vendor's page fixes for every request, also for one
// without a body.
const contentType = "application/json; charset=UTF-8"

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
	body, err := c.get(ctx, "/"+strconv.Itoa(vdnID)+"/"+strconv.FormatInt(defID, 10)+"/queryObsResultDetail", nil)
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

// errNoTurn is a call that waited behind others until its time was over.
var errNoTurn = errors.New("too many other calls in flight")

// answer is a complete answer with HTTP status 200.
type answer struct {
	text        string
	contentType string
}

func (a answer) notJSON(problem string) error {
	return &NotJSONError{http.StatusOK, a.contentType, problem, snippet(a.text)}
}

// explain completes an error of a decoder with what only the answer knows.
func (a answer) explain(err error) error {
	if broken, ok := errors.AsType[*syntaxError](err); ok {
		return a.notJSON(broken.Error())
	}
	return err
}

// get waits for its turn, then asks. The query is in the order in which it is
// sent.
func (c *Client) get(ctx context.Context, path string, query []header) (answer, error) {
	start := time.Now()
	deadline, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
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
		deadline, cancel = context.WithTimeout(deadline, limit)
		defer cancel()
	}
	turn := time.Now()
	a, err := c.exchange(ctx, deadline, path, query, start)
	if limit == 0 && deadline.Err() != nil && errors.Is(err, ErrTimeout) && time.Since(turn) < c.timeout/2 {
		done(context.DeadlineExceeded) // of the caller, not of the call
	} else {
		done(err)
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
func (c *Client) exchange(ctx, deadline context.Context, path string, query []header, start time.Time) (answer, error) {
	req := c.request(path, query).WithContext(deadline)
	// The transport, not an http.Client: that one would follow redirects and
	// carry the signature elsewhere.
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return answer{}, transportError(ctx, deadline, err, time.Since(start))
	}
	defer resp.Body.Close()
	text, err := read(resp)
	a := answer{c.scrub(text, req), c.scrub(resp.Header.Get("Content-Type"), req)}
	switch {
	case resp.StatusCode != http.StatusOK:
		return a, &StatusError{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), c.now()), snippet(a.text)}
	case isBrokenGzip(err):
		return a, a.notJSON("broken gzip")
	case errors.Is(err, ErrTooLarge):
		return a, err
	case err != nil:
		return a, transportError(ctx, deadline, err, time.Since(start))
	}
	if problem := mediaProblem(a.contentType, resp.Header.Get("Content-Encoding")); problem != "" {
		return a, a.notJSON(problem)
	}
	return a, nil
}

// request builds and signs a GET of path, which needs no escaping.
func (c *Client) request(path string, query []header) *http.Request {
	u := c.base
	u.Path += path
	u.RawQuery = string(appendPairs(nil, query, '=', '&'))
	headers := []header{{"content-type", contentType}, {"host", u.Host}}
	h := http.Header{"Content-Type": {contentType}, "User-Agent": {c.userAgent}, "Accept": {"application/json"}}
	if c.language != "" {
		h["Locale"] = []string{string(c.language)}
		headers = append(headers, header{"locale", string(c.language)})
	}
	m := message{method: http.MethodGet, path: u.EscapedPath(), query: query, headers: c.signer.choose(headers)}
	h["Authorization"] = []string{c.signer.authorization(m, c.now())}
	return &http.Request{Method: http.MethodGet, URL: &u, Host: u.Host, Header: h,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
}

// echoed is an Authorization value in a text, however its slashes are escaped.
var echoed = regexp.MustCompile(`auth-v2[^"\s]*`)

// scrub takes out of a text from the platform what it may have echoed: it could
// end up in a log or on a page. A secret key too short to be one is left, since
// taking it out would change data.
func (c *Client) scrub(text string, req *http.Request) string {
	if strings.Contains(text, "auth-v2") {
		text = echoed.ReplaceAllLiteralString(text, redacted)
	}
	authorization := req.Header.Get("Authorization")
	text = strings.ReplaceAll(text, authorization[strings.LastIndexByte(authorization, '/')+1:], redacted)
	if sk := c.signer.cred.SecretKey; len(sk) >= 16 {
		text = strings.ReplaceAll(text, sk, redacted)
	}
	return text
}

// buffers keeps what answers are read into. One that grew for an unusually
// large answer is not kept.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const keptBuffer = 64 << 10

// read reads the body, at most MaxAnswer bytes of it. The text read so far comes
// with an error.
func read(resp *http.Response) (string, error) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= keptBuffer {
			buffers.Put(b)
		}
	}()
	_, err := b.ReadFrom(io.LimitReader(resp.Body, MaxAnswer+1))
	if err == nil && b.Len() > MaxAnswer {
		err = fmt.Errorf("isales: %w: more than %d bytes", ErrTooLarge, MaxAnswer)
	}
	return b.String(), err
}

// usualType is what an answer is expected to be; others are looked at closely.
const usualType = "application/json;charset=UTF-8"

// mediaProblem says why an answer cannot be JSON; empty when it can.
func mediaProblem(contentType, contentEncoding string) string {
	if contentEncoding == "" && (contentType == usualType || contentType == "application/json") {
		return ""
	}
	media, params, err := mime.ParseMediaType(contentType)
	switch {
	case contentEncoding != "" && !strings.EqualFold(contentEncoding, "identity"):
		return "content encoding " + quote(contentEncoding)
	case contentType == "":
		return "no content type"
	case err != nil || media != "application/json":
		return "content type " + quote(contentType)
	case params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") && !strings.EqualFold(params["charset"], "utf8"):
		return "charset " + quote(params["charset"])
	}
	return ""
}

// isBrokenGzip recognises what net/http returns while it decompresses.
func isBrokenGzip(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt)
}

// transportError sorts an error of the connection. The caller's own
// cancellation is no failure of the platform and stays recognisable.
func transportError(ctx, deadline context.Context, err error, after time.Duration) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("isales: %w", ctx.Err())
	}
	kind := ErrInterrupted
	var timeout net.Error
	var op *net.OpError
	switch {
	case deadline.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		kind = ErrTimeout
	case isTLS(err):
		kind = ErrTLS
	case errors.As(err, &op) && op.Op == "dial":
		kind = ErrUnreachable
	}
	return &TransportError{kind, after, err}
}

func isTLS(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		record       tls.RecordHeaderError
		op           *net.OpError
	)
	// crypto/tls reports an alert of either side as such an operation.
	alert := errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error")
	return alert || errors.As(err, &verification) || errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch)
}
