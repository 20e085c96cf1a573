package isales

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"
)

// errNoTurn is a call that waited behind others until its time was over.
var errNoTurn = errors.New("too many other calls in flight")

// get waits for its turn, then asks. The query is in the order in which it is
// sent.
func (c *Client) get(ctx context.Context, path string, query []pair) (answer, error) {
	start := time.Now()
	if c.turns != nil {
		if err := c.waitForTurn(ctx, start); err != nil {
			return answer{}, err
		}
		defer c.turns.done()
		if BulkOwner(ctx) != "" {
			start = time.Now()
		}
	}
	deadline := ctx // where it ends first, nothing is put around it
	if over, ok := ctx.Deadline(); !ok || over.After(start.Add(c.timeout)) {
		var cancel context.CancelFunc
		deadline, cancel = context.WithDeadline(ctx, start.Add(c.timeout))
		defer cancel()
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

// waitForTurn takes a turn. One that is no bulk work has to come within half of the
// timeout, so that the other half is left for the call: under too much load all of
// them would otherwise come too late.
func (c *Client) waitForTurn(ctx context.Context, start time.Time) error {
	wait := ctx
	if BulkOwner(ctx) == "" {
		var cancel context.CancelFunc
		wait, cancel = context.WithTimeout(ctx, c.timeout/2)
		defer cancel()
	}
	if c.turns.take(wait) != nil {
		return transportError(ctx, wait, errNoTurn, time.Since(start))
	}
	return nil
}

// exchange signs and sends one request and reads its answer. It is signed after
// all waits: a signature carries the time.
func (c *Client) exchange(ctx, deadline context.Context, path string, query []pair, start time.Time) (answer, error) {
	var begun atomic.Bool // the platform has sent something
	trace := &httptrace.ClientTrace{GotFirstResponseByte: func() { begun.Store(true) }}
	r, signature, err := c.newRequest(httptrace.WithClientTrace(deadline, trace), path, query)
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
	if resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified {
		// These end with their head: what comes behind it could be taken for the
		// answer to the next call of the connection, which is idle already.
		c.CloseIdleConnections()
	}
	text, err := read(resp.Body)
	a := answer{
		text:            c.scrub(text, signature),
		contentType:     c.scrub(resp.Header.Get("Content-Type"), signature),
		contentEncoding: c.scrub(resp.Header.Get("Content-Encoding"), signature),
	}
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
func (c *Client) callError(ctx, deadline context.Context, err error, begun bool, signature string,
	start time.Time) error {
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
